import Bytes
import CoAP
import TestSupport
import Testing

@Suite struct OptionViolationTests {
  private func violations(_ text: String) throws -> [OptionViolation] {
    let bytes = hex(text)
    return OptionViolation.list(in: try MessageView(bytes.span.bytes))
  }

  @Test func aRealRequestBreaksNoRule() throws {
    #expect(try violations("41 03 c825 01 b4 626c6f62 d1 03 0c d2 14 0880 d4 db 8b48c51c ff 6c").isEmpty)
  }

  @Test func unknownElectiveOptionsBreakNoRule() throws {
    #expect(try violations("4001 0001 a1 00 e1 fddf 00").isEmpty)
  }

  @Test func aWrongLength() throws {
    #expect(
      try violations("4001 0001 73 001634") == [
        OptionViolation(number: .uriPort, index: 0, rule: .length(3, allowed: 0...2), reaction: .answerBadOption)
      ])
    #expect(
      try violations("4001 0001 51 00").map(\.description)
        == ["If-None-Match has 1 byte, 0 are allowed: the receiver answers 4.02 Bad Option"])
    #expect(
      try violations("5045 0001 40").map(\.description)
        == ["ETag has 0 bytes, 1 to 8 are allowed: the receiver ignores the option"])
  }

  @Test func aRepetition() throws {
    #expect(try violations("4001 0001 b1 61 01 62").isEmpty)
    #expect(
      try violations("4001 0001 b1 61 61 00 01 00") == [
        OptionViolation(number: .accept, index: 2, rule: .repeated, reaction: .answerBadOption)
      ])
  }

  @Test func severalETagsAreForRequests() throws {
    #expect(try violations("4001 0001 41 01 01 02").isEmpty)
    #expect(
      try violations("6045 0001 41 01 01 02").map(\.description)
        == ["ETag occurs again, once is allowed: the receiver ignores the option"])
  }

  @Test func anUnknownCriticalOptionByContext() throws {
    let reactions: [(String, OptionViolation.Reaction)] = [
      ("4001 0001 d1 0000", .answerBadOption), ("5001 0001 d1 0000", .rejectMessage),
      ("4045 0001 d1 0000", .rejectResponse), ("6045 0001 d1 0000", .rejectResponse),
      ("5045 0001 d1 0000", .rejectMessage),
    ]
    for (bytes, reaction) in reactions {
      #expect(
        try violations(bytes) == [
          OptionViolation(number: OptionNumber(rawValue: 13), index: 0, rule: .unknownCritical, reaction: reaction)
        ])
    }
    #expect(
      try violations("4001 0001 d1 0000").map(\.description)
        == ["critical option 13 is unknown: the receiver answers 4.02 Bad Option"])
  }

  @Test func anOptionOfTheOtherKindOfMessage() throws {
    #expect(
      try violations("6045 0001 b1 61") == [
        OptionViolation(number: .uriPath, index: 0, rule: .undefined(.content), reaction: .rejectResponse)
      ])
    #expect(
      try violations("4001 0001 81 61").map(\.description)
        == ["Location-Path is not defined for 0.01: the receiver ignores the option"])
  }

  @Test func anEmptyMessageHasNone() throws {
    #expect(try violations("7000 0001").isEmpty)
  }
}
