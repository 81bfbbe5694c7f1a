import COpenSSL

/// What libcrypto is told to open what an AEAD cipher sealed.
///
/// It holds nothing that is reference-counted: it is made for every record.
package struct AEAD {
  /// How the cipher makes its key stream and its tag.
  package enum Mode: Sendable {
    /// Galois/Counter Mode (SP 800-38D).
    case gcm
    /// Counter with CBC-MAC (RFC 3610).
    case ccm
    /// ChaCha20 with Poly1305 (RFC 8439).
    case chaCha20Poly1305
  }

  /// Which of them.
  package let mode: Mode
  /// Length of the tag in bytes.
  package let tagLength: Int
  /// Length of the nonce in bytes.
  package let nonceLength: Int

  /// Length of the nonce of nearly all of them in bytes (RFC 5116 §5, RFC 8446 §5.3).
  package static let usualNonceLength = 12

  /// A cipher of `mode`.
  package init(_ mode: Mode, tagLength: Int, nonceLength: Int = AEAD.usualNonceLength) {
    self.mode = mode
    self.tagLength = tagLength
    self.nonceLength = nonceLength
  }

  private var isCCM: Bool { mode == .ccm }

  /// Sets up `context` with `key`; false if libcrypto refuses.
  package func prepare(_ context: OpaquePointer, _ implementation: OpaquePointer?, key: UnsafeRawBufferPointer) -> Bool
  {
    EVP_DecryptInit_ex2(context, implementation, nil, nil, nil) == 1
      && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_IVLEN, Int32(nonceLength), nil) == 1
      // CCM's parameters depend on the tag's length, which must be known before the key.
      && (!isCCM || EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Int32(tagLength), nil) == 1)
      && EVP_DecryptInit_ex2(context, nil, Self.bytes(key), nil, nil) == 1
  }

  /// Opens `sealed`, a ciphertext with its tag behind it, to the start of `output`; false if it is not authentic.
  package func open(
    _ sealed: UnsafeRawBufferPointer, in context: OpaquePointer, nonce: UnsafeRawBufferPointer,
    additionalData: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) -> Bool {
    let length = sealed.count - tagLength
    guard length >= 0, length <= output.count, let input = Self.bytes(sealed) else { return false }
    let target = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
    let tag = UnsafeMutableRawPointer(mutating: input + length)
    var count: Int32 = 0
    guard EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Int32(tagLength), tag) == 1,
      EVP_DecryptInit_ex2(context, nil, nil, Self.bytes(nonce), nil) == 1,
      // CCM wants the length of all before the first byte, and is done with the last.
      !isCCM || EVP_DecryptUpdate(context, nil, &count, nil, Int32(length)) == 1,
      EVP_DecryptUpdate(context, nil, &count, Self.bytes(additionalData), Int32(additionalData.count)) == 1,
      EVP_DecryptUpdate(context, target, &count, input, Int32(length)) == 1
    else { return false }
    return isCCM || EVP_DecryptFinal_ex(context, target, &count) == 1
  }

  /// Decrypts `ciphertext` without its tag, and without any proof, to the start of `output`; false if libcrypto refuses.
  ///
  /// - Parameter name: libcrypto's name of the AEAD cipher.
  package func decryptUnauthenticated(
    _ ciphertext: UnsafeRawBufferPointer, name: StaticString, key: UnsafeRawBufferPointer,
    nonce: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) -> Bool {
    // Each of these ciphers is a stream cipher under its tag: CCM (RFC 3610 §2.3) and GCM (SP 800-38D §7.1) count from 1
    // and 2, ChaCha20 from 1 (RFC 8439 §2.8), at the end or the start of the counter block.
    let block: [UInt8] =
      switch mode {
      case .ccm: [UInt8(14 - nonceLength)] + nonce + Array(repeating: 0, count: 14 - nonceLength) + [1]
      case .gcm: nonce + [0, 0, 0, 2]
      case .chaCha20Poly1305: [1, 0, 0, 0] + nonce
      }
    let stream = mode == .chaCha20Poly1305 ? "ChaCha20" : "\(name)".dropLast(3) + "CTR"
    guard let cipher = CipherImplementations.implementation(named: stream), let context = EVP_CIPHER_CTX_new() else {
      return false
    }
    defer { EVP_CIPHER_CTX_free(context) }
    var count: Int32 = 0
    return EVP_DecryptInit_ex2(context, cipher, Self.bytes(key), block, nil) == 1
      && EVP_DecryptUpdate(
        context, output.baseAddress?.assumingMemoryBound(to: UInt8.self), &count, Self.bytes(ciphertext),
        Int32(ciphertext.count)) == 1
  }

  private static func bytes(_ buffer: UnsafeRawBufferPointer) -> UnsafePointer<UInt8>? {
    buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
  }
}
