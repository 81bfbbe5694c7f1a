import Bytes
import DTLS
import TestSupport
import Testing

/// By the grammar of RFC 6520 §2: no stack at hand sends it.
@Suite struct HeartbeatExtensionTests {
  let example = hex("01")

  @Test func decodes() throws {
    let body = try decode(HeartbeatExtension.self, example, in: .clientHello)
    #expect(body.mode.name == "peer_allowed_to_send")
    #expect(body.fields == [Field("mode", "peer_allowed_to_send (1)")])
  }

  @Test func everyOtherLengthFails() {
    #expect(lengthsThatDecode(as: HeartbeatExtension.self, example, in: .clientHello) == [])
  }

  @Test func anUnknownNumberIsAValue() throws {
    let body = try decode(HeartbeatExtension.self, hex("07"), in: .clientHello)
    #expect(body.mode.name == nil)
  }
}
