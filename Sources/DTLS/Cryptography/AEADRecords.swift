import Bytes
import COpenSSL
import Cryptography

/// Records of DTLS 1.2 under an AEAD cipher (RFC 5246 §6.2.3.3).
extension RecordOpener {
  /// Opens a record of the cipher that nearly all constrained devices use, through libcrypto's own support for records,
  /// which needs two calls where its general interface needs five.
  func openCCM(_ record: borrowing Record, _ keys: RecordKeys) -> Outcome {
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
  /// Opens a record of any AEAD cipher.
  func openAEAD(_ record: borrowing Record, _ keys: RecordKeys) -> Outcome {
    let mode = keys.cipher.mode
    let length = record.fragment.byteCount - mode.recordIVLength - mode.tagLength
    guard length >= 0 else { return .tooShort }
    guard let aead = mode.aead, let context = context(for: keys) else { return .notAuthentic }
    let nonce = nonce(record, keys)
    let additionalData = additionalData(record, keys, length: length)
    return record.fragment.withUnsafeBytes { fragment in
      aead.open(
        UnsafeRawBufferPointer(rebasing: fragment[mode.recordIVLength...]), in: context,
        nonce: UnsafeRawBufferPointer(nonce), additionalData: UnsafeRawBufferPointer(additionalData), into: buffer)
        ? .opened(length) : .notAuthentic
    }
  }

  /// What the keys make of a record that is not authentic, in `plaintext`: its length, or nil for a cipher that gives
  /// nothing without authentication. To show what was altered, never to act on.
  package func openUnauthenticated(_ record: borrowing Record, with keys: RecordKeys) -> Int? {
    let mode = keys.cipher.mode
    let length = record.fragment.byteCount - mode.recordIVLength - mode.tagLength
    guard let aead = mode.aead, length >= 0, length <= Self.capacity, let name = keys.cipher.libcryptoName else {
      return nil
    }
    let nonce = nonce(record, keys)
    plaintextStart = 0
    let isDone = record.fragment.withUnsafeBytes { fragment in
      keys.withKey {
        aead.decryptUnauthenticated(
          UnsafeRawBufferPointer(rebasing: fragment[mode.recordIVLength..<(mode.recordIVLength + length)]), name: name,
          key: $0, nonce: UnsafeRawBufferPointer(nonce), into: buffer)
      }
    }
    return isDone ? length : nil
  }

  /// The nonce of a record (RFC 5288 §3, RFC 6655 §3, RFC 7905 §2), in the scratch buffer.
  func nonce(_ record: borrowing Record, _ keys: RecordKeys) -> UnsafeMutableRawBufferPointer {
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
}
