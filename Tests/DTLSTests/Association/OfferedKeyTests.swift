import TestSupport
import Testing

@testable import DTLS

/// What the binders of a ClientHello prove (RFC 8446 §4.2.11.2), from the ClientHello alone.
@Suite struct OfferedKeyTests {
  private func offered(
    _ session: DTLS13Session = .plain, keys: [String], playing order: [Int] = [0]
  ) throws -> [OfferedKey] {
    let conversation = try Conversation(keys: keys)
    for index in order { try conversation.play([session.datagrams[index]]) }
    return conversation.association.handshake.offeredKeys
  }

  @Test func theKeyOfTheIdentityIsProven() throws {
    let keys = try offered(keys: ["esp32c3_id:esp32c3_key"])
    #expect(keys.count == 1)
    #expect(keys[0].identity == Array("esp32c3_id".utf8) && keys[0].isExternal)
    #expect(keys[0].binder == .verified(source: "psk:esp32c3_id", isOfIdentity: true))
    #expect(
      try offered(keys: ["nonsense", "esp32c3_key"])[0].binder == .verified(source: "psk:key 2", isOfIdentity: true))
  }

  @Test func aKeyOfAnotherIdentityIsNamed() throws {
    let keys = try offered(keys: ["esp32c3_id:wrong", "other:esp32c3_key"])
    #expect(keys.map(\.binder) == [.verified(source: "psk:other", isOfIdentity: false)])
  }

  @Test func wrongKeysAreProvenWrong() throws {
    #expect(try offered(keys: ["esp32c3_id:wrong", "wrong too"]).map(\.binder) == [.refuted(tried: 2)])
    #expect(try offered(keys: ["other:wrong"]).map(\.binder) == [.noKey])
    #expect(try offered(keys: []).map(\.binder) == [.noKey])
  }

  /// The binder of the second ClientHello covers a digest of the first one and the HelloRetryRequest.
  @Test func theSecondClientHelloIsVerifiedOnItsOwn() throws {
    let session = DTLS13Session.retry
    let verified = OfferedKey.Binder.verified(source: "psk:esp32c3_id", isOfIdentity: true)
    let keys = ["esp32c3_id:esp32c3_key"]
    #expect(try offered(session, keys: keys, playing: [0, 1, 2]).map(\.binder) == [verified])
    // Altered, only the second one is refuted.
    let conversation = try Conversation()
    try conversation.play(Array(session.datagrams[..<2]))
    #expect(conversation.association.handshake.offeredKeys.map(\.binder) == [verified])
    var (sender, altered) = session.datagrams[2]
    altered[altered.count - 1] ^= 1
    try conversation.play(sender, altered)
    #expect(conversation.association.handshake.offeredKeys.map(\.binder) == [.refuted(tried: 1)])
  }

  @Test func whatCannotBeCheckedIsLeftOpen() throws {
    let keys = ["esp32c3_id:esp32c3_key"]
    #expect(try offered(.retry, keys: keys, playing: [2]).map(\.binder) == [.unchecked])
    #expect(try offered(.retry, keys: keys, playing: [1, 2]).map(\.binder) == [.unchecked])
    // What the first one proved stands without the HelloRetryRequest.
    #expect(
      try offered(.retry, keys: keys, playing: [0, 2]).map(\.binder)
        == [.verified(source: "psk:esp32c3_id", isOfIdentity: true)])
  }

  @Test func everyBitOfTheHelloIsCovered() throws {
    let (sender, hello) = DTLS13Session.plain.datagrams[0]
    for index in stride(from: 27, to: hello.count, by: 7) {
      var altered = hello
      altered[index] ^= 4
      let conversation = try Conversation()
      try conversation.play(sender, altered)
      let binders = conversation.association.handshake.offeredKeys.map(\.binder)
      #expect(binders.allSatisfy { if case .verified = $0 { false } else { true } }, "byte \(index)")
    }
  }

  /// A client that offers more keys than are checked costs no more.
  @Test func soManyBindersAreChecked() throws {
    var identities: [UInt8] = []
    var binders: [UInt8] = []
    for number in 0..<UInt8(20) {
      identities += [0, 1, number, 0, 0, 0, 0]
      binders += [32] + [UInt8](repeating: number, count: 32)
    }
    let body = Packets.bytes16(identities.count) + identities + Packets.bytes16(binders.count) + binders
    let extensions = hex("0029") + Packets.bytes16(body.count) + body
    let conversation = try Conversation(keys: ["some key"])
    try conversation.play(.client, Records.clientHello(extensions: extensions))
    let found = conversation.association.handshake.offeredKeys.map(\.binder)
    #expect(Handshake.maximumCheckedBinders == 8)
    #expect(
      found.prefix(8).allSatisfy { $0 == .refuted(tried: 1) } && found.dropFirst(8).allSatisfy { $0 == .unchecked })
    #expect(found.count == 20)
  }
}
