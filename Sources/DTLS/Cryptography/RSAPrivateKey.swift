import Cryptography
import COpenSSL

/// A server's RSA private key: opens what clients encrypt to it (RFC 5246 §7.4.7.1).
package final class RSAPrivateKey: Sendable {
  /// Only ever read after initialization, and libcrypto's keys may be shared between threads.
  private nonisolated(unsafe) let key: OpaquePointer

  /// The key in PEM or DER, or nil if `bytes` hold no RSA private key that can be read without a passphrase.
  package init?(_ bytes: [UInt8]) {
    guard let input = BIO_new_mem_buf(bytes, Int32(clamping: bytes.count)) else { return nil }
    defer { BIO_free(input) }
    // The empty passphrase keeps libcrypto from asking for one on the terminal.
    var passphrase: [CChar] = [0]
    let key = PEM_read_bio_PrivateKey(input, nil, nil, &passphrase) ?? Self.der(bytes)
    guard let key else { return nil }
    guard EVP_PKEY_is_a(key, "RSA") == 1 else {
      EVP_PKEY_free(key)
      return nil
    }
    self.key = key
  }

  deinit {
    EVP_PKEY_free(key)
  }

  private static func der(_ bytes: [UInt8]) -> OpaquePointer? {
    bytes.withUnsafeBufferPointer { buffer in
      var start = buffer.baseAddress
      return d2i_AutoPrivateKey(nil, &start, buffer.count)
    }
  }

  /// The premaster secret that was encrypted to this key, or nil if it was not.
  ///
  ///     00 02 padding(nonzero) 00 premaster_secret(48)          (RFC 8017 §7.2.1, RFC 5246 §7.4.7.1)
  ///
  /// The padding is taken off here: newer versions of libcrypto give random bytes where it is wrong.
  func decrypt(_ encrypted: [UInt8]) -> SecretBytes? {
    guard let context = EVP_PKEY_CTX_new(key, nil) else { return nil }
    defer { EVP_PKEY_CTX_free(context) }
    guard EVP_PKEY_decrypt_init(context) == 1, EVP_PKEY_CTX_set_rsa_padding(context, RSA_NO_PADDING) == 1 else {
      return nil
    }
    var length = Int(EVP_PKEY_get_size(key))
    var block = [UInt8](repeating: 0, count: length)
    defer { OPENSSL_cleanse(&block, block.count) }
    guard encrypted.count == length, EVP_PKEY_decrypt(context, &block, &length, encrypted, encrypted.count) == 1,
      length == block.count, block.starts(with: [0, 2]),
      let separator = block[2...].firstIndex(of: 0), separator == block.count - KeySchedule12.masterSecretLength - 1
    else { return nil }
    return SecretBytes(block[(separator + 1)...])
  }
}
