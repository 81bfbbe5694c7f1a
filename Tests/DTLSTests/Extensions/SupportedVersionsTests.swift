import Bytes
import DTLS
import TestSupport
import Testing

@Suite struct SupportedVersionsTests {
  /// By the grammar of RFC 8446 §4.2.1; wolfSSL 5.5.4 offers DTLS 1.3 alone.
  let example = hex("04 fefc fefd")

  @Test func decodes() throws {
    let body = try decode(SupportedVersions.self, example, in: .clientHello)
    #expect(body.versions == [.dtls13, .dtls12])
    #expect(body.fields[0] == Field("ProtocolVersion", "DTLS 1.3 (0xfefc)"))
  }

  @Test func everyOtherLengthFails() {
    #expect(lengthsThatDecode(as: SupportedVersions.self, example, in: .clientHello) == [])
  }

  @Test func anUnknownNumberIsAValue() throws {
    let body = try decode(SupportedVersions.self, hex("02 0fff"), in: .clientHello)
    #expect(body.versions.map(\.name) == [nil])
  }

  /// From wolfSSL 5.5.4.
  @Test(arguments: [HandshakeType.serverHello, .helloRetryRequest]) func aServerNamesOne(message: HandshakeType) throws
  {
    #expect(try decode(SupportedVersions.self, hex("fefc"), in: message).versions == [.dtls13])
    #expect(lengthsThatDecode(as: SupportedVersions.self, hex("fefc"), in: message) == [])
  }
}
