import Bytes
import CoAP
import TestSupport
import Testing

@Suite struct MalformedMessageTests {
  /// From libcoap: GET /time with a Request-Tag.
  let real = hex("40 01 1587 b4 74696d65 e4 000c 8430cf41")

  private func malformed(_ bytes: [UInt8]) -> MalformedMessage? {
    guard case .malformed(let message) = MessageDecoding.decode(bytes.span.bytes) else { return nil }
    return message
  }

  @Test func aSoundMessageIsDecoded() throws {
    let decoded = MessageDecoding.decode(real.span.bytes)
    #expect(decoded == .message(try Message(bytes: real)))
  }

  @Test func keepsWhatStandsBeforeTheError() throws {
    let message = try #require(malformed([UInt8](real.dropLast())))
    #expect(message.version == 1)
    #expect(message.type == .confirmable)
    #expect(message.code == .get)
    #expect(message.messageID == 0x1587)
    #expect(message.token == [])
    #expect(message.options == [Option(.uriPath, Array("time".utf8))])
    #expect(message.error.description == "CoAP.Option Value at 12: needs 4, has 3")
  }

  @Test func keepsTheOptionsBeforeAnEmptyPayload() throws {
    let message = try #require(malformed(real + [0xff]))
    #expect(message.options.map(\.number) == [.uriPath, .requestTag])
    #expect(message.error == DecodeError("CoAP", "Payload", at: 17, .invalid("empty after the payload marker")))
  }

  @Test func keepsTheHeaderOfABadToken() throws {
    let message = try #require(malformed(hex("4901 1587 000000000000000000")))
    #expect(message.messageID == 0x1587)
    #expect(message.token == nil)
    #expect(message.options.isEmpty)
  }

  @Test func readsNoMoreOfAnotherVersion() throws {
    let message = try #require(malformed(hex("a045 1234")))
    #expect(message.version == 2)
    #expect(message.type == .acknowledgement)
    #expect(message.code == nil)
  }

  @Test func aHeaderCutShortIsKeptAsFarAsItGoes() throws {
    #expect(try #require(malformed([])).version == nil)
    let message = try #require(malformed(hex("5045 12")))
    #expect(message.code == .content)
    #expect(message.messageID == nil)
  }

  @Test func everyTruncationIsOneOrTheOther() {
    for length in 0..<real.count {
      let bytes = [UInt8](real.prefix(length))
      let isSound = (try? Message(bytes: bytes)) != nil
      #expect((malformed(bytes) == nil) == isSound)
    }
  }

  /// Every byte of a message in every value: what decodes survives the round trip, and looking at it does no harm.
  @Test func anyByteMayBeWrong() throws {
    var lost: [[UInt8]] = []
    for index in real.indices {
      for value in UInt8.min...UInt8.max {
        var bytes = real
        bytes[index] = value
        guard case .message(let message) = MessageDecoding.decode(bytes.span.bytes) else { continue }
        let again = try message.encode().map { try Message(bytes: $0) }
        if again != message { lost.append(bytes) }
        _ = OptionViolation.list(in: try MessageView(bytes.span.bytes))
        _ = (message.path, message.query, message.options.map { $0.decoded(in: message.code).description })
      }
    }
    #expect(lost.isEmpty)
  }
}
