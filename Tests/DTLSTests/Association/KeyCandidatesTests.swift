import Cryptography
import Bytes
import TestSupport
import Testing

@testable import DTLS

@Suite struct KeyCandidatesTests {
  let datagrams = RealSession.mbedTLS.datagrams

  /// The names of the candidates, or why there are none, after these datagrams.
  private func candidates(
    _ datagrams: [(sender: Side, bytes: [UInt8])], keys: [String] = ["esp32c3_id:esp32c3_key"], keyLog: String = "",
    rsaKey: String? = nil
  ) throws -> [String] {
    let conversation = try Conversation(keys: keys, keyLog: keyLog, rsaKey: rsaKey)
    try conversation.play(datagrams)
    return try conversation.association.handshake.keyCandidates(conversation.decryption).map(\.source)
  }

  private func keyLog(of session: RealSession) throws -> String {
    "CLIENT_RANDOM \(Hex.string(try SessionFacts(session).clientHello.random.bytes)) \(session.masterSecret)"
  }

  /// The datagrams up to the client's Finished, with another suite in ServerHello.
  private func selecting(_ suite: UInt16) -> [(sender: Side, bytes: [UInt8])] {
    var datagrams = Array(datagrams[..<4])
    let place = datagrams[3].bytes.indices.dropLast().first { datagrams[3].bytes[$0...].starts(with: hex("c0a8")) }
    guard let place else { return [] }
    datagrams[3].bytes[place] = UInt8(suite >> 8)
    datagrams[3].bytes[place + 1] = UInt8(truncatingIfNeeded: suite)
    return datagrams
  }

  @Test func aKeyOfTheIdentityIsACandidate() throws {
    #expect(try candidates(Array(datagrams[..<5])) == ["psk:esp32c3_id"])
  }

  @Test func theMasterSecretIsThatOfTheSession() throws {
    for session in RealSession.psk {
      let conversation = try Conversation()
      try conversation.play(Array(session.datagrams.prefix(5)))
      let candidates = try conversation.association.handshake.keyCandidates(conversation.decryption)
      #expect(candidates.map { $0.master.withBytes { [UInt8]($0) } } == [hex(session.masterSecret)], "\(session.name)")
    }
  }

  @Test func everyKeyIsTriedInTheOrderOfItsAddition() throws {
    let keys = ["any", "esp32c3_id:one", "other:two", "esp32c3_id:three"]
    #expect(try candidates(Array(datagrams[..<5]), keys: keys) == ["psk:esp32c3_id", "psk:esp32c3_id", "psk:key 1"])
  }

  @Test func keysOfOthersAreTriedWhereThereIsNone() throws {
    #expect(try candidates(Array(datagrams[..<5]), keys: ["b:1", "a:2"]) == ["psk:a", "psk:b"])
  }

  @Test func aKeyLogComesFirst() throws {
    let keyLog = try keyLog(of: .mbedTLS)
    #expect(try candidates(Array(datagrams[..<5]), keyLog: keyLog) == ["keylog", "psk:esp32c3_id"])
    #expect(try candidates(Array(datagrams[..<5]), keys: [], keyLog: keyLog) == ["keylog"])
    #expect(try candidates(Array(datagrams[..<4]), keyLog: keyLog) == ["keylog"])
  }

  @Test func withoutHellosTheHandshakeIsIncomplete() {
    #expect(throws: KeyProblem.handshakeIncomplete) { try candidates([]) }
    #expect(throws: KeyProblem.handshakeIncomplete) { try candidates(Array(datagrams[..<3])) }
    #expect(throws: KeyProblem.handshakeIncomplete) { try candidates([datagrams[3]]) }
    #expect(throws: KeyProblem.handshakeIncomplete) { try candidates(Array(datagrams[..<4])) }
  }

  @Test func aClientKeyExchangeThatWasLostIsNamed() {
    var withoutExchange = datagrams
    withoutExchange[4].bytes = [UInt8](datagrams[4].bytes[37...])
    #expect(throws: KeyProblem.messageMissing(sender: .client, messageSequence: 2)) {
      try candidates(Array(withoutExchange[..<5]), keys: ["esp32c3_key"])
    }
  }

  /// The extended master secret needs every message.
  @Test func aMessageOfTheServerThatWasLostIsNamed() {
    var withoutDone = datagrams
    withoutDone[3].bytes = [UInt8](datagrams[3].bytes.dropLast(25))
    withoutDone[4].bytes = [UInt8](datagrams[4].bytes[..<37])
    #expect(throws: KeyProblem.messageMissing(sender: .server, messageSequence: 2)) {
      try candidates(Array(withoutDone[..<5]))
    }
  }

  @Test func anIdentityWithoutKeyIsNamed() {
    #expect(throws: KeyProblem.noKey(identity: Array("esp32c3_id".utf8))) {
      try candidates(Array(datagrams[..<5]), keys: [])
    }
  }

  @Test(
    arguments: [
      (0x008a, .unsupportedSuite(CipherSuite(rawValue: 0x008a))),
      (0xc08e, .unsupportedSuite(CipherSuite(rawValue: 0xc08e))),
      (0xfefe, .unsupportedSuite(CipherSuite(rawValue: 0xfefe))), (0xc02f, .needsKeyLog(.ecdhe(isAnonymous: false))),
      (0x00aa, .needsKeyLog(.dhePSK)), (0xd001, .needsKeyLog(.ecdhePSK)), (0x00ac, .needsKeyLog(.rsaPSK)),
      (0x003c, .needsKeyLog(.rsa)), (0xc0ff, .needsKeyLog(.ecjpake)),
    ] as [(UInt16, KeyProblem)])
  func aSuiteMayNeedMore(_ suite: UInt16, _ problem: KeyProblem) {
    #expect(throws: problem) { try candidates(selecting(suite)) }
  }

  @Test func otherVersionsAreNotSupported() {
    var datagrams = Array(datagrams[..<5])
    datagrams[3].bytes.replaceSubrange(25...26, with: hex("fefc"))
    #expect(throws: KeyProblem.unsupportedVersion(.dtls13)) { try candidates(datagrams) }
  }

  /// Before RFC 4347 there were two forms of what is authenticated.
  @Test func anEarlierVersionHasTwoCandidatesForAKey() throws {
    var datagrams = Array(datagrams[..<5])
    datagrams[3].bytes.replaceSubrange(25...26, with: hex("0100"))
    #expect(try candidates(datagrams) == ["psk:esp32c3_id", "psk:esp32c3_id"])
  }

  @Test func aResumedSessionNeedsItsMasterSecret() throws {
    let resumed = RealSession.resumed
    #expect(throws: KeyProblem.resumedFromUnknownSession) { try candidates(resumed.datagrams) }
    // Once proven, it is remembered under the session's name as well.
    #expect(try candidates(resumed.datagrams, keyLog: try keyLog(of: resumed)) == ["keylog", "keylog"])
  }

  @Test func aServersKeyIsTried() throws {
    let datagrams = RealSession.rsa.datagrams
    #expect(try candidates(datagrams, rsaKey: RealSession.rsaKey) == ["rsa-key"])
    #expect(throws: KeyProblem.needsKeyLog(.rsa)) { try candidates(datagrams) }
    #expect(throws: KeyProblem.wrongKey(identity: nil, tried: 1)) {
      try candidates(datagrams, rsaKey: RSAPrivateKeyTests().derDigits)
    }
    #expect(throws: KeyProblem.handshakeIncomplete) {
      try candidates(Array(datagrams[..<4]), rsaKey: RealSession.rsaKey)
    }
  }
}
