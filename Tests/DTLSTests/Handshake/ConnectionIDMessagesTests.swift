import Bytes
import DTLS
import TestSupport
import Testing

/// NewConnectionId and RequestConnectionId, by the grammar of RFC 9147 §9: no stack at hand sends them.
@Suite struct ConnectionIDMessagesTests {
  let new = hex("0005 02 cafe 01 aa 01")

  @Test func decodesNewConnectionIDs() throws {
    let message = try NewConnectionID(bytes: new)
    #expect(message.cids == [hex("cafe"), hex("aa")])
    #expect(message.usage == .spare)
    #expect(
      message.fields == [
        Field("cids", [Field("ConnectionId", "cafe"), Field("ConnectionId", "aa")]),
        Field("usage", "cid_spare (1)"),
      ])
    #expect(truncationsThatDecode(as: NewConnectionID.self, new).isEmpty)
  }

  @Test func decodesARequest() throws {
    let message = try RequestConnectionID(bytes: hex("03"))
    #expect(message.numCIDs == 3)
    #expect(message.fields == [Field("num_cids", "3")])
    #expect(truncationsThatDecode(as: RequestConnectionID.self, hex("03")).isEmpty)
  }

  @Test func anUnknownUsageIsAValue() throws {
    #expect(try NewConnectionID(bytes: hex("0000 09")).usage.name == nil)
  }

  @Test func trailingBytesAreAnError() {
    #expect(throws: DecodeError("NewConnectionId", "", at: 8, .trailingBytes(1))) {
      try NewConnectionID(bytes: new + [0])
    }
    #expect(throws: DecodeError("RequestConnectionId", "", at: 1, .trailingBytes(1))) {
      try RequestConnectionID(bytes: hex("0300"))
    }
  }
}
