import Bytes
import COpenSSL
import Cryptography

/// In which order the bytes of a ciphertext make the counter of ChaCha20 for the mask of its record number.
package enum MaskCounterOrder: String, Hashable, Sendable {
  /// As RFC 9147 §4.2.3 means it: as ChaCha20 reads its counter.
  case littleEndian
  /// As wolfSSL up to 5.5 has it on little-endian machines.
  case bigEndian
}

/// Records of DTLS 1.3 (RFC 9147 §4).
extension RecordOpener {
  /// How an attempt to open a record of DTLS 1.3 ended.
  enum UnifiedOutcome: Equatable {
    /// It is authentic; its plaintext has this many bytes, this is its number, and so it was masked.
    case opened(Int, sequenceNumber: UInt64, MaskCounterOrder)
    /// The tag does not match, or the record is too short to have one.
    case notAuthentic
  }

  /// Opens a record with a unified header, whose number is near `expected` (RFC 9147 §4.2.2 and §4.2.3).
  ///
  /// - Parameter order: the order of the mask's counter that is tried first, and alone but for ChaCha20.
  func open(
    _ record: borrowing Record, with keys: TrafficKeys, expecting expected: UInt64,
    order: MaskCounterOrder = .littleEndian
  ) -> UnifiedOutcome {
    guard record.fragment.byteCount <= Self.capacity, record.fragment.byteCount > keys.cipher.mode.tagLength else {
      return .notAuthentic
    }
    let other: MaskCounterOrder = order == .littleEndian ? .bigEndian : .littleEndian
    let first = attempt(record, keys, expected, order)
    return first != .notAuthentic || keys.cipher.mode != .chaCha20Poly1305
      ? first : attempt(record, keys, expected, other)
  }

  private func attempt(
    _ record: borrowing Record, _ keys: TrafficKeys, _ expected: UInt64, _ order: MaskCounterOrder
  ) -> UnifiedOutcome {
    plaintextStart = 0
    guard let aead = keys.cipher.mode.aead,
      let context = contexts.context(for: keys.id, prepare: { keys.prepareOpening($0) }),
      let mask = mask(record, keys, order)
    else { return .notAuthentic }
    let bits: UInt64 = record.contentType.rawValue & 0x08 != 0 ? 16 : 8
    let low = record.sequenceNumber ^ UInt64(bits == 16 ? mask : mask >> 8)
    let number = Self.nearest(to: expected, low: low, bits: bits)
    let nonce = UnsafeMutableRawBufferPointer(rebasing: scratch[..<AEAD.usualNonceLength])
    keys.writeNonce(number, to: nonce)
    let header = header(of: record, low: low)
    let isOpen = record.fragment.withUnsafeBytes {
      aead.open(
        $0, in: context, nonce: UnsafeRawBufferPointer(nonce), additionalData: header, into: buffer)
    }
    guard isOpen, case .opened(let length) = openInner(record.fragment.byteCount - keys.cipher.mode.tagLength) else {
      return .notAuthentic
    }
    return .opened(length, sequenceNumber: number, order)
  }

  /// The two bytes that hide the number of a record; nil if it is too short to make them (RFC 9147 §4.2.3).
  ///
  ///     Mask = AES-ECB(sn_key, Ciphertext[0..15])
  ///     Mask = ChaCha20(sn_key, Ciphertext[0..3], Ciphertext[4..15])
  private func mask(_ record: borrowing Record, _ keys: TrafficKeys, _ order: MaskCounterOrder) -> UInt16? {
    let length = TrafficKeys.sampleLength
    guard record.fragment.byteCount >= length,
      let context = contexts.context(for: keys.numberID, prepare: { keys.prepareMasking($0) })
    else { return nil }
    // Both buffers hold nothing yet that is needed.
    let sample = UnsafeMutableRawBufferPointer(rebasing: scratch[..<length])
    record.fragment.withUnsafeBytes { sample.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[..<length])) }
    let input = sample.baseAddress?.assumingMemoryBound(to: UInt8.self)
    let output = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
    var count: Int32 = 0
    guard keys.cipher.mode == .chaCha20Poly1305 else {
      return EVP_EncryptUpdate(context, output, &count, input, Int32(length)) == 1 ? maskInBuffer : nil
    }
    // libcrypto's IV is the counter, little-endian, and the nonce.
    if order == .bigEndian {
      sample.storeBytes(of: sample.load(as: UInt32.self).byteSwapped, as: UInt32.self)
    }
    guard EVP_EncryptInit_ex2(context, nil, nil, input, nil) == 1 else { return nil }
    buffer.storeBytes(of: 0, as: UInt16.self)
    return EVP_EncryptUpdate(context, output, &count, output, 2) == 1 ? maskInBuffer : nil
  }

  private var maskInBuffer: UInt16 { UInt16(buffer[0]) << 8 | UInt16(buffer[1]) }

  /// The header as sent but with the number in clear, which is what is authenticated (RFC 9147 §4), in the scratch buffer.
  private func header(of record: borrowing Record, low: UInt64) -> UnsafeRawBufferPointer {
    let bytes = UnsafeMutableRawBufferPointer(rebasing: scratch[Self.additionalDataStart...])
    let bits = record.contentType.rawValue
    bytes[0] = bits
    record.connectionID.withUnsafeBytes { bytes[1..<(1 + $0.count)].copyBytes(from: $0) }
    var end = 1 + record.connectionID.byteCount
    func append(_ byte: UInt8) {
      bytes[end] = byte
      end += 1
    }
    if bits & 0x08 != 0 { append(UInt8(truncatingIfNeeded: low >> 8)) }
    append(UInt8(truncatingIfNeeded: low))
    if bits & 0x04 != 0 {
      append(UInt8(truncatingIfNeeded: record.length >> 8))
      append(UInt8(truncatingIfNeeded: record.length))
    }
    return UnsafeRawBufferPointer(rebasing: bytes[..<end])
  }

  /// The number nearest to `expected` that ends in `low` (RFC 9147 §4.2.2).
  static func nearest(to expected: UInt64, low: UInt64, bits: UInt64) -> UInt64 {
    let size: UInt64 = 1 << bits
    let same = expected & ~(size - 1) | low
    if same > expected, same - expected > size / 2, same >= size { return same - size }
    if expected > same, expected - same > size / 2, same <= .max - size { return same + size }
    return same
  }
}
