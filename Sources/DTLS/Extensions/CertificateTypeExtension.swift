import Bytes

/// Kinds of certificates that the sender can show or check: client_certificate_type and server_certificate_type
/// (RFC 7250 §3).
///
///     struct {
///       select (ClientOrServerExtension) {
///         case client: CertificateType certificate_types<1..2^8-1>;
///         case server: CertificateType certificate_type;
///       };
///     } ClientCertTypeExtension, ServerCertTypeExtension;
package struct CertificateTypeExtension: ExtensionBody {
  package static let structure: StaticString = "CertTypeExtension"

  /// What the client offers, best first, or the one that the server chose.
  package var types: [CertificateType]
}

extension CertificateTypeExtension {
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader, in message: HandshakeType) throws(DecodeError) {
    if message == .clientHello {
      types = try reader.readList8("certificate_types")
    } else {
      types = [CertificateType(rawValue: try reader.readUInt8("certificate_type"))]
    }
    try reader.expectEnd()
  }

  package var fields: [Field] {
    types.map { Field("certificate_type", $0) }
  }
}
