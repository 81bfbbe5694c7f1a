import Bytes

/// The sender's certificate chain or raw public key.
///
/// Up to DTLS 1.2 (RFC 5246 §7.4.2, RFC 7250 §3):
///
///     struct {
///       select (certificate_type) {
///         case RawPublicKey: opaque ASN.1_subjectPublicKeyInfo<1..2^24-1>;
///         case X509: ASN.1Cert certificate_list<0..2^24-1>;
///       };
///     } Certificate;
///
/// In DTLS 1.3 (RFC 8446 §4.4.2):
///
///     struct {
///       opaque certificate_request_context<0..2^8-1>;
///       CertificateEntry certificate_list<0..2^24-1>;
///     } Certificate;
package struct Certificate: ContextualStructure, FieldsShowing, Hashable, Sendable {
  package static let structure: StaticString = "Certificate"

  /// What the CertificateRequest gave to be echoed; nil up to DTLS 1.2.
  package var certificateRequestContext: [UInt8]?
  /// What the entries hold.
  package var certificateType: CertificateType
  /// The sender's own certificate first; one entry for a raw public key, none if the sender has no certificate.
  package var certificateList: [CertificateEntry]
}

extension Certificate {
  /// Decodes a message in the form that `context` tells.
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader, context: DecodingContext) throws(DecodeError) {
    if context.isDTLS13 {
      certificateRequestContext = try reader.readOpaque8("certificate_request_context")
      certificateType = context.certificateType ?? .x509
      certificateList = []
      var list = try reader.readVector24("certificate_list")
      while !list.isAtEnd { certificateList.append(try CertificateEntry(decoding: &list)) }
    } else {
      certificateType = context.certificateType ?? (Self.holdsRawPublicKey(reader.unread) ? .rawPublicKey : .x509)
      certificateList = []
      if certificateType == .rawPublicKey {
        certificateList.append(CertificateEntry(data: try reader.readOpaque24("ASN.1_subjectPublicKeyInfo")))
      } else {
        var list = try reader.readVector24("certificate_list")
        while !list.isAtEnd {
          certificateList.append(CertificateEntry(data: try list.readOpaque24("ASN.1Cert")))
        }
      }
    }
    try reader.expectEnd()
  }

  /// Whether the first byte after the length begins an ASN.1 SEQUENCE: as the length of a first certificate it would
  /// mean three megabytes.
  private static func holdsRawPublicKey(_ message: RawSpan) -> Bool {
    message.byte(at: 3) == 0x30
  }

  /// The DER encoding of each certificate, or of the one SubjectPublicKeyInfo.
  package var chain: [[UInt8]] { certificateList.map(\.data) }

  package var fields: [Field] {
    let context = certificateRequestContext.map { [Field("certificate_request_context", $0)] } ?? []
    if certificateType == .rawPublicKey, context.isEmpty {
      return chain.map { Field("ASN.1_subjectPublicKeyInfo", Hex.string($0), contents(of: $0)) }
    }
    let entry = certificateType == .rawPublicKey ? "ASN1_subjectPublicKeyInfo" : "ASN.1Cert"
    return context + [Field("certificate_list", certificateList.map { $0.field(entry, contents(of: $0.data)) })]
  }
}

/// One certificate or key of a chain (RFC 8446 §4.4.2).
///
///     struct {
///       select (certificate_type) {
///         case RawPublicKey: opaque ASN1_subjectPublicKeyInfo<1..2^24-1>;
///         case X509: opaque cert_data<1..2^24-1>;
///       };
///       Extension extensions<0..2^16-1>;
///     } CertificateEntry;
package struct CertificateEntry: Hashable, Sendable {
  /// A certificate or a SubjectPublicKeyInfo in DER.
  package var data: [UInt8]
  /// None up to DTLS 1.2.
  package var extensions: [Extension] = []
}

extension CertificateEntry {
  @_lifetime(reader: copy reader)
  fileprivate init(decoding reader: inout ByteReader) throws(DecodeError) {
    data = try reader.readOpaque24("cert_data")
    extensions = try reader.readExtensions(in: .certificate)
  }

  fileprivate func field(_ name: String, _ contents: [Field]) -> Field {
    let extensions = extensions.isEmpty ? [] : [Field("extensions", extensions.map(\.field))]
    return Field(name, Hex.string(data), contents + extensions)
  }
}
