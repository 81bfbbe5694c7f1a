import Bytes

/// The client wants to know whether the certificate is revoked (RFC 6066 §8).
///
///     struct {
///       CertificateStatusType status_type;
///       select (status_type) {
///         case ocsp: OCSPStatusRequest;
///       } request;
///     } CertificateStatusRequest;
package struct CertificateStatusRequest: ExtensionBody {
  package static let structure: StaticString = "CertificateStatusRequest"

  /// The form of the answer; nil in a ServerHello or CertificateRequest, where the extension is empty.
  package var statusType: CertificateStatusType?
  /// What an OCSP responder is to be told.
  package var request: OCSPStatusRequest?
  /// The answer itself, with a certificate of DTLS 1.3 (RFC 8446 §4.4.2.1).
  package var status: CertificateStatus?
  /// The request of an unknown type.
  package var opaque: [UInt8] = []
}

extension CertificateStatusRequest {
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader, in message: HandshakeType) throws(DecodeError) {
    if message == .certificate {
      let status = try CertificateStatus(decoding: &reader)
      statusType = status.statusType
      self.status = status
    } else if message == .clientHello || !reader.isAtEnd {
      statusType = CertificateStatusType(rawValue: try reader.readUInt8("status_type"))
      if statusType == .ocsp {
        request = try OCSPStatusRequest(decoding: &reader)
      } else {
        opaque = reader.readRemaining()
      }
    }
    try reader.expectEnd()
  }

  package var fields: [Field] {
    if let status { return status.fields }
    let type = statusType.map { [Field("status_type", $0)] } ?? []
    let rest = opaque.isEmpty ? [] : [Field("request", opaque)]
    return type + (request.map { [Field("request", $0.fields)] } ?? rest)
  }
}

/// What an OCSP responder is to be told (RFC 6066 §8).
///
///     struct {
///       ResponderID responder_id_list<0..2^16-1>;
///       Extensions request_extensions;
///     } OCSPStatusRequest;
package struct OCSPStatusRequest: FieldsShowing, Hashable, Sendable {
  /// Responders that the client trusts, in DER; none means those that the server knows.
  package var responderIDList: [[UInt8]]
  /// OCSP extensions in DER.
  package var requestExtensions: [UInt8]
}

extension OCSPStatusRequest {
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader) throws(DecodeError) {
    responderIDList = []
    var list = try reader.readVector16("responder_id_list")
    while !list.isAtEnd { responderIDList.append(try list.readOpaque16("responder_id_list")) }
    requestExtensions = try reader.readOpaque16("request_extensions")
  }

  package var fields: [Field] {
    [Field("responder_id_list", "ResponderID", responderIDList), Field("request_extensions", requestExtensions)]
  }
}
