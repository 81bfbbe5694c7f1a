import Bytes
import CoAP
import TestSupport
import Testing

@Suite struct MessageTests {
  /// From libcoap, the first block of a PUT, its payload cut short: Uri-Path, Block1, Size1, Request-Tag.
  let real = hex("41 03 c825 01 b4 626c6f62 d1 03 0c d2 14 0880 d4 db 8b48c51c ff 6c696e65")

  @Test func decodesARealRequest() throws {
    let message = try Message(bytes: real)
    #expect(
      message
        == Message(
          type: .confirmable, code: .put, messageID: 0xc825, token: [1],
          options: [
            Option(.uriPath, Array("blob".utf8)), Option(.block1, [0x0c]), Option(.size1, [8, 0x80]),
            Option(.requestTag, hex("8b48c51c")),
          ],
          payload: Array("line".utf8)))
    #expect(message.options.map { $0.decoded().description } == ["blob", "0/1/256", "2176", "0x8b48c51c"])
  }

  /// RFC 7252 figures 16 and 17.
  @Test func decodesTheExamplesOfTheRFC() throws {
    let request = try Message(bytes: hex("40 01 7d34 bb 74656d7065726174757265"))
    #expect(request.type == .confirmable)
    #expect(request.code == .get)
    #expect(request.path == "/temperature")
    #expect(request.payload.isEmpty)
    let response = try Message(bytes: hex("61 45 7d35 20 ff 32322e332043"))
    #expect(response.type == .acknowledgement)
    #expect(response.code == .content)
    #expect(response.token == [0x20])
    #expect(response.options.isEmpty)
    #expect(response.payload == Array("22.3 C".utf8))
  }

  @Test func decodesAnEmptyMessage() throws {
    let message = try Message(bytes: hex("6000 0cf8"))
    #expect(message == Message(type: .acknowledgement, code: .empty, messageID: 0x0cf8))
  }

  /// A message can end after its token, between two options, and within its payload.
  @Test func everyOtherTruncationFails() {
    let decodable = (0..<real.count).filter { (try? Message(bytes: [UInt8](real.prefix($0)))) != nil }
    #expect(decodable == [5, 10, 13, 17, 23, 25, 26, 27])
  }

  @Test(
    arguments: [
      ("", DecodeError("CoAP", "Ver", at: 0, .needs(1, has: 0))),
      ("40", DecodeError("CoAP", "Code", at: 1, .needs(1, has: 0))),
      ("4001 00", DecodeError("CoAP", "Message ID", at: 2, .needs(2, has: 1))),
      ("0001 0000", DecodeError("CoAP", "Ver", at: 0, .outOfRange(0, allowed: 1...1))),
      ("8001 0000", DecodeError("CoAP", "Ver", at: 0, .outOfRange(2, allowed: 1...1))),
      ("4401 0000 0102", DecodeError("CoAP", "Token", at: 4, .needs(4, has: 2))),
      ("4901 0000 000000000000000000", DecodeError("CoAP", "TKL", at: 0, .invalid("9 to 12 are reserved"))),
      ("4c01 0000 000000000000000000000000", DecodeError("CoAP", "TKL", at: 0, .invalid("9 to 12 are reserved"))),
      ("4f01 0000", DecodeError("CoAP", "TKL", at: 0, .invalid("15 is reserved"))),
      ("4d01 0000", DecodeError("CoAP", "Token Length", at: 4, .needs(1, has: 0))),
      ("4d01 0000 00 0000", DecodeError("CoAP", "Token", at: 5, .needs(13, has: 2))),
      ("4e01 0000 00", DecodeError("CoAP", "Token Length", at: 4, .needs(2, has: 1))),
      ("4001 0000 ff", DecodeError("CoAP", "Payload", at: 5, .invalid("empty after the payload marker"))),
      ("4001 0000 f0", DecodeError("CoAP", "Option Delta", at: 4, .invalid("15 is reserved for the payload marker"))),
      ("4001 0000 0f", DecodeError("CoAP", "Option Length", at: 4, .invalid("15 is reserved"))),
      ("4001 0000 d0", DecodeError("CoAP", "Option Delta", at: 5, .needs(1, has: 0))),
      ("4001 0000 e0 00", DecodeError("CoAP", "Option Delta", at: 5, .needs(2, has: 1))),
      ("4001 0000 0d", DecodeError("CoAP", "Option Length", at: 5, .needs(1, has: 0))),
      ("4001 0000 b5 6c69", DecodeError("CoAP", "Option Value", at: 5, .needs(5, has: 2))),
      ("4001 0000 10 e0 feff", DecodeError("CoAP", "Option Delta", at: 5, .outOfRange(65549, allowed: 0...65535))),
    ] as [(String, DecodeError)])
  func aBrokenMessageIsNamed(_ bytes: String, _ error: DecodeError) {
    #expect(throws: error) { try Message(bytes: hex(bytes)) }
  }

  @Test func unknownNumbersAreValues() throws {
    let message = try Message(bytes: hex("50 2a 0001 e1 fe d1 07"))
    #expect(message.code.name == nil)
    #expect(message.options == [Option(OptionNumber(rawValue: 65502), [7])])
    #expect(message.options[0].number.name == nil)
  }

  @Test func theLastOptionNumberIsLegal() throws {
    #expect(try Message(bytes: hex("5001 0001 e0 fef2")).options == [Option(OptionNumber(rawValue: 65535), [])])
    #expect(throws: DecodeError.self) { try Message(bytes: hex("5001 0001 e0 fef3")) }
    #expect(throws: DecodeError.self) { try Message(bytes: hex("5001 0001 e0 fef2 10")) }
  }

  @Test(arguments: [0, 1, 12, 13, 14, 268, 269, 270, 1034, 65535])
  func lengthsOfValuesSurviveTheRoundTrip(_ length: Int) throws {
    let message = Message(
      type: .nonConfirmable, code: .post, messageID: 7,
      options: [Option(.uriPath, Array(repeating: 0x61, count: length)), Option(.uriPath, [])], payload: [1])
    #expect(try Message(bytes: try #require(message.encode())) == message)
  }

  @Test(arguments: [0, 1, 12, 13, 14, 268, 269, 270, 65535] as [UInt16])
  func numbersOfOptionsSurviveTheRoundTrip(_ number: UInt16) throws {
    let message = Message(
      type: .confirmable, code: .get, messageID: 7, options: [Option(OptionNumber(rawValue: number), [1, 2])])
    #expect(try Message(bytes: try #require(message.encode())) == message)
  }

  @Test(arguments: [0, 8, 13, 268, 269, 65804])
  func lengthsOfTokensSurviveTheRoundTrip(_ length: Int) throws {
    let message = Message(
      type: .confirmable, code: .get, messageID: 7, token: Array(repeating: 0x5a, count: length), payload: [0xff])
    #expect(try Message(bytes: try #require(message.encode())) == message)
  }

  @Test func encodesWhatItDecoded() throws {
    #expect(try Message(bytes: real).encode() == real)
  }

  @Test func encodesOptionsInAscendingOrder() throws {
    let message = Message(
      type: .confirmable, code: .get, messageID: 1,
      options: [Option(.uriQuery, [2]), Option(.uriPath, [1]), Option(.uriPath, [0])])
    #expect(message.encode() == hex("4001 0001 b1 01 01 00 41 02"))
  }

  @Test func aFieldBeyondTheFormatIsNotEncoded() {
    let long = Array(repeating: UInt8(0), count: Message.maximumFieldLength + 1)
    #expect(Message(type: .confirmable, code: .get, messageID: 1, token: long).encode() == nil)
    let options = [Option(.uriPath, long)]
    #expect(Message(type: .confirmable, code: .get, messageID: 1, options: options).encode() == nil)
  }
}
