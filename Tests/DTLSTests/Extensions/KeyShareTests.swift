import Bytes
import DTLS
import TestSupport
import Testing

@Suite struct KeyShareTests {
  /// By the grammar of RFC 8446 §4.2.8, with keys shorter than real ones.
  let shares = hex("000b 001d 0002 abcd 0017 0001 04")

  @Test func decodesAnOffer() throws {
    guard case .clientShares(let entries) = try decode(KeyShare.self, shares, in: .clientHello) else {
      Issue.record("no offer")
      return
    }
    #expect(entries.map(\.group) == [.x25519, .secp256r1])
    #expect(entries.map(\.keyExchange) == [hex("abcd"), hex("04")])
    #expect(lengthsThatDecode(as: KeyShare.self, shares, in: .clientHello) == [])
  }

  @Test func decodesAnAnswer() throws {
    let bytes = hex("001d 0002 abcd")
    let body = try decode(KeyShare.self, bytes, in: .serverHello)
    #expect(body.fields[0].children == [Field("group", "x25519 (0x001d)"), Field("key_exchange", "abcd")])
    #expect(lengthsThatDecode(as: KeyShare.self, bytes, in: .serverHello) == [])
  }

  @Test func aHelloRetryRequestNamesAGroup() throws {
    let body = try decode(KeyShare.self, hex("001d"), in: .helloRetryRequest)
    #expect(body == .selectedGroup(.x25519))
    #expect(body.fields == [Field("selected_group", "x25519 (0x001d)")])
    #expect(lengthsThatDecode(as: KeyShare.self, hex("001d"), in: .helloRetryRequest) == [])
  }

  @Test func anUnknownGroupIsAValue() throws {
    let body = try decode(KeyShare.self, hex("eeee"), in: .helloRetryRequest)
    #expect(body == .selectedGroup(NamedGroup(rawValue: 0xeeee)))
  }
}
