import Bytes

/// Whether the certificate is revoked, as its issuer says (RFC 6066 §8, RFC 6961 §2.2).
///
///     struct {
///       CertificateStatusType status_type;
///       select (status_type) {
///         case ocsp: opaque OCSPResponse<1..2^24-1>;
///         case ocsp_multi: OCSPResponse ocsp_response_list<1..2^24-1>;
///       } response;
///     } CertificateStatus;
package struct CertificateStatus: Structure, FieldsShowing, Hashable, Sendable {
  package static let structure: StaticString = "CertificateStatus"

  /// The form of the response.
  package var statusType: CertificateStatusType
  /// OCSP responses in DER; one for `ocsp`, for `ocsp_multi` one a certificate, empty where there is none.
  package var responses: [[UInt8]]
  /// The response of an unknown type.
  package var opaque: [UInt8]
}

extension CertificateStatus {
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader) throws(DecodeError) {
    statusType = CertificateStatusType(rawValue: try reader.readUInt8("status_type"))
    responses = []
    opaque = []
    switch statusType {
    case .ocsp:
      responses.append(try reader.readOpaque24("OCSPResponse"))
    case .ocspMulti:
      var list = try reader.readVector24("ocsp_response_list")
      while !list.isAtEnd { responses.append(try list.readOpaque24("OCSPResponse")) }
    default:
      opaque = reader.readRemaining()
    }
    try reader.expectEnd()
  }

  package var fields: [Field] {
    let rest = opaque.isEmpty ? [] : [Field("response", opaque)]
    return [Field("status_type", statusType)] + responses.map { Field("OCSPResponse", $0) } + rest
  }
}

/// How the revocation of a certificate is told (IANA "TLS Certificate Status Types").
package struct CertificateStatusType: RegisteredNumber {
  package let rawValue: UInt8

  package init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  package static let ocsp = CertificateStatusType(rawValue: 1)
  package static let ocspMulti = CertificateStatusType(rawValue: 2)

  package static let names: [UInt8: String] = [
    1: "ocsp",
    2: "ocsp_multi",
  ]
}
