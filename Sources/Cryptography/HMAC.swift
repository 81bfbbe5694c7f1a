import COpenSSL

/// HMAC (RFC 2104) through libcrypto, with one context a hash that is used again: making one costs more than a MAC.
package final class HMAC {
  private var contexts: [HashAlgorithm: OpaquePointer] = [:]
  /// The longest MAC in bytes.
  package static let maximumLength = Int(EVP_MAX_MD_SIZE)

  package init() {}

  deinit {
    for context in contexts.values { EVP_MAC_CTX_free(context) }
  }

  /// Writes the MAC of `parts`, one after the other, to the start of `output`; false if libcrypto refuses.
  package func authenticate(
    _ hash: HashAlgorithm, key: UnsafeRawBufferPointer, _ parts: UnsafeRawBufferPointer...,
    into output: UnsafeMutableRawBufferPointer
  ) -> Bool {
    guard let context = context(for: hash) else { return false }
    guard EVP_MAC_init(context, key.baseAddress?.assumingMemoryBound(to: UInt8.self), key.count, nil) == 1 else {
      return false
    }
    for part in parts {
      guard EVP_MAC_update(context, part.baseAddress?.assumingMemoryBound(to: UInt8.self), part.count) == 1 else {
        return false
      }
    }
    var length = 0
    return EVP_MAC_final(
      context, output.baseAddress?.assumingMemoryBound(to: UInt8.self), &length, output.count) == 1
      && length == hash.length
  }

  private func context(for hash: HashAlgorithm) -> OpaquePointer? {
    if let context = contexts[hash] { return context }
    guard let algorithm = EVP_MAC_fetch(nil, "HMAC", nil) else { return nil }
    // A context holds its algorithm.
    defer { EVP_MAC_free(algorithm) }
    guard let context = EVP_MAC_CTX_new(algorithm) else { return nil }
    var name = Array(hash.libcryptoName.utf8CString)
    let isSet = OSSL_MAC_PARAM_DIGEST.withCString { key in
      name.withUnsafeMutableBufferPointer { value in
        let parameters = [OSSL_PARAM_construct_utf8_string(key, value.baseAddress, 0), OSSL_PARAM_construct_end()]
        return EVP_MAC_CTX_set_params(context, parameters) == 1
      }
    }
    guard isSet else {
      EVP_MAC_CTX_free(context)
      return nil
    }
    contexts[hash] = context
    return context
  }
}
