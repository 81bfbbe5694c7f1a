import Bytes
import DTLS
import TestSupport
import Testing

/// By the grammar of RFC 8446 §4.2.4: no stack at hand sends it.
@Suite struct CertificateAuthoritiesTests {
  let example = hex("0006 0001 30 0001 31")

  @Test func decodes() throws {
    let body = try decode(CertificateAuthorities.self, example, in: .clientHello)
    #expect(body.authorities == [hex("30"), hex("31")])
    #expect(body.fields[0].children[0] == Field("DistinguishedName", "30"))
  }

  @Test func everyOtherLengthFails() {
    #expect(lengthsThatDecode(as: CertificateAuthorities.self, example, in: .clientHello) == [])
  }
}
