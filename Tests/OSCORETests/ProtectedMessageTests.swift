import Bytes
import CoAP
import TestSupport
import Testing

@testable import OSCORE

@Suite struct ProtectedMessageTests {
  private func merge(_ options: [Option], code: Code = .post, _ plaintext: String) throws -> Message {
    let outer = Message(
      type: .confirmable, code: code, messageID: 0x1234, token: [9], options: options, payload: [1])
    let bytes = try #require(outer.encode())
    return try ProtectedMessage.merge(MessageView(bytes.span.bytes), plaintext: hex(plaintext))
  }

  @Test func theMessageIsMadeOfBoth() throws {
    // Outside what is for proxies and what is ignored; inside GET, Observe 0, Uri-Path "a".
    let message = try merge(
      [
        Option(.uriHost, Array("h".utf8)), Option(.uriPort, [1]), Option(.observe, [1]), Option(.oscore, [1, 2]),
        Option(.uriPath, Array("outside".utf8)), Option(.maxAge, [7]), Option(.hopLimit, [3]),
        Option(.proxyScheme, Array("coap".utf8)),
      ], "01 60 51 61 ff 78")
    #expect(message.type == .confirmable && message.messageID == 0x1234 && message.token == [9])
    #expect(message.code == .get && message.payload == [0x78])
    let bytes = try #require(message.encode())
    #expect(
      try Message(bytes: bytes).options == [
        Option(.uriHost, Array("h".utf8)), Option(.observe, []), Option(.uriPort, [1]),
        Option(.uriPath, Array("a".utf8)), Option(.hopLimit, [3]), Option(.proxyScheme, Array("coap".utf8)),
      ])
  }

  @Test func aNotificationHasItsNumberFromOutside() throws {
    let outside = [Option(.observe, [0x12, 0x34])]
    #expect(try merge(outside, code: .content, "45 60").options == outside)
    // A number inside stays, and outside alone makes no notification.
    #expect(try merge(outside, code: .content, "45 61 07").options == [Option(.observe, [7])])
    #expect(try merge(outside, code: .content, "45").options.isEmpty)
  }

  @Test func whatIsNoMessageIsAnError() {
    #expect(throws: DecodeError("OSCORE plaintext", "code", at: 0, .needs(1, has: 0))) { try merge([], "") }
    #expect(throws: DecodeError.self) { try merge([], "01 51") }
    #expect(throws: DecodeError.self) { try merge([], "01 f0") }
    #expect(throws: DecodeError.self) { try merge([], "01 ff") }
  }

  @Test func messageThreeOfEDHOCMayComeFirst() throws {
    func sealed(_ options: [Option], _ payload: String) throws -> [UInt8] {
      let message = Message(type: .confirmable, code: .post, messageID: 1, options: options, payload: hex(payload))
      let bytes = try #require(message.encode())
      return [UInt8](ProtectedMessage.sealed(try MessageView(bytes.span.bytes)))
    }
    #expect(try sealed([], "42010203") == hex("42010203"))
    #expect(try sealed([Option(.edhoc, [])], "42010203") == [3])
    // What does not hold it is taken as it is.
    #expect(try sealed([Option(.edhoc, [])], "44010203") == hex("44010203"))
    #expect(try sealed([Option(.edhoc, [])], "010203") == hex("010203"))
  }
}

@Suite struct CBORWriterTests {
  /// RFC 8949 Appendix A.
  @Test func writesItems() {
    func bytes(_ write: (inout CBORWriter) -> Void) -> [UInt8] {
      var writer = CBORWriter()
      write(&writer)
      return writer.bytes
    }
    let integers = [
      (0, "00"), (23, "17"), (24, "1818"), (100, "1864"), (255, "18ff"), (256, "190100"), (1000, "1903e8"),
      (65536, "1b0000000000010000"), (-1, "20"), (-10, "29"), (-100, "3863"), (-1000, "3903e7"),
    ]
    for (value, expected) in integers { #expect(bytes { $0.integer(value) } == hex(expected), "\(value)") }
    #expect(bytes { $0.byteString(hex("01020304")) } == hex("4401020304"))
    #expect(bytes { $0.textString("IETF") } == hex("6449455446"))
    #expect(bytes { $0.array(3) } == [0x83])
    #expect(bytes { $0.null() } == [0xf6])
    #expect(bytes { $0.byteString(Array(repeating: 0, count: 300)) }.prefix(3) == [0x59, 0x01, 0x2c])
  }
}
