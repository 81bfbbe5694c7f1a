import COpenSSL
import Synchronization

/// libcrypto's ciphers, each fetched once: a fetch costs more than opening a record.
package enum CipherImplementations {
  /// What was fetched before; libcrypto's ciphers may be shared between threads.
  private nonisolated(unsafe) static var fetched: [String: OpaquePointer?] = [:]
  private static let lock = Mutex(())

  /// The implementation that libcrypto calls `name`, or nil where it has none: of its default provider, or of the one for
  /// ciphers that are no longer recommended.
  package static func implementation(named name: String) -> OpaquePointer? {
    lock.withLock { _ in
      if let implementation = fetched[name] { return implementation }
      let implementation = EVP_CIPHER_fetch(nil, name, nil) ?? legacy.flatMap { EVP_CIPHER_fetch($0, name, nil) }
      fetched[name] = .some(implementation)
      return implementation
    }
  }

  /// A context of its own for the legacy provider, which takes the default one's place where it is loaded; nil where it is
  /// not installed.
  private nonisolated(unsafe) static let legacy: OpaquePointer? = {
    guard let context = OSSL_LIB_CTX_new() else { return nil }
    if OSSL_PROVIDER_load(context, "legacy") != nil { return context }
    OSSL_LIB_CTX_free(context)
    return nil
  }()
}
