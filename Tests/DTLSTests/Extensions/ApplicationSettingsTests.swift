import Bytes
import DTLS
import TestSupport
import Testing

@Suite struct ApplicationSettingsTests {
  /// What Chrome offers: settings for h2.
  let example = hex("0003 02 6832")

  @Test func decodes() throws {
    let body = try decode(ApplicationSettings.self, example, in: .clientHello)
    #expect(body == .supportedProtocols([Array("h2".utf8)]))
    #expect(body.fields == [Field("supported_protocols", [Field("ProtocolName", "h2")])])
  }

  @Test func everyOtherLengthFails() {
    #expect(lengthsThatDecode(as: ApplicationSettings.self, example, in: .clientHello) == [])
  }

  @Test func theServersAreOpaque() throws {
    let body = try decode(ApplicationSettings.self, hex("abcd"), in: .encryptedExtensions)
    #expect(body == .settings(hex("abcd")))
    #expect(body.fields == [Field("settings", "abcd")])
  }
}
