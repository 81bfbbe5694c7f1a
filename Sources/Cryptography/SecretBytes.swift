import COpenSSL

/// Key material: wiped when it is no longer used, and never printed.
///
/// `public` because every record needs it, and only the bodies of `public` `@inlinable` functions are inlined into other
/// modules.
public final class SecretBytes: Sendable, CustomStringConvertible {
  /// Never written after initialization, which is why it may be shared between threads.
  @usableFromInline nonisolated(unsafe) let storage: UnsafeMutableRawBufferPointer

  /// `count` bytes that `fill` writes.
  package init(count: Int, filledBy fill: (UnsafeMutableRawBufferPointer) -> Void) {
    storage = .allocate(byteCount: count, alignment: 16)
    storage.initializeMemory(as: UInt8.self, repeating: 0)
    fill(storage)
  }

  /// A copy of `bytes`.
  package convenience init(_ bytes: some Collection<UInt8>) {
    self.init(count: bytes.count) { $0.copyBytes(from: bytes) }
  }

  deinit {
    OPENSSL_cleanse(storage.baseAddress, storage.count)
    storage.deallocate()
  }

  /// Length in bytes.
  package var count: Int { storage.count }

  /// The bytes, for as long as `body` runs.
  @inlinable
  public func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    withExtendedLifetime(self) { body(UnsafeRawBufferPointer(storage)) }
  }

  /// Whether the same bytes are in `other`.
  package func isEqual(to other: SecretBytes) -> Bool {
    withBytes { mine in other.withBytes { mine.elementsEqual($0) } }
  }

  /// Says how long the secret is, and nothing else.
  public var description: String { "<secret of \(count) bytes>" }
}
