import Bytes

/// The server wants the client to show a certificate (RFC 5246 §7.4.4; DTLS 1.0, RFC 4346 §7.4.4, has no
/// supported_signature_algorithms).
///
///     struct {
///       ClientCertificateType certificate_types<1..2^8-1>;
///       SignatureAndHashAlgorithm supported_signature_algorithms<2..2^16-2>;
///       DistinguishedName certificate_authorities<0..2^16-1>;
///     } CertificateRequest;
package struct CertificateRequest: ContextualStructure, FieldsShowing, Hashable, Sendable {
  package static let structure: StaticString = "CertificateRequest"

  /// Kinds of certificates that will do.
  package var certificateTypes: [ClientCertificateType]
  /// Signatures that the server can check, best first; nil in DTLS 1.0.
  package var supportedSignatureAlgorithms: [SignatureScheme]?
  /// Names of acceptable issuers in DER; none means any.
  package var certificateAuthorities: [[UInt8]]
}

extension CertificateRequest {
  /// Decodes a message in the form that `context` tells.
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader, context: DecodingContext) throws(DecodeError) {
    certificateTypes = try reader.readList8("certificate_types")
    supportedSignatureAlgorithms =
      context.signaturesNameAlgorithms ? try reader.readList16("supported_signature_algorithms") : nil
    certificateAuthorities = try reader.readDistinguishedNames("certificate_authorities")
    try reader.expectEnd()
  }

  package var fields: [Field] {
    let algorithms =
      supportedSignatureAlgorithms.map {
        [Field("supported_signature_algorithms", "SignatureAndHashAlgorithm", $0)]
      } ?? []
    return [Field("certificate_types", "ClientCertificateType", certificateTypes)] + algorithms
      + [Field("certificate_authorities", distinguishedNames: certificateAuthorities)]
  }
}

/// The server wants the client to show a certificate, in DTLS 1.3 (RFC 8446 §4.3.2).
///
///     struct {
///       opaque certificate_request_context<0..2^8-1>;
///       Extension extensions<2..2^16-1>;
///     } CertificateRequest;
package struct CertificateRequest13: Structure, FieldsShowing, Hashable, Sendable {
  package static let structure: StaticString = "CertificateRequest"

  /// What the client's Certificate must echo; empty but after the handshake.
  package var certificateRequestContext: [UInt8]
  /// What the certificate must be like.
  package var extensions: [Extension]
}

extension CertificateRequest13 {
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader) throws(DecodeError) {
    certificateRequestContext = try reader.readOpaque8("certificate_request_context")
    extensions = try reader.readExtensions(in: .certificateRequest)
    try reader.expectEnd()
  }

  package var fields: [Field] {
    [
      Field("certificate_request_context", certificateRequestContext),
      Field("extensions", extensions.map(\.field)),
    ]
  }
}

extension ByteReader {
  /// The elements of a `DistinguishedName field<0..2^16-1>`, each an `opaque DistinguishedName<1..2^16-1>` in DER.
  @_lifetime(self: copy self)
  mutating func readDistinguishedNames(_ field: StaticString) throws(DecodeError) -> [[UInt8]] {
    var list = try readVector16(field)
    var names: [[UInt8]] = []
    while !list.isAtEnd { names.append(try list.readOpaque16(field)) }
    return names
  }
}

extension Field {
  /// A list of names in DER, each with what it says.
  init(_ name: String, distinguishedNames: [[UInt8]]) {
    self.init(
      name,
      distinguishedNames.map { der in
        let text = DistinguishedName.text(der: der)
        return Field("DistinguishedName", Hex.string(der), text.map { [Field("RDNSequence", $0)] } ?? [])
      })
  }
}
