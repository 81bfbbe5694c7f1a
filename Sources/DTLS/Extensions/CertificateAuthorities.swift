import Bytes

/// Issuers of certificates that the sender accepts (RFC 8446 §4.2.4).
///
///     struct {
///       DistinguishedName authorities<3..2^16-1>;
///     } CertificateAuthoritiesExtension;
package struct CertificateAuthorities: Structure, ExtensionBody {
  package static let structure: StaticString = "CertificateAuthoritiesExtension"

  /// Names of the issuers in DER.
  package var authorities: [[UInt8]]
}

extension CertificateAuthorities {
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader) throws(DecodeError) {
    authorities = try reader.readDistinguishedNames("authorities")
    try reader.expectEnd()
  }

  package var fields: [Field] {
    [Field("authorities", distinguishedNames: authorities)]
  }
}
