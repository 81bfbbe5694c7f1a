import Bytes
import DTLS
import TestSupport
import Testing

/// By the grammars of RFC 6066 §8 and RFC 6961 §2.2: no stack at hand sends OCSP responses.
@Suite struct CertificateStatusTests {
  let one = hex("01 000003 300102")
  let several = hex("02 000008 000002 3001 000000")

  @Test func decodesOneResponse() throws {
    let message = try CertificateStatus(bytes: one)
    #expect(message.statusType == .ocsp)
    #expect(message.responses == [hex("300102")])
    #expect(message.fields == [Field("status_type", "ocsp (1)"), Field("OCSPResponse", "300102")])
    #expect(truncationsThatDecode(as: CertificateStatus.self, one).isEmpty)
  }

  @Test func decodesSeveralResponses() throws {
    let message = try CertificateStatus(bytes: several)
    #expect(message.statusType == .ocspMulti)
    #expect(message.responses == [hex("3001"), []])
    #expect(truncationsThatDecode(as: CertificateStatus.self, several).isEmpty)
  }

  @Test func anUnknownTypeKeepsItsBytes() throws {
    let message = try CertificateStatus(bytes: hex("09 aabb"))
    #expect(message.statusType.name == nil)
    #expect(message.opaque == hex("aabb"))
    #expect(message.fields.map(\.value) == ["unknown 9 (0x9)", "aabb"])
  }

  @Test func trailingBytesAreAnError() {
    #expect(throws: DecodeError("CertificateStatus", "", at: 7, .trailingBytes(1))) {
      try CertificateStatus(bytes: one + [0])
    }
  }
}
