import Bytes
import DTLS
import Testing

@Suite struct ProtocolVersionTests {
  @Test(
    arguments: [
      (.dtls10, 0xfeff, "DTLS 1.0"), (.dtls12, 0xfefd, "DTLS 1.2"), (.dtls13, 0xfefc, "DTLS 1.3"),
      (.openSSLPreRFC, 0x0100, "DTLS 1.0 (OpenSSL 0x0100)"),
    ] as [(ProtocolVersion, UInt16, String)])
  func row(_ version: ProtocolVersion, _ number: UInt16, _ name: String) {
    #expect(version.rawValue == number)
    #expect(version.name == name)
    #expect(ProtocolVersion(rawValue: number) == version)
  }

  @Test func everyRowIsTested() {
    #expect(ProtocolVersion.names.count == 4)
  }

  @Test(arguments: [0x0303, 0xfefe, 0xfe00, 0xffff] as [UInt16]) func anUnknownNumberIsAValue(_ number: UInt16) {
    #expect(ProtocolVersion(rawValue: number).name == nil)
    #expect(ProtocolVersion(rawValue: number).rawValue == number)
  }
}
