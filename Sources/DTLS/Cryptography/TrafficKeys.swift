import COpenSSL

/// What opens the records of one end in one epoch of DTLS 1.3, and shows their numbers.
///
/// Each has its own contexts of libcrypto: an end has one epoch at a time, so they go with the sessions.
final class TrafficKeys {
  /// The cipher's mode and lengths.
  let cipher: BulkCipher
  /// The secret they come from, for the next generation.
  let secret: SecretBytes
  private let iv: SecretBytes
  private let opening: OpaquePointer
  private let masking: OpaquePointer

  /// Length of the IV, which is the length of the nonce, in bytes (RFC 8446 §5.3).
  static let ivLength = 12
  /// Bytes of the ciphertext that the mask of the record number is made of (RFC 9147 §4.2.3).
  static let sampleLength = 16

  init?(
    _ cipher: BulkCipher, key: SecretBytes, iv: SecretBytes, numberKey: SecretBytes, secret: SecretBytes
  ) {
    let maskName: StaticString =
      cipher.mode == .chaCha20Poly1305 ? "ChaCha20" : cipher.keyLength == 16 ? "AES-128-ECB" : "AES-256-ECB"
    guard let implementation = CipherImplementations.implementation(of: cipher),
      let mask = CipherImplementations.implementation(named: "\(maskName)"),
      let opening = EVP_CIPHER_CTX_new()
    else { return nil }
    guard let masking = EVP_CIPHER_CTX_new() else {
      EVP_CIPHER_CTX_free(opening)
      return nil
    }
    self.cipher = cipher
    self.secret = secret
    self.iv = iv
    self.opening = opening
    self.masking = masking
    guard EVP_DecryptInit_ex2(opening, implementation, nil, nil, nil) == 1,
      EVP_CIPHER_CTX_ctrl(opening, EVP_CTRL_AEAD_SET_IVLEN, Int32(Self.ivLength), nil) == 1,
      EVP_CIPHER_CTX_ctrl(opening, EVP_CTRL_AEAD_SET_TAG, Int32(cipher.mode.tagLength), nil) == 1 || !cipher.isCCM,
      key.withBytes({ EVP_DecryptInit_ex2(opening, nil, Self.bytes($0), nil, nil) }) == 1,
      numberKey.withBytes({ EVP_EncryptInit_ex2(masking, mask, Self.bytes($0), nil, nil) }) == 1,
      EVP_CIPHER_CTX_set_padding(masking, 0) == 1
    else { return nil }
  }

  deinit {
    EVP_CIPHER_CTX_free(opening)
    EVP_CIPHER_CTX_free(masking)
  }

  private static func bytes(_ buffer: UnsafeRawBufferPointer) -> UnsafePointer<UInt8>? {
    buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
  }

  /// The two bytes that hide the record number of a ciphertext; nil if it is too short to make them (RFC 9147 §4.2.3).
  ///
  ///     Mask = AES-ECB(sn_key, Ciphertext[0..15])
  ///     Mask = ChaCha20(sn_key, Ciphertext[0..3], Ciphertext[4..15])
  func mask(_ ciphertext: UnsafeRawBufferPointer) -> UInt16? {
    guard ciphertext.count >= Self.sampleLength else { return nil }
    var output = (UInt64(0), UInt64(0))
    var count: Int32 = 0
    let isDone = withUnsafeMutableBytes(of: &output) { output -> Bool in
      let target = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
      guard cipher.mode == .chaCha20Poly1305 else {
        return EVP_EncryptUpdate(masking, target, &count, Self.bytes(ciphertext), Int32(Self.sampleLength)) == 1
      }
      // libcrypto's IV is the counter, little-endian as it stands in the ciphertext, and the nonce.
      let zeros = [UInt8](repeating: 0, count: Self.sampleLength)
      return EVP_EncryptInit_ex2(masking, nil, nil, Self.bytes(ciphertext), nil) == 1
        && EVP_EncryptUpdate(masking, target, &count, zeros, Int32(Self.sampleLength)) == 1
    }
    return isDone ? withUnsafeBytes(of: output) { UInt16($0[0]) << 8 | UInt16($0[1]) } : nil
  }

  /// Opens a ciphertext with its tag, whose number is `sequenceNumber`, to the start of `output`.
  func open(
    _ ciphertext: UnsafeRawBufferPointer, sequenceNumber: UInt64, additionalData: [UInt8],
    into output: UnsafeMutableRawBufferPointer
  ) -> Bool {
    let tagLength = cipher.mode.tagLength
    let length = ciphertext.count - tagLength
    guard length > 0, length <= output.count, let start = Self.bytes(ciphertext) else { return false }
    var nonce = iv.withBytes { [UInt8]($0) }
    // The number alone: the epoch is in the keys (RFC 9147 §4).
    for index in 0..<8 { nonce[4 + index] ^= UInt8(truncatingIfNeeded: sequenceNumber >> UInt64(56 - 8 * index)) }
    let tag = UnsafeMutableRawPointer(mutating: start + length)
    let target = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
    var count: Int32 = 0
    guard EVP_CIPHER_CTX_ctrl(opening, EVP_CTRL_AEAD_SET_TAG, Int32(tagLength), tag) == 1,
      EVP_DecryptInit_ex2(opening, nil, nil, nonce, nil) == 1,
      !cipher.isCCM || EVP_DecryptUpdate(opening, nil, &count, nil, Int32(length)) == 1,
      EVP_DecryptUpdate(opening, nil, &count, additionalData, Int32(additionalData.count)) == 1,
      EVP_DecryptUpdate(opening, target, &count, start, Int32(length)) == 1
    else { return false }
    return cipher.isCCM || EVP_DecryptFinal_ex(opening, target, &count) == 1
  }
}

extension BulkCipher {
  /// Whether it is CCM, which libcrypto wants to be told lengths before and is done with in one go.
  fileprivate var isCCM: Bool {
    if case .ccm = mode { true } else { false }
  }
}
