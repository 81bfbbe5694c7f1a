import Bytes
import DTLS
import TestSupport
import Testing

@Suite struct KeyUpdateTests {
  /// From wolfSSL 5.5.4: a request and its answer.
  @Test func decodesRealMessages() throws {
    #expect(try KeyUpdate(bytes: hex("01")).requestUpdate == .updateRequested)
    #expect(try KeyUpdate(bytes: hex("00")).requestUpdate == .updateNotRequested)
    #expect(try KeyUpdate(bytes: hex("01")).fields == [Field("request_update", "update_requested (1)")])
  }

  @Test func anUnknownRequestIsAValue() throws {
    #expect(try KeyUpdate(bytes: hex("07")).requestUpdate.name == nil)
  }

  @Test func theEmptyAndTheLongMessageFail() {
    #expect(throws: DecodeError("KeyUpdate", "request_update", at: 0, .needs(1, has: 0))) {
      try KeyUpdate(bytes: [])
    }
    #expect(throws: DecodeError("KeyUpdate", "", at: 1, .trailingBytes(1))) { try KeyUpdate(bytes: hex("0000")) }
  }
}
