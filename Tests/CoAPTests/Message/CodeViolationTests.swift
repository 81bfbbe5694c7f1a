import Bytes
import CoAP
import TestSupport
import Testing

@Suite struct CodeViolationTests {
  private func violation(_ text: String) throws -> String? {
    try MessageView(hex(text).span.bytes).codeViolation?.description
  }

  @Test(arguments: [
    ("5000 1234", "NON does not carry 0.00 Empty"), ("7045 1234", "RST does not carry 2.05 Content"),
    ("6001 1234", "ACK does not carry 0.01 GET"), ("7001 1234", "RST does not carry 0.01 GET"),
    ("6008 1234", "ACK does not carry 0.08"),
    ("4020 1234", "class 1 of code 1.00 is reserved"), ("5061 1234", "class 3 of code 3.01 is reserved"),
    ("60c2 1234", "class 6 of code 6.02 is reserved"), ("40e1 1234", "code 7.01 is a signal of reliable transports"),
  ])
  func aCodeThatAMessageMustNotHaveIsNamed(_ message: String, _ words: String) throws {
    #expect(try violation(message) == words + ": the receiver rejects the message")
  }

  @Test(arguments: [
    "4000 1234", "6000 1234", "7000 1234", "4001 1234", "5001 1234", "4045 1234", "5045 1234", "6045 1234",
    // Unknown methods and statuses are allowed.
    "4008 1234", "4055 1234", "6055 1234",
  ])
  func theOthersAreNone(_ message: String) throws {
    #expect(try violation(message) == nil)
  }

  @Test(arguments: [
    ("4001 0001 d1 0a 07", "Block2", "the receiver answers 4.00 Bad Request"),
    ("4003 0001 d1 0e 0f", "Block1", "the receiver answers 4.00 Bad Request"),
    ("5001 0001 d1 0a 07", "Block2", "the receiver answers 4.00 Bad Request"),
    ("6045 0001 d1 0a 07", "Block2", "the receiver rejects the response"),
    ("5045 0001 d1 0a 07", "Block2", "the receiver rejects the message"),
  ])
  func aReservedBlockSizeIsNamed(_ message: String, _ option: String, _ reaction: String) throws {
    let violations = OptionViolation.list(in: try MessageView(hex(message).span.bytes))
    #expect(violations.map(\.description) == ["\(option) has size exponent 7, which is reserved: \(reaction)"])
  }

  @Test func theLargestSizeIsFine() throws {
    #expect(OptionViolation.list(in: try MessageView(hex("4001 0001 d1 0a 06").span.bytes)).isEmpty)
  }
}
