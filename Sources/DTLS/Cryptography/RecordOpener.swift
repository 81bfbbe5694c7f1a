import Bytes
import COpenSSL

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Opens protected records: one an analysis, with one buffer for plaintext and a bounded pool of cipher contexts.
///
/// A context holds an expanded key; the pool keeps those of the sessions that are talking, and a session whose context
/// was taken by another pays one key expansion when it talks again. So memory does not follow the number of sessions.
package final class RecordOpener {
  /// How an attempt to open a record ended.
  package enum Outcome: Hashable, Sendable {
    /// It is authentic; the plaintext has this many bytes.
    case opened(Int)
    /// The tag or MAC does not match: another key, or altered bytes.
    case notAuthentic
    /// It is too short to be a record of this cipher.
    case tooShort
  }

  /// Contexts in the pool: a context of an AEAD cipher takes about 1 KiB, so this bounds the pool to about 1 MiB while
  /// the busiest thousand directions keep their expanded keys.
  static let poolSize = 1024
  /// Longest plaintext: more than any record in any UDP datagram.
  static let capacity = 1 << 16

  /// Where in the scratch buffer the additional data stands, behind the nonce.
  private static let additionalDataStart = 16
  /// Length of the additional data in bytes (RFC 5246 §6.2.3.3).
  private static let additionalDataLength = 13
  /// Length of the additional data of a record with the longest connection ID (RFC 9146 §5.3).
  private static let maximumAdditionalDataLength = 23 + 255 + 2

  /// The version of TLS 1.0 (RFC 2246 §6.2.1), which stood in for DTLS before that had one.
  private static let tls10: UInt16 = 0x0301

  private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: RecordOpener.capacity, alignment: 16)
  /// Nonce at 0, additional data at `additionalDataStart`.
  private let scratch = UnsafeMutableRawBufferPointer.allocate(
    byteCount: RecordOpener.additionalDataStart + RecordOpener.maximumAdditionalDataLength, alignment: 16)
  /// Hands the additional data in the scratch buffer to a CCM context.
  private let additionalDataParameter: UnsafeMutablePointer<OSSL_PARAM>
  private let hmac = HMAC()
  /// Where in the buffer the plaintext begins.
  private var plaintextStart = 0
  /// What the record that was opened last carries: with a connection ID, that is encrypted with the content.
  package private(set) var contentType = ContentType.applicationData
  private var contexts: [OpaquePointer?]
  private var owners: [UInt64]
  private var nextID: UInt64 = 1

  /// An opener with an empty pool.
  package init() {
    additionalDataParameter = .allocate(capacity: 2)
    let additionalData = scratch.baseAddress?.advanced(by: Self.additionalDataStart)
    // libcrypto keeps the pointer to the name, so the name has to stay.
    let name = strdup(OSSL_CIPHER_PARAM_AEAD_TLS1_AAD)
    additionalDataParameter[0] = OSSL_PARAM_construct_octet_string(name, additionalData, Self.additionalDataLength)
    additionalDataParameter[1] = OSSL_PARAM_construct_end()
    contexts = Array(repeating: nil, count: Self.poolSize)
    owners = Array(repeating: 0, count: Self.poolSize)
  }

  deinit {
    free(UnsafeMutableRawPointer(mutating: additionalDataParameter[0].key))
    additionalDataParameter.deallocate()
    for context in contexts { EVP_CIPHER_CTX_free(context) }
    OPENSSL_cleanse(buffer.baseAddress, buffer.count)
    buffer.deallocate()
    scratch.deallocate()
  }

  /// A number for keys that no other keys of this opener have.
  func makeKeysID() -> UInt64 {
    defer { nextID += 1 }
    return nextID
  }

  /// The first `count` bytes that the last successful `open` wrote; valid until the next one.
  @_lifetime(borrow self)
  package func plaintext(_ count: Int) -> RawSpan {
    let bytes = UnsafeRawBufferPointer(rebasing: buffer[plaintextStart..<(plaintextStart + count)])
    return _overrideLifetime(bytes.bytes, borrowing: self)
  }

  /// Opens a record of `version` whose inner type is `contentType`, or says why not; the plaintext is in `plaintext`.
  package func open(_ record: borrowing Record, with keys: RecordKeys) -> Outcome {
    guard record.fragment.byteCount <= Self.capacity else { return .tooShort }
    plaintextStart = 0
    contentType = record.contentType
    let hasConnectionID = record.contentType == .tls12CID
    let outcome =
      switch keys.cipher.mode {
      case .null: openNull(record, keys)
      case .cbc(let blockLength): openCBC(record, keys, blockLength: blockLength)
      case .ccm where !hasConnectionID: openCCM(record, keys)
      case .ccm, .gcm, .chaCha20Poly1305: openAEAD(record, keys)
      }
    guard hasConnectionID, case .opened(let length) = outcome else { return outcome }
    return openInner(length)
  }

  /// How an attempt to open a record of DTLS 1.3 ended.
  enum UnifiedOutcome {
    /// It is authentic; its plaintext has this many bytes, and this is its number.
    case opened(Int, sequenceNumber: UInt64)
    /// The tag does not match, or the record is too short to have one.
    case notAuthentic
  }

  /// Opens a record with a unified header, whose number is near `expected` (RFC 9147 §4.2.2 and §4.2.3).
  func open(_ record: borrowing Record, with keys: TrafficKeys, expecting expected: UInt64) -> UnifiedOutcome {
    guard record.fragment.byteCount <= Self.capacity else { return .notAuthentic }
    plaintextStart = 0
    let header = record.contentType.rawValue
    let bits: UInt64 = header & 0x08 != 0 ? 16 : 8
    let opened = record.fragment.withUnsafeBytes { fragment -> (length: Int, number: UInt64)? in
      guard let mask = keys.mask(fragment) else { return nil }
      let low = record.sequenceNumber ^ UInt64(bits == 16 ? mask : mask >> 8)
      // The header as sent, with the number in clear.
      var additionalData = [header] + [UInt8](record.connectionID)
      if bits == 16 { additionalData.append(UInt8(truncatingIfNeeded: low >> 8)) }
      additionalData.append(UInt8(truncatingIfNeeded: low))
      if header & 0x04 != 0 {
        additionalData += [UInt8(truncatingIfNeeded: record.length >> 8), UInt8(truncatingIfNeeded: record.length)]
      }
      let number = Self.nearest(to: expected, low: low, bits: bits)
      guard keys.open(fragment, sequenceNumber: number, additionalData: additionalData, into: buffer) else {
        return nil
      }
      return (fragment.count - keys.cipher.mode.tagLength, number)
    }
    guard let opened, case .opened(let length) = openInner(opened.length) else { return .notAuthentic }
    return .opened(length, sequenceNumber: opened.number)
  }

  /// The number nearest to `expected` that ends in `low` (RFC 9147 §4.2.2).
  static func nearest(to expected: UInt64, low: UInt64, bits: UInt64) -> UInt64 {
    let size: UInt64 = 1 << bits
    let same = expected & ~(size - 1) | low
    if same > expected, same - expected > size / 2, same >= size { return same - size }
    if expected > same, expected - same > size / 2, same <= .max - size { return same + size }
    return same
  }

  /// Takes the real type and the padding off what was encrypted (RFC 9146 §4):
  ///
  ///     struct {
  ///       opaque content[length];
  ///       ContentType real_type;
  ///       uint8 zeros[length_of_padding];
  ///     } DTLSInnerPlaintext;
  private func openInner(_ length: Int) -> Outcome {
    let inner = buffer[plaintextStart..<(plaintextStart + length)]
    guard let place = inner.lastIndex(where: { $0 != 0 }) else { return .tooShort }
    contentType = ContentType(rawValue: inner[place])
    return .opened(place - plaintextStart)
  }

  // MARK: AEAD ciphers (RFC 5246 §6.2.3.3)

  /// Opens a record of the cipher that nearly all constrained devices use, through libcrypto's own support for records,
  /// which needs two calls where its general interface needs five.
  private func openCCM(_ record: borrowing Record, _ keys: RecordKeys) -> Outcome {
    let mode = keys.cipher.mode
    let count = record.fragment.byteCount
    let length = count - mode.recordIVLength - mode.tagLength
    guard length >= 0 else { return .tooShort }
    guard let context = context(for: keys) else { return .notAuthentic }
    // It wants the length of the fragment, draws the nonce from it, and decrypts in place behind the nonce.
    _ = additionalData(record, keys, length: count)
    record.fragment.withUnsafeBytes { buffer.copyMemory(from: $0) }
    let bytes = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
    guard EVP_CIPHER_CTX_set_params(context, additionalDataParameter) == 1,
      EVP_Cipher(context, bytes, bytes, UInt32(count)) >= 0
    else { return .notAuthentic }
    plaintextStart = mode.recordIVLength
    return .opened(length)
  }

  private func openAEAD(_ record: borrowing Record, _ keys: RecordKeys) -> Outcome {
    let mode = keys.cipher.mode
    let overhead = mode.recordIVLength + mode.tagLength
    let length = record.fragment.byteCount - overhead
    guard length >= 0 else { return .tooShort }
    guard let context = context(for: keys) else { return .notAuthentic }
    return record.fragment.withUnsafeBytes { fragment in
      let nonce = nonce(record, keys)
      let additionalData = additionalData(record, keys, length: length)
      let end = fragment.count - mode.tagLength
      let ciphertext = UnsafeRawBufferPointer(rebasing: fragment[mode.recordIVLength..<end])
      let tag = UnsafeMutableRawPointer(mutating: fragment.baseAddress?.advanced(by: end))
      return Self.decrypt(context, mode, nonce, additionalData, ciphertext, tag, into: buffer)
        ? .opened(length) : .notAuthentic
    }
  }

  /// What is authenticated besides a record's content, in the scratch buffer: seq_num, type, version and length of what
  /// is covered (RFC 5246 §6.2.3.3).
  private func additionalData(
    _ record: borrowing Record, _ keys: RecordKeys, length: Int
  ) -> UnsafeMutableRawBufferPointer {
    if record.contentType == .tls12CID { return additionalDataWithConnectionID(record, keys, length: length) }
    let bytes = UnsafeMutableRawBufferPointer(
      rebasing: scratch[Self.additionalDataStart...][..<(Self.additionalDataStart + Self.additionalDataLength)])
    let hasEpoch = keys.additionalDataForm != .withoutEpoch
    let number = UInt64(hasEpoch ? record.epoch : 0) << 48 | record.sequenceNumber
    let version = hasEpoch ? record.version.rawValue : Self.tls10
    bytes.storeBytes(of: number.bigEndian, as: UInt64.self)
    bytes[8] = record.contentType.rawValue
    bytes.storeBytes(of: version.bigEndian, toByteOffset: 9, as: UInt16.self)
    bytes.storeBytes(of: UInt16(truncatingIfNeeded: length).bigEndian, toByteOffset: 11, as: UInt16.self)
    return bytes
  }

  /// The same for a record with a connection ID (RFC 9146 §5).
  private func additionalDataWithConnectionID(
    _ record: borrowing Record, _ keys: RecordKeys, length: Int
  ) -> UnsafeMutableRawBufferPointer {
    let bytes = UnsafeMutableRawBufferPointer(rebasing: scratch[Self.additionalDataStart...])
    var end = 0
    func append(_ value: some FixedWidthInteger) {
      withUnsafeBytes(of: value.bigEndian) { bytes[end..<(end + $0.count)].copyBytes(from: $0) }
      end += value.bitWidth / 8
    }
    let type = ContentType.tls12CID.rawValue
    let count = record.connectionID.byteCount
    let number = UInt64(record.epoch) << 48 | record.sequenceNumber
    switch keys.additionalDataForm {
    case .standard, .withoutEpoch:
      append(UInt64.max)
      append(type)
      append(UInt8(truncatingIfNeeded: count))
      append(type)
      append(record.version.rawValue)
      append(number)
    case .draft:
      append(number)
      append(type)
      append(record.version.rawValue)
    }
    record.connectionID.withUnsafeBytes { bytes[end..<(end + $0.count)].copyBytes(from: $0) }
    end += count
    if keys.additionalDataForm == .draft { append(UInt8(truncatingIfNeeded: count)) }
    append(UInt16(truncatingIfNeeded: length))
    return UnsafeMutableRawBufferPointer(rebasing: bytes[..<end])
  }

  private static func decrypt(
    _ context: OpaquePointer, _ mode: BulkCipher.Mode, _ nonce: UnsafeMutableRawBufferPointer,
    _ additionalData: UnsafeMutableRawBufferPointer, _ ciphertext: UnsafeRawBufferPointer,
    _ tag: UnsafeMutableRawPointer?, into buffer: UnsafeMutableRawBufferPointer
  ) -> Bool {
    let input = ciphertext.baseAddress?.assumingMemoryBound(to: UInt8.self)
    let output = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
    let additional = additionalData.baseAddress?.assumingMemoryBound(to: UInt8.self)
    let iv = nonce.baseAddress?.assumingMemoryBound(to: UInt8.self)
    var count: Int32 = 0
    guard EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Int32(mode.tagLength), tag) == 1,
      EVP_DecryptInit_ex2(context, nil, nil, iv, nil) == 1
    else { return false }
    if case .ccm = mode {
      // CCM wants the length of all before the first byte, and is done with the last.
      return EVP_DecryptUpdate(context, nil, &count, nil, Int32(ciphertext.count)) == 1
        && EVP_DecryptUpdate(context, nil, &count, additional, Int32(additionalData.count)) == 1
        && EVP_DecryptUpdate(context, output, &count, input, Int32(ciphertext.count)) == 1
    }
    return EVP_DecryptUpdate(context, nil, &count, additional, Int32(additionalData.count)) == 1
      && EVP_DecryptUpdate(context, output, &count, input, Int32(ciphertext.count)) == 1
      && EVP_DecryptFinal_ex(context, output, &count) == 1
  }

  /// What the keys make of a record that is not authentic, in `plaintext`: its length, or nil for a cipher that gives
  /// nothing without authentication. To show what was altered, never to act on.
  package func openUnauthenticated(_ record: borrowing Record, with keys: RecordKeys) -> Int? {
    let mode = keys.cipher.mode
    let length = record.fragment.byteCount - mode.recordIVLength - mode.tagLength
    guard mode.isAEAD, length >= 0, length <= Self.capacity, let name = keys.cipher.libcryptoName else { return nil }
    // Each of these ciphers is a stream cipher under its tag: CCM (RFC 3610 §2.3) and GCM (SP 800-38D §7.1) count from 1
    // and 2, ChaCha20 from 1 (RFC 8439 §2.8), at the end or the start of the counter block.
    let nonce = [UInt8](UnsafeRawBufferPointer(nonce(record, keys)))
    let block: [UInt8] =
      switch mode {
      case .ccm: [2] + nonce + [0, 0, 1]
      case .gcm: nonce + [0, 0, 0, 2]
      default: [1, 0, 0, 0] + nonce
      }
    let stream = mode == .chaCha20Poly1305 ? "ChaCha20" : "\(name)".dropLast(3) + "CTR"
    guard let cipher = EVP_CIPHER_fetch(nil, stream, nil) else { return nil }
    defer { EVP_CIPHER_free(cipher) }
    guard let context = EVP_CIPHER_CTX_new() else { return nil }
    defer { EVP_CIPHER_CTX_free(context) }
    plaintextStart = 0
    let isReady = keys.withKey {
      EVP_DecryptInit_ex2(context, cipher, $0.baseAddress?.assumingMemoryBound(to: UInt8.self), block, nil) == 1
    }
    var count: Int32 = 0
    let isDone = record.fragment.withUnsafeBytes {
      EVP_DecryptUpdate(
        context, buffer.baseAddress?.assumingMemoryBound(to: UInt8.self), &count,
        $0.baseAddress?.assumingMemoryBound(to: UInt8.self).advanced(by: mode.recordIVLength), Int32(length)) == 1
    }
    return isReady && isDone ? length : nil
  }

  /// The nonce of a record (RFC 5288 §3, RFC 6655 §3, RFC 7905 §2), in the scratch buffer.
  private func nonce(_ record: borrowing Record, _ keys: RecordKeys) -> UnsafeMutableRawBufferPointer {
    let nonce = UnsafeMutableRawBufferPointer(rebasing: scratch[..<12])
    keys.withFixedIV { nonce.copyMemory(from: $0) }
    if keys.cipher.mode == .chaCha20Poly1305 {
      // The IV with the record number, epoch included, in its low 8 bytes.
      let number = (UInt64(record.epoch) << 48 | record.sequenceNumber).bigEndian
      let low = nonce.loadUnaligned(fromByteOffset: 4, as: UInt64.self)
      nonce.storeBytes(of: low ^ number, toByteOffset: 4, as: UInt64.self)
    } else {
      record.fragment.withUnsafeBytes {
        UnsafeMutableRawBufferPointer(rebasing: nonce[4...]).copyMemory(from: .init(rebasing: $0[..<8]))
      }
    }
    return nonce
  }

  // MARK: Ciphers with a MAC (RFC 5246 §6.2.3.1 and §6.2.3.2)

  private func openNull(_ record: borrowing Record, _ keys: RecordKeys) -> Outcome {
    let length = record.fragment.byteCount - keys.macLength
    guard length >= 0 else { return .tooShort }
    return record.fragment.withUnsafeBytes { fragment in
      let content = UnsafeRawBufferPointer(rebasing: fragment[..<length])
      let mac = UnsafeRawBufferPointer(rebasing: fragment[length...])
      guard isAuthentic(record, keys, covering: content, mac: mac) else { return .notAuthentic }
      buffer.copyMemory(from: content)
      return .opened(length)
    }
  }

  private func openCBC(_ record: borrowing Record, _ keys: RecordKeys, blockLength: Int) -> Outcome {
    let macAfterwards = keys.encryptThenMAC ? keys.macLength : 0
    let encrypted = record.fragment.byteCount - blockLength - macAfterwards
    guard encrypted >= blockLength, encrypted.isMultiple(of: blockLength) else { return .tooShort }
    guard let context = context(for: keys) else { return .notAuthentic }
    return record.fragment.withUnsafeBytes { fragment in
      if keys.encryptThenMAC {
        let covered = UnsafeRawBufferPointer(rebasing: fragment[..<(blockLength + encrypted)])
        let mac = UnsafeRawBufferPointer(rebasing: fragment[(blockLength + encrypted)...])
        guard isAuthentic(record, keys, covering: covered, mac: mac) else { return .notAuthentic }
      }
      let iv = fragment.baseAddress?.assumingMemoryBound(to: UInt8.self)
      var count: Int32 = 0
      guard EVP_DecryptInit_ex2(context, nil, nil, iv, nil) == 1,
        EVP_CIPHER_CTX_set_padding(context, 0) == 1,
        EVP_DecryptUpdate(
          context, buffer.baseAddress?.assumingMemoryBound(to: UInt8.self), &count, iv?.advanced(by: blockLength),
          Int32(encrypted)) == 1
      else { return .notAuthentic }
      // Every byte of the padding, and the length byte behind it, holds the padding's length.
      let padding = Int(buffer[encrypted - 1])
      let macInside = keys.encryptThenMAC ? 0 : keys.macLength
      let length = encrypted - 1 - padding - macInside
      guard length >= 0, buffer[(encrypted - 1 - padding)..<encrypted].allSatisfy({ Int($0) == padding }) else {
        return .notAuthentic
      }
      if !keys.encryptThenMAC {
        let content = UnsafeRawBufferPointer(rebasing: buffer[..<length])
        let mac = UnsafeRawBufferPointer(rebasing: buffer[length..<(length + macInside)])
        guard isAuthentic(record, keys, covering: content, mac: mac) else { return .notAuthentic }
      }
      return .opened(length)
    }
  }

  /// Whether `mac` is the MAC, or as much of it as was agreed on, of the record's number, type, version and the length and bytes of `covered`.
  private func isAuthentic(
    _ record: borrowing Record, _ keys: RecordKeys, covering covered: UnsafeRawBufferPointer,
    mac: UnsafeRawBufferPointer
  ) -> Bool {
    guard let hash = keys.macHash else { return false }
    let header = additionalData(record, keys, length: covered.count)
    return withUnsafeTemporaryAllocation(byteCount: HMAC.maximumLength, alignment: 16) { computed in
      let isDone = keys.withMACKey {
        hmac.authenticate(hash, key: $0, UnsafeRawBufferPointer(header), covered, into: computed)
      }
      return isDone && mac.count == keys.macLength
        && CRYPTO_memcmp(computed.baseAddress, mac.baseAddress, mac.count) == 0
    }
  }

  // MARK: The pool

  /// A context with the key of `keys`, from the pool.
  private func context(for keys: RecordKeys) -> OpaquePointer? {
    let slot = Int(keys.id % UInt64(Self.poolSize))
    if owners[slot] == keys.id { return contexts[slot] }
    if contexts[slot] == nil { contexts[slot] = EVP_CIPHER_CTX_new() }
    guard let context = contexts[slot], EVP_CIPHER_CTX_reset(context) == 1 else { return nil }
    guard EVP_DecryptInit_ex2(context, keys.implementation, nil, nil, nil) == 1 else { return nil }
    if keys.cipher.mode.isAEAD, EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_IVLEN, 12, nil) != 1 { return nil }
    if case .ccm(let tagLength) = keys.cipher.mode,
      EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Int32(tagLength), nil) != 1
    {
      // CCM's parameters depend on the tag's length, which must be known before the key.
      return nil
    }
    let ready = keys.withKey {
      EVP_DecryptInit_ex2(context, nil, $0.baseAddress?.assumingMemoryBound(to: UInt8.self), nil, nil) == 1
    }
    guard ready else { return nil }
    if case .ccm = keys.cipher.mode {
      let isSet = keys.withFixedIV {
        EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_CCM_SET_IV_FIXED, 4, UnsafeMutableRawPointer(mutating: $0.baseAddress))
      }
      guard isSet > 0 else { return nil }
    }
    owners[slot] = keys.id
    return context
  }
}
