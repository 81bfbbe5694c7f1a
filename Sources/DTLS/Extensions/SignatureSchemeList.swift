import Bytes

/// Signatures that the sender can check (RFC 8446 §4.2.3, RFC 5246 §7.4.1.4.1).
///
///     struct {
///       SignatureScheme supported_signature_algorithms<2..2^16-2>;
///     } SignatureSchemeList;
package struct SignatureSchemeList: Structure, ExtensionBody {
  package static let structure: StaticString = "SignatureSchemeList"

  /// The schemes, best first.
  package var supportedSignatureAlgorithms: [SignatureScheme]
}

extension SignatureSchemeList {
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader) throws(DecodeError) {
    supportedSignatureAlgorithms = try reader.readList16("supported_signature_algorithms")
    try reader.expectEnd()
  }

  package var fields: [Field] {
    [Field("supported_signature_algorithms", "SignatureScheme", supportedSignatureAlgorithms)]
  }
}
