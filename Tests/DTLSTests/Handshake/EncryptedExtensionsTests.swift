import Bytes
import DTLS
import TestSupport
import Testing

@Suite struct EncryptedExtensionsTests {
  /// From wolfSSL 5.5.4: nothing.
  @Test func decodesARealMessage() throws {
    #expect(try EncryptedExtensions(bytes: hex("0000")).extensions.isEmpty)
  }

  @Test func extensionsHaveTheServersForm() throws {
    let bytes = hex("0015 0000 0000 0014 0001 02 000a 0004 0002 0017 002a 0000")
    let message = try EncryptedExtensions(bytes: bytes)
    #expect(message.extensions.map(\.type) == [.serverName, .serverCertificateType, .supportedGroups, .earlyData])
    #expect(message.extensions.serverCertificateTypes == [.rawPublicKey])
    #expect(truncationsThatDecode(as: EncryptedExtensions.self, bytes).isEmpty)
    #expect(message.fields.map(\.name) == ["extensions"])
  }

  @Test func trailingBytesAreAnError() {
    #expect(throws: DecodeError("EncryptedExtensions", "", at: 2, .trailingBytes(1))) {
      try EncryptedExtensions(bytes: hex("0000 00"))
    }
  }
}
