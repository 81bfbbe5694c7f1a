import Bytes
import DTLS
import TestSupport
import Testing

@Suite struct ServerHelloTests {
  /// From Mbed TLS 3.6.0 with a connection ID.
  let real = hex(
    """
    fefd 6b04d60a012e5c4f7fb16ca887ef2bf5d0e8d29414f0318497bb4ddae902bddb 00 c0a8 00
    0015 ff01000100 0036000403beef01 00170000 00230000
    """)
  /// From wolfSSL 5.5.4: a HelloRetryRequest of DTLS 1.3 that asks for a cookie.
  let retry = hex(
    """
    fefd cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c 00 1301 00
    004f 002b0002fefc 002c00450043
    206c00310ca9758e2ab0840d5dfb90ea0f987e4c1486670941636c5442fe65f8
    2613019d29d47c45a9e9bdc06a5618173c8073bddfd4fd21d0a3448d2e64d17a7a992f
    """)

  @Test func decodesARealMessage() throws {
    let message = try ServerHello(bytes: real)
    #expect(message.serverVersion == .dtls12)
    #expect(message.negotiatedVersion == .dtls12)
    #expect(message.random.bytes == [UInt8](real[2..<34]))
    #expect(message.sessionID.isEmpty)
    #expect(message.cipherSuite.name == "TLS_PSK_WITH_AES_128_CCM_8")
    #expect(message.compressionMethod == .null)
    #expect(
      message.extensions.map(\.type) == [.renegotiationInfo, .connectionID, .extendedMasterSecret, .sessionTicket])
    #expect(!message.isHelloRetryRequest)
  }

  @Test func decodesARealHelloRetryRequest() throws {
    let message = try ServerHello(bytes: retry)
    #expect(message.isHelloRetryRequest)
    #expect(message.serverVersion == .dtls12)
    #expect(message.negotiatedVersion == .dtls13)
    guard case .cookie(let cookie) = message.extensions.first(.cookie) else {
      Issue.record("no cookie")
      return
    }
    #expect(cookie.cookie.count == 67)
  }

  @Test func aHelloRetryRequestNamesAGroupWithoutAKey() throws {
    let message = try ServerHello(bytes: [UInt8](retry[..<38]) + hex("0006 00330002001d"))
    #expect(message.extensions == [.keyShare(.selectedGroup(.x25519))])
  }

  @Test func everyTruncationFailsButTheOneWithoutExtensions() throws {
    #expect(truncationsThatDecode(as: ServerHello.self, real) == [38])
    #expect(try ServerHello(bytes: [UInt8](real.prefix(38))).extensions.isEmpty)
  }

  @Test func aTruncationIsNamed() {
    #expect(throws: DecodeError("ServerHello", "cipher_suite", at: 35, .needs(2, has: 1))) {
      try ServerHello(bytes: [UInt8](real.prefix(36)))
    }
  }

  @Test func trailingBytesAreAnError() {
    #expect(throws: DecodeError("ServerHello", "", at: real.count, .trailingBytes(1))) {
      try ServerHello(bytes: real + [0])
    }
  }

  @Test func unknownNumbersAreValues() throws {
    let message = try ServerHello(bytes: hex("0fff") + [UInt8](real[2..<35]) + hex("eeee 77"))
    #expect(message.serverVersion.name == nil)
    #expect(message.cipherSuite.name == nil)
    #expect(message.compressionMethod.name == nil)
  }

  @Test func fieldsFollowTheGrammar() throws {
    #expect(
      try ServerHello(bytes: real).fields.map(\.name) == [
        "server_version", "random", "session_id", "cipher_suite", "compression_method", "extensions",
      ])
  }
}
