import Bytes
import COpenSSL
import Cryptography

/// Records of DTLS 1.2 under a cipher with a MAC (RFC 5246 §6.2.3.1 and §6.2.3.2).
extension RecordOpener {
  func openNull(_ record: borrowing Record, _ keys: RecordKeys) -> Outcome {
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

  func openCBC(_ record: borrowing Record, _ keys: RecordKeys, blockLength: Int) -> Outcome {
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

  /// Whether `mac` is the MAC, or as much of it as was agreed on, of the record's number, type, version and the length
  /// and bytes of `covered`.
  func isAuthentic(
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
}
