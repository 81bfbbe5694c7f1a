import Bytes

/// The server's answers to extensions that do not decide the keys (RFC 8446 §4.3.1).
///
///     struct {
///       Extension extensions<0..2^16-1>;
///     } EncryptedExtensions;
package struct EncryptedExtensions: Structure, FieldsShowing, Hashable, Sendable {
  package static let structure: StaticString = "EncryptedExtensions"

  /// The extensions in the order of the wire.
  package var extensions: [Extension]
}

extension EncryptedExtensions {
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader) throws(DecodeError) {
    extensions = try reader.readExtensions(in: .encryptedExtensions)
    try reader.expectEnd()
  }

  package var fields: [Field] {
    [Field("extensions", extensions.map(\.field))]
  }
}
