import Bytes

/// A token to compare with others (RFC 7252 §5.3.1): its bytes where it has eight at most, else (RFC 8974) a digest of them.
package struct Token: Hashable, Sendable {
  private let bits: UInt64
  private let length: Int

  /// The token in `bytes`.
  package init(_ bytes: RawSpan) {
    length = bytes.byteCount
    bits = bytes.unsignedValue(limit: 8) ?? bytes.digest
  }
}
