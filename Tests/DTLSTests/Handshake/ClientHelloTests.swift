import Bytes
import DTLS
import TestSupport
import Testing

@Suite struct ClientHelloTests {
  /// From Mbed TLS 3.6.0 with a connection ID of its own; the first hello, without a cookie.
  let real = hex(
    """
    fefd 6b04d609d4f81ee40521f1631ed609e018e5c00dfbc842a6052296d5903ff95a 00 00 0004 c0a8 00ff 01 00
    0037 0000000e000c0000096c6f63616c686f7374 000d000e000c060306010503050104030401 0036000302cafe
    00160000 00170000 00230000
    """)
  /// Everything of `real` up to the length of its extensions.
  let lengthWithoutExtensions = 2 + 32 + 1 + 1 + 6 + 2

  @Test func decodesARealMessage() throws {
    let message = try ClientHello(bytes: real)
    #expect(message.clientVersion == .dtls12)
    #expect(message.random.bytes == [UInt8](real[2..<34]))
    #expect(message.random.gmtUnixTime == 0x6b04_d609)
    #expect(message.sessionID.isEmpty)
    #expect(message.cookie.isEmpty)
    #expect(message.cipherSuites.map(\.rawValue) == [0xc0a8, 0x00ff])
    #expect(message.compressionMethods == [.null])
    #expect(
      message.extensions.map(\.type) == [
        .serverName, .signatureAlgorithms, .connectionID, .encryptThenMAC, .extendedMasterSecret, .sessionTicket,
      ])
  }

  @Test func decodesACookie() throws {
    let withCookie = [UInt8](real[..<35]) + hex("02 abcd") + [UInt8](real[36...])
    #expect(try ClientHello(bytes: withCookie).cookie == hex("abcd"))
  }

  @Test func everyTruncationFailsButTheOneWithoutExtensions() {
    #expect(truncationsThatDecode(as: ClientHello.self, real) == [lengthWithoutExtensions])
  }

  @Test func noExtensionsAreLegal() throws {
    let message = try ClientHello(bytes: [UInt8](real.prefix(lengthWithoutExtensions)))
    #expect(message.extensions.isEmpty)
  }

  @Test func aTruncationIsNamed() {
    #expect(throws: DecodeError("ClientHello", "random", at: 2, .needs(32, has: 8))) {
      try ClientHello(bytes: [UInt8](real.prefix(10)))
    }
  }

  @Test func trailingBytesAreAnError() {
    #expect(throws: DecodeError("ClientHello", "", at: real.count, .trailingBytes(1))) {
      try ClientHello(bytes: real + [0])
    }
  }

  @Test func halfASuiteIsAnError() {
    let odd = [UInt8](real[..<36]) + hex("0003 c0a800 01 00")
    #expect(throws: DecodeError("ClientHello", "cipher_suites", at: 38, .notMultiple(3, of: 2))) {
      try ClientHello(bytes: odd)
    }
  }

  @Test func unknownNumbersAreValues() throws {
    let unknown = hex("0fff") + [UInt8](real[2..<36]) + hex("0002 eeee 01 77 0004 eeee 0000")
    let message = try ClientHello(bytes: unknown)
    #expect(message.clientVersion.name == nil)
    #expect(message.cipherSuites.map(\.name) == [nil])
    #expect(message.compressionMethods.map(\.description) == ["unknown 119 (0x77)"])
    #expect(message.extensions == [.unknown(ExtensionType(rawValue: 0xeeee), [])])
  }

  @Test func fieldsFollowTheGrammar() throws {
    let fields = try ClientHello(bytes: real).fields
    #expect(
      fields.map(\.name) == [
        "client_version", "random", "session_id", "cookie", "cipher_suites", "compression_methods", "extensions",
      ])
    #expect(fields[0].value == "DTLS 1.2 (0xfefd)")
    #expect(fields[4].children[0] == Field("CipherSuite", "TLS_PSK_WITH_AES_128_CCM_8 (0xc0a8)"))
    #expect(fields[5].children == [Field("CompressionMethod", "NULL (0)")])
    #expect(fields[6].children[2] == Field("connection_id", [Field("cid", "cafe")]))
  }
}
