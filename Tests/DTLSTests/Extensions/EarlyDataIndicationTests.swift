import Bytes
import DTLS
import TestSupport
import Testing

/// By the grammar of RFC 8446 §4.2.10: no stack at hand sends it.
@Suite struct EarlyDataIndicationTests {
  let example = hex("00004000")

  @Test func decodes() throws {
    let body = try decode(EarlyDataIndication.self, example, in: .newSessionTicket)
    #expect(body.maxEarlyDataSize == 16384)
    #expect(body.fields == [Field("max_early_data_size", "16384")])
  }

  @Test func everyOtherLengthFails() {
    #expect(lengthsThatDecode(as: EarlyDataIndication.self, example, in: .newSessionTicket) == [])
  }

  @Test func elsewhereItIsEmpty() throws {
    #expect(try decode(EarlyDataIndication.self, [], in: .clientHello).fields.isEmpty)
    #expect(throws: DecodeError("EarlyDataIndication", "", at: 0, .trailingBytes(1))) {
      try decode(EarlyDataIndication.self, [0], in: .encryptedExtensions)
    }
  }
}
