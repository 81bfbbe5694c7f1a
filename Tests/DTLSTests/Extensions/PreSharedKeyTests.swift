import Bytes
import DTLS
import TestSupport
import Testing

@Suite struct PreSharedKeyTests {
  /// From wolfSSL 5.5.4: the identity "nobody".
  let offer = hex(
    "000c 0006 6e6f626f6479 00000000 0021 20 7b39eee585ddd5af9a29b6aa5f272619eb2c799a1b29ee25aab56338ae71a72e")

  @Test func decodesARealOffer() throws {
    guard case .offered(let psks) = try decode(PreSharedKey.self, offer, in: .clientHello) else {
      Issue.record("no offer")
      return
    }
    #expect(psks.identities.map(\.identity) == [[UInt8]("nobody".utf8)])
    #expect(psks.identities.map(\.obfuscatedTicketAge) == [0])
    #expect(psks.binders == [[UInt8](offer.suffix(32))])
    #expect(psks.bindersByteCount == 35)
    #expect(psks.fields.map(\.name) == ["identities", "binders"])
    #expect(psks.fields[0].children[0].children[0] == Field("identity", "nobody"))
    #expect(lengthsThatDecode(as: PreSharedKey.self, offer, in: .clientHello) == [])
  }

  /// From wolfSSL 5.5.4.
  @Test func decodesARealAnswer() throws {
    let body = try decode(PreSharedKey.self, hex("0000"), in: .serverHello)
    #expect(body == .selected(identity: 0))
    #expect(body.fields == [Field("selected_identity", "0")])
    #expect(lengthsThatDecode(as: PreSharedKey.self, hex("0000"), in: .serverHello) == [])
  }
}
