import Bytes
import CoAP
import TestSupport
import Testing

/// Messages of which the capture holds less than was sent.
@Suite struct CutMessageTests {
  /// PUT /light, Uri-Query "a=1", with a payload of 6 bytes.
  static let message = hex("4203 079b 7216 b5 6c69676874 43 613d31 ff 313233343536")

  @Test func whatIsThereIsRead() throws {
    let message = Self.message
    for count in 4..<message.count {
      let bytes = [UInt8](message.prefix(count))
      let view = try MessageView(bytes.span.bytes, length: message.count)
      #expect(view.code == .put && view.messageID == 0x079b)
      #expect(view.missing == message.count - count)
      #expect([UInt8](view.token) == [UInt8](message[4..<min(6, count)]))
      #expect(Message(view).options.count == (count < 12 ? 0 : count < 16 ? 1 : 2))
      #expect([UInt8](view.payload) == [UInt8](count > 17 ? message[17..<count] : []))
      // Up to the payload marker nothing tells how much of what is missing is payload.
      #expect(view.payloadLength == (count < 17 ? nil : 6))
    }
  }

  @Test func theHeaderIsNeeded() {
    for count in 0..<4 {
      let bytes = [UInt8](Self.message.prefix(count))
      #expect(throws: DecodeError.self) { _ = try MessageView(bytes.span.bytes, length: 30).code }
    }
  }

  @Test func whatIsWrongBeforeTheCutIsAnError() {
    for text in ["4901 0001", "4001 0001 f0", "4001 0001 0f", "8001 0001"] {
      let bytes = hex(text)
      #expect(throws: DecodeError.self) { _ = try MessageView(bytes.span.bytes, length: 30).code }
    }
  }

  @Test func withoutACutNothingIsMissing() throws {
    let bytes = Self.message
    for length in [nil, bytes.count] as [Int?] {
      let view = try MessageView(bytes.span.bytes, length: length)
      #expect(view.missing == 0 && view.payloadLength == 6)
    }
    #expect(throws: DecodeError.self) { _ = try MessageView(hex("4001 0001 ff").span.bytes).code }
    #expect(try MessageView(hex("4001 0001").span.bytes).payloadLength == 0)
  }

  @Test func aCutMessageIsRecognizedByWhatIsThere() {
    let bytes = [UInt8](Self.message.prefix(17))
    let isCertain = Plausibility.isCertain(bytes.span.bytes, length: Self.message.count)
    #expect(isCertain)
    let short = Plausibility.isCertain([UInt8](bytes.prefix(4)).span.bytes, length: Self.message.count)
    #expect(!short)
  }
}
