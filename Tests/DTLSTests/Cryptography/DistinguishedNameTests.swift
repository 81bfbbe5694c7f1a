import TestSupport
import Testing

@testable import DTLS

@Suite struct DistinguishedNameTests {
  /// CN=Lab CA, as Mbed TLS 3.6.0 names the authority it trusts in CertificateRequest.
  let example = hex("3011 310f 300d 0603550403 0c06 4c6162204341")

  @Test func isText() {
    #expect(DistinguishedName.text(der: example) == "CN=Lab CA")
    #expect(DistinguishedName.text(der: hex("3000")) == "")
  }

  @Test func whatIsCutIsNone() {
    #expect((0..<example.count).allSatisfy { DistinguishedName.text(der: [UInt8](example.prefix($0))) == nil })
  }

  @Test func aLongNameIsCut() throws {
    let value = [UInt8](repeating: 0x61, count: 4000)
    func wrap(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
      [tag, 0x82, UInt8(content.count >> 8), UInt8(content.count & 0xff)] + content
    }
    let der = wrap(0x30, wrap(0x31, wrap(0x30, hex("0603550403") + wrap(0x0c, value))))
    // libcrypto itself may refuse what no certificate may have.
    let text = DistinguishedName.text(der: der)
    #expect(text.map { $0.utf8.count <= DistinguishedName.maximumLength } ?? true)
  }
}
