import Bytes
import DTLS
import TestSupport
import Testing

/// By the grammar of RFC 6962 §3.3: no stack at hand sends it.
@Suite struct SignedCertificateTimestampListTests {
  let example = hex("0004 0002 abcd")

  @Test func decodes() throws {
    let body = try decode(SignedCertificateTimestampList.self, example, in: .serverHello)
    #expect(body.sctList == [hex("abcd")])
    #expect(body.fields[0].children == [Field("SerializedSCT", "abcd")])
  }

  @Test func everyOtherLengthFails() {
    #expect(lengthsThatDecode(as: SignedCertificateTimestampList.self, example, in: .serverHello) == [])
  }

  @Test(arguments: [HandshakeType.clientHello, .certificateRequest]) func aRequestIsEmpty(message: HandshakeType) throws
  {
    #expect(try decode(SignedCertificateTimestampList.self, [], in: message).fields.isEmpty)
  }
}
