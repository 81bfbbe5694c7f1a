import Bytes
import DTLS
import TestSupport
import Testing

@Suite struct CertificateStatusRequestTests {
  /// From GnuTLS 3.7.9.
  let example = hex("01 0000 0000")

  @Test func decodes() throws {
    let body = try decode(CertificateStatusRequest.self, example, in: .clientHello)
    #expect(body.statusType == .ocsp)
    #expect(body.request?.responderIDList == [])
    #expect(body.request?.requestExtensions == [])
    #expect(body.fields.map(\.name) == ["status_type", "request"])
  }

  @Test func everyOtherLengthFails() {
    #expect(lengthsThatDecode(as: CertificateStatusRequest.self, example, in: .clientHello) == [])
  }

  @Test func anUnknownNumberIsAValue() throws {
    let body = try decode(CertificateStatusRequest.self, hex("09 aabb"), in: .clientHello)
    #expect(body.statusType?.name == nil && body.opaque == hex("aabb"))
  }

  @Test func respondersAreListed() throws {
    let bytes = hex("01 0003 0001 aa 0001 bb")
    let body = try decode(CertificateStatusRequest.self, bytes, in: .clientHello)
    #expect(body.request?.responderIDList == [hex("aa")])
    #expect(body.request?.requestExtensions == hex("bb"))
    #expect(lengthsThatDecode(as: CertificateStatusRequest.self, bytes, in: .clientHello) == [])
  }

  @Test func aServersAnswerIsEmpty() throws {
    let body = try decode(CertificateStatusRequest.self, [], in: .serverHello)
    #expect(body.statusType == nil)
    #expect(body.fields.isEmpty)
  }

  @Test func aCertificateOfDTLS13HasTheResponse() throws {
    let bytes = hex("01 000002 3000")
    let body = try decode(CertificateStatusRequest.self, bytes, in: .certificate)
    #expect(body.status?.responses == [hex("3000")])
    #expect(lengthsThatDecode(as: CertificateStatusRequest.self, bytes, in: .certificate) == [])
    #expect(body.fields.map(\.name) == ["status_type", "OCSPResponse"])
  }
}
