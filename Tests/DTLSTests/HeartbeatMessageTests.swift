import Bytes
import DTLS
import TestSupport
import Testing

@Suite struct HeartbeatMessageTests {
  /// The form of RFC 6520 §4: a request with two bytes and the least padding.
  let example = hex("01 0002 abcd \(String(repeating: "00", count: 16))")

  @Test func decodes() throws {
    let message = try HeartbeatMessage(bytes: example)
    #expect(message.payload == hex("abcd"))
    #expect(message.padding.count == 16)
    #expect(message.fields[0] == Field("type", "heartbeat_request (1)"))
    #expect(message.fields[1] == Field("payload_length", "2"))
  }

  /// The padding is what is left: all that follows the payload can be cut.
  @Test func aCutPayloadFails() {
    #expect(truncationsThatDecode(as: HeartbeatMessage.self, example) == Array(5..<example.count))
  }

  /// CVE-2014-0160: a payload_length beyond the record.
  @Test func aPayloadBeyondTheRecordIsAnError() {
    #expect(throws: DecodeError("HeartbeatMessage", "payload", at: 3, .needs(0x4000, has: 0))) {
      try HeartbeatMessage(bytes: hex("01 4000"))
    }
  }

  @Test func anUnknownTypeIsAValue() throws {
    #expect(try HeartbeatMessage(bytes: hex("09 0000")).fields[0].value == "unknown 9 (0x9)")
  }
}
