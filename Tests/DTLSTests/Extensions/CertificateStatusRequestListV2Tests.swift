import Bytes
import DTLS
import TestSupport
import Testing

/// By the grammar of RFC 6961 §2.2: no stack at hand sends it.
@Suite struct CertificateStatusRequestListV2Tests {
  let example = hex("0007 02 0004 0000 0000")

  @Test func decodes() throws {
    let body = try decode(CertificateStatusRequestListV2.self, example, in: .clientHello)
    #expect(body.certificateStatusReqList.map(\.statusType) == [.ocspMulti])
    #expect(body.certificateStatusReqList[0].request?.responderIDList == [])
    #expect(body.fields.map(\.name) == ["certificate_status_req_list"])
  }

  @Test func everyOtherLengthFails() {
    #expect(lengthsThatDecode(as: CertificateStatusRequestListV2.self, example, in: .clientHello) == [])
  }

  @Test func anUnknownNumberIsAValue() throws {
    let body = try decode(CertificateStatusRequestListV2.self, hex("0005 09 0002 aabb"), in: .clientHello)
    #expect(body.certificateStatusReqList[0].opaque == hex("aabb"))
  }

  @Test func aServersAnswerIsEmpty() throws {
    #expect(try decode(CertificateStatusRequestListV2.self, [], in: .serverHello).fields.isEmpty)
  }
}
