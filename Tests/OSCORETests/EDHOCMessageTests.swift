import Bytes
import CoAP
import TestSupport
import Testing

@testable import OSCORE

@Suite struct EDHOCMessageTests {
  private static let key = "8af6f430ebe18d34184017a9a11bf511c8dff8f834730b96c1b7c8dbca2fc3b6"

  private func decode(
    _ payload: String, format: UInt16? = 65, code: Code = .post, path: [String] = [".well-known", "edhoc"]
  ) throws -> EDHOCMessage? {
    var message = Message(
      type: .confirmable, code: code, messageID: 1, options: path.map { Option(.uriPath, Array($0.utf8)) },
      payload: hex(payload))
    if let format { message.options.append(Option(.contentFormat, [UInt8(format)])) }
    let bytes = try #require(message.encode())
    return EDHOCMessage(try MessageView(bytes.span.bytes))
  }

  /// message_1 of RFC 9529 §3.2, which has cipher suites 6 and 2, and §2.2, which has the one.
  @Test func decodesTheMessages() throws {
    #expect(
      try decode("f5 03 820602 5820\(Self.key) 37")
        == .message1(method: 3, suites: [6, 2], keyLength: 32, connectionID: [0x37]))
    #expect(
      try decode("f5 00 00 5820\(Self.key) 2d")
        == .message1(method: 0, suites: [0], keyLength: 32, connectionID: [0x2d]))
    #expect(
      try decode("f5 00 1818 5820\(Self.key) 42abcd 01")
        == .message1(method: 0, suites: [24], keyLength: 32, connectionID: [0xab, 0xcd]))
    #expect(
      try decode("582a\(Self.key)00010203040506070809", format: 64, code: .changed, path: [])
        == .message2(length: 42))
    #expect(try decode("27 4401020304") == .message3(length: 4))
    #expect(try decode("41ab 4401020304", format: nil) == .message3(length: 4))
    #expect(try decode("48e14d6699cee24828", format: 64, code: .changed, path: []) == .message4(length: 8))
  }

  @Test func decodesErrors() throws {
    func error(_ payload: String) throws -> EDHOCMessage? {
      try decode(payload, format: 64, code: .badRequest, path: [])
    }
    #expect(try error("01 63626164") == .error(code: 1, suites: nil, text: "bad"))
    #expect(try error("02 820203") == .error(code: 2, suites: [2, 3], text: nil))
    #expect(try error("02 02") == .error(code: 2, suites: [2], text: nil))
    #expect(try error("03 f5") == .error(code: 3, suites: nil, text: nil))
    #expect(try error("00") == .error(code: 0, suites: nil, text: nil))
    // An unknown number is a value.
    #expect(try error("1903e8 01") == .error(code: 1000, suites: nil, text: nil))
  }

  @Test func otherMessagesAreNone() throws {
    #expect(try decode("27 4401020304", format: 60) == nil)
    #expect(try decode("27 4401020304", format: nil, path: ["edhoc"]) == nil)
    #expect(try decode("27 4401020304", format: nil, path: [".well-known", "edhoc", "x"]) == nil)
    #expect(try decode("27 4401020304", format: nil, path: [".well-known"]) == nil)
    #expect(try decode("27 4401020304", format: nil, code: .changed) == nil)
    #expect(try decode("") == nil)
  }

  @Test func whatBreaksTheFormatIsSaid() throws {
    let whole = hex("f503820602 5820\(Self.key) 37")
    for count in 1..<whole.count {
      let decoded = try decode(Hex.string(whole.prefix(count)))
      // METHOD with nothing or one item behind it reads like an error.
      if case .error? = decoded {
        #expect(count == 2 || count == 5, "\(count)")
      } else {
        guard case .malformed? = decoded else {
          Issue.record("\(count): \(decoded as Any)")
          continue
        }
      }
    }
    for payload in [
      "f5 f5", "f5 a0", "f5 03 6161 40 01", "f5 03 00 00 00", "f5 03 00 40 1864", "f5 1bffffffffffffffff",
      // A length beyond the end, and an array that claims more than there can be.
      "27 5affffffff", "f5 03 9a7fffffff",
    ] {
      guard case .malformed? = try decode(payload) else {
        Issue.record("\(payload)")
        continue
      }
    }
  }

  @Test func fieldsHaveTheirNames() throws {
    let message = try #require(try decode("f5 03 820602 5820\(Self.key) 37"))
    #expect(message.name == "message_1")
    #expect(
      message.fields.map { "\($0.name) \($0.value)" } == [
        "METHOD 3 (static DH keys)", "SUITES_I 6, 2", "G_X 32 bytes", "C_I 37",
      ])
  }
}
