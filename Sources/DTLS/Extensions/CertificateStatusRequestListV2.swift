import Bytes

/// The client wants to know whether the certificates of the chain are revoked (RFC 6961 §2.2).
///
///     struct {
///       CertificateStatusRequestItemV2 certificate_status_req_list<1..2^16-1>;
///     } CertificateStatusRequestListV2;
package struct CertificateStatusRequestListV2: ExtensionBody {
  package static let structure: StaticString = "CertificateStatusRequestListV2"

  /// Forms of the answer, best first; none in a ServerHello, which only confirms.
  package var certificateStatusReqList: [CertificateStatusRequestItemV2]
}

extension CertificateStatusRequestListV2 {
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader, in message: HandshakeType) throws(DecodeError) {
    certificateStatusReqList = []
    if message != .clientHello, reader.isAtEnd { return }
    var list = try reader.readVector16("certificate_status_req_list")
    while !list.isAtEnd { certificateStatusReqList.append(try CertificateStatusRequestItemV2(decoding: &list)) }
    try reader.expectEnd()
  }

  package var fields: [Field] {
    let items = certificateStatusReqList.map { Field("CertificateStatusRequestItemV2", $0.fields) }
    return items.isEmpty ? [] : [Field("certificate_status_req_list", items)]
  }
}

/// One form of the answer (RFC 6961 §2.2).
///
///     struct {
///       CertificateStatusType status_type;
///       uint16 request_length;
///       select (status_type) {
///         case ocsp, ocsp_multi: OCSPStatusRequest;
///       } request;
///     } CertificateStatusRequestItemV2;
package struct CertificateStatusRequestItemV2: FieldsShowing, Hashable, Sendable {
  /// The form of the answer.
  package var statusType: CertificateStatusType
  /// What the responder is to be told; nil for an unknown form.
  package var request: OCSPStatusRequest?
  /// The request of an unknown form.
  package var opaque: [UInt8] = []
}

extension CertificateStatusRequestItemV2 {
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader) throws(DecodeError) {
    statusType = CertificateStatusType(rawValue: try reader.readUInt8("status_type"))
    var body = try reader.readVector16("request")
    if statusType == .ocsp || statusType == .ocspMulti {
      request = try OCSPStatusRequest(decoding: &body)
    } else {
      opaque = body.readRemaining()
    }
    try body.expectEnd()
  }

  package var fields: [Field] {
    [Field("status_type", statusType), request.map { Field("request", $0.fields) } ?? Field("request", opaque)]
  }
}
