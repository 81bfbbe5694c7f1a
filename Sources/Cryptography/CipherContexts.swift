import COpenSSL

/// A bounded pool of libcrypto's cipher contexts, each set up with one key.
///
/// A context holds an expanded key; the pool keeps those of the sessions that are talking, and a session whose context
/// was taken by another pays one key expansion when it talks again. So memory does not follow the number of sessions.
///
/// `public` for the reason that `SecretBytes` gives.
public final class CipherContexts {
  /// Contexts in the pool: a context of an AEAD cipher takes about 1 KiB, so this bounds the pool to about 1 MiB while
  /// the busiest thousand directions keep their expanded keys.
  @inlinable
  public static var size: Int { 1024 }

  @usableFromInline var contexts: [OpaquePointer?] = Array(repeating: nil, count: CipherContexts.size)
  @usableFromInline var owners: [UInt64] = Array(repeating: 0, count: CipherContexts.size)
  private var nextID: UInt64 = 1

  package init() {}

  deinit {
    for context in contexts { EVP_CIPHER_CTX_free(context) }
  }

  /// A number for a key that no other key of this pool has.
  package func makeID() -> UInt64 {
    defer { nextID += 1 }
    return nextID
  }

  /// The context of the key with this number, which `prepare` sets up unless it still is; nil if libcrypto refuses.
  @inlinable
  public func context(for id: UInt64, prepare: (OpaquePointer) -> Bool) -> OpaquePointer? {
    let slot = Int(id % UInt64(Self.size))
    return owners[slot] == id ? contexts[slot] : setUp(slot, for: id, prepare: prepare)
  }

  @usableFromInline
  func setUp(_ slot: Int, for id: UInt64, prepare: (OpaquePointer) -> Bool) -> OpaquePointer? {
    owners[slot] = 0
    if contexts[slot] == nil { contexts[slot] = EVP_CIPHER_CTX_new() }
    guard let context = contexts[slot], EVP_CIPHER_CTX_reset(context) == 1, prepare(context) else { return nil }
    owners[slot] = id
    return context
  }
}
