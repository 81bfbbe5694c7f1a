import Bytes

/// Makes a hello longer (RFC 7685 §3).
///
///     struct {
///       opaque padding[extension_data.length];
///     } Padding;
package struct Padding: Structure, ExtensionBody {
  package static let structure: StaticString = "Padding"

  /// Number of bytes.
  package var count: Int
  /// Whether every byte is zero, as it must be.
  package var isZero: Bool
}

extension Padding {
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader) throws(DecodeError) {
    let padding = reader.readRemaining()
    count = padding.count
    isZero = padding.allSatisfy { $0 == 0 }
  }

  package var fields: [Field] {
    [Field("padding", "\(count) \(isZero ? "zero bytes" : "bytes, not all zero")")]
  }
}
