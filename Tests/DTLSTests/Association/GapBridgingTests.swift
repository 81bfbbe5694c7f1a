import Bytes
import TestSupport
import Testing

@testable import DTLS

/// Real sessions from which messages were lost.
@Suite struct GapBridgingTests {
  /// The session as an observer has it who missed some records.
  private func play(
    _ session: RealSession, keys: [String] = ["esp32c3_id:esp32c3_key"], keyLog: String = "",
    without isLost: (Side, StoredRecord) throws -> Bool
  ) throws -> Conversation {
    let conversation = try Conversation(keys: keys, keyLog: keyLog)
    for (sender, record) in try session.records where try !isLost(sender, record) { conversation.play(sender, record) }
    return conversation
  }

  /// Whether a record is a handshake message of this type in the clear.
  private func isMessage(_ type: HandshakeType, _ record: StoredRecord) -> Bool {
    record.contentType == .handshake && record.epoch == 0 && record.fragment.first == type.rawValue
  }

  /// Whether a record is a ClientHello with a cookie.
  private func isCookieHello(_ record: StoredRecord) throws -> Bool {
    guard isMessage(.clientHello, record) else { return false }
    let body = [UInt8](record.fragment[HandshakeFragment.headerLength...])
    return try !ClientHello(body.span.bytes).cookie.isEmpty
  }

  /// Whether the conversation is as open as that of an observer who missed nothing.
  private func expectOpen(_ conversation: Conversation, _ session: RealSession, _ comment: Comment) throws {
    let whole = try play(session) { _, _ in false }
    #expect(!whole.applicationData.isEmpty)
    #expect(conversation.applicationData == whole.applicationData, comment)
    #expect(conversation.association.handshake.finished.client?.isVerified == true, comment)
    #expect(conversation.association.handshake.finished.server?.isVerified == true, comment)
    #expect(whole.association.bridgedGaps.isEmpty)
  }

  private func grounds(_ conversation: Conversation) -> [BridgedGap.Ground] {
    conversation.association.bridgedGaps.map(\.ground)
  }

  @Test(arguments: RealSession.psk) func aLostHelloWithCookieIsRebuilt(_ session: RealSession) throws {
    let conversation = try play(session) { _, record in try isCookieHello(record) }
    try expectOpen(conversation, session, "")
    #expect(grounds(conversation) == [.demandedCookie])
    #expect(conversation.association.bridgedGaps.map(\.messageSequence) == [1])
    #expect(conversation.association.handshake.cookieExchange?.isEchoedExactly == true)
    #expect(conversation.association.handshake.streams.client.entry(1) == nil)
  }

  @Test(arguments: RealSession.psk) func aLostServerHelloDoneHasNoBody(_ session: RealSession) throws {
    let conversation = try play(session) { _, record in isMessage(.serverHelloDone, record) }
    try expectOpen(conversation, session, "")
    #expect(grounds(conversation) == [.emptyBody])
    #expect(conversation.association.handshake.streams.server.last(.serverHelloDone) == nil)
  }

  @Test(arguments: RealSession.psk) func aLostClientKeyExchangeHasASuppliedIdentity(_ session: RealSession) throws {
    let keys = ["another:key", "esp32c3_id:wrong", "esp32c3_id:esp32c3_key"]
    let conversation = try play(session, keys: keys) { _, record in isMessage(.clientKeyExchange, record) }
    try expectOpen(conversation, session, "")
    #expect(grounds(conversation) == [.suppliedKey])
    #expect(conversation.association.handshake.pskIdentity == Array("esp32c3_id".utf8))
    #expect(conversation.association.handshake.streams.client.last(.clientKeyExchange) == nil)
    #expect(conversation.association.keySource == "psk:esp32c3_id")
  }

  @Test(arguments: RealSession.psk) func lostChangeCipherSpecsFollowFromTheEpochs(_ session: RealSession) throws {
    let conversation = try play(session) { _, record in record.contentType == .changeCipherSpec }
    try expectOpen(conversation, session, "")
    #expect(conversation.association.bridgedGaps == Side.allCases.map(BridgedGap.init(changeCipherSpecFrom:)))
  }

  /// The server's Finished proves the client's.
  @Test(arguments: RealSession.psk) func aLostFinishedFollowsFromTheKeys(_ session: RealSession) throws {
    let conversation = try play(session) { sender, record in
      sender == .client && record.epoch == 1 && record.contentType == .handshake
    }
    #expect(conversation.applicationData == (try play(session) { _, _ in false }.applicationData))
    #expect(grounds(conversation) == [.masterSecret])
    #expect(conversation.association.handshake.finished.client == nil)
    #expect(conversation.association.handshake.finished.server?.isVerified == true)
  }

  @Test(arguments: RealSession.psk) func severalGapsAreBridgedTogether(_ session: RealSession) throws {
    let conversation = try play(session) { _, record in
      try isCookieHello(record) || isMessage(.serverHelloDone, record) || isMessage(.clientKeyExchange, record)
        || record.contentType == .changeCipherSpec
    }
    try expectOpen(conversation, session, "")
    let grounds = grounds(conversation)
    #expect(grounds.count == 5 && Set(grounds) == [.demandedCookie, .emptyBody, .suppliedKey, .epochChange])
  }

  /// Keys that no message is bound to are proven by a record; what the message held, by Finished alone.
  @Test func withoutFinishedTheIdentityIsNotProven() throws {
    let session = try #require(RealSession.aead.last)
    let conversation = try play(session) { _, record in
      isMessage(.clientKeyExchange, record) || (record.epoch == 1 && record.contentType == .handshake)
    }
    #expect(conversation.applicationData.count == 2)
    #expect(grounds(conversation) == [.suppliedKey])
    #expect(conversation.association.bridgedGaps.first?.pskIdentity == nil)
    #expect(conversation.association.handshake.pskIdentity == nil)
  }

  /// A key without identity opens where the messages do not matter.
  @Test func aKeyWithoutIdentityOpensUnboundSessions() throws {
    let session = try #require(RealSession.aead.last)
    let unbound = try play(session, keys: ["esp32c3_key"]) { _, record in isMessage(.clientKeyExchange, record) }
    #expect(unbound.applicationData.count == 2)
    #expect(unbound.association.handshake.pskIdentity == nil)
    let bound = try play(.mbedTLS, keys: ["esp32c3_key"]) { _, record in isMessage(.clientKeyExchange, record) }
    #expect(bound.applicationData.isEmpty)
    #expect(bound.association.bridgedGaps.isEmpty)
    #expect(bound.association.keyProblem == .messageMissing(sender: .client, messageSequence: 2))
  }

  private func keyLog(of session: RealSession) throws -> String {
    "CLIENT_RANDOM \(Hex.string(try SessionFacts(session).clientHello.random.bytes)) \(session.masterSecret)\n"
  }

  private func lines(_ count: Int) -> String {
    (0..<count).map { number in
      "CLIENT_RANDOM " + String(repeating: "0", count: 60) + String(number + 0x1000, radix: 16) + " "
        + String(repeating: "11", count: 48) + "\n"
    }.joined()
  }

  @Test(arguments: RealSession.psk + [.rsa, .resumed])
  func aLostClientHelloIsFoundInTheKeyLog(_ session: RealSession) throws {
    let keyLog = lines(Handshake.maximumKeyLogLines - 1) + (try keyLog(of: session))
    let conversation = try play(session, keys: [], keyLog: keyLog) { _, record in
      isMessage(.clientHello, record) || isMessage(.helloVerifyRequest, record)
    }
    #expect(conversation.applicationData.count >= 2)
    let random = try SessionFacts(session).clientHello.random.bytes
    #expect(grounds(conversation) == [.keyLog(clientRandom: random)])
    #expect(conversation.association.handshake.clientHello == nil)
    #expect(conversation.association.keySource == "keylog")
  }

  @Test func aKeyLogWithoutTheSessionBridgesNothing() throws {
    let conversation = try play(.mbedTLS, keys: [], keyLog: lines(1000)) { _, record in
      isMessage(.clientHello, record)
    }
    #expect(conversation.applicationData.isEmpty)
    #expect(conversation.association.bridgedGaps.isEmpty)
    #expect(conversation.association.bridgeTrials <= Association.maximumBridgeTrials + 1)
    #expect(conversation.association.keyProblem == .handshakeIncomplete)
  }

  @Test func aMessageThatComesLateIsNoGap() throws {
    let session = RealSession.mbedTLS
    let conversation = try play(session) { _, record in isMessage(.serverHelloDone, record) }
    #expect(grounds(conversation) == [.emptyBody])
    #expect(conversation.association.takeNewlyBridged().map(\.ground) == [.emptyBody])
    #expect(conversation.association.takeNewlyBridged().isEmpty)
    let late = try #require(try session.records.first { isMessage(.serverHelloDone, $0.record) })
    conversation.play(.server, late.record)
    #expect(grounds(conversation).isEmpty)
  }

  @Test(arguments: [["esp32c3_id:wrong"], ["another:esp32c3_key"], []])
  func withoutTheKeyNothingIsBridged(_ keys: [String]) throws {
    let conversation = try play(.mbedTLS, keys: keys) { _, record in
      try isCookieHello(record) || isMessage(.serverHelloDone, record) || isMessage(.clientKeyExchange, record)
    }
    #expect(conversation.association.bridgedGaps.isEmpty)
    #expect(conversation.association.newlyBridged.isEmpty)
    #expect(conversation.applicationData.isEmpty)
    #expect(conversation.association.handshake.pskIdentity == nil)
  }

  /// What is lost besides what can be inferred leaves the session closed.
  @Test func aLostServerHelloIsNotBridged() throws {
    let conversation = try play(.mbedTLS) { _, record in isMessage(.serverHello, record) }
    #expect(conversation.association.bridgedGaps.isEmpty)
    #expect(conversation.applicationData.isEmpty)
  }

  /// Ways to fill the gaps are tried only so often, however many records and keys there are.
  @Test func trialsAreBounded() throws {
    let keys = (0..<200).map { "identity \($0):key" }
    let conversation = try play(.mbedTLS, keys: keys) { _, record in
      isMessage(.clientKeyExchange, record) || record.contentType == .applicationData
    }
    var record = try #require(try RealSession.mbedTLS.records.last { $0.sender == .client }?.record)
    for number in 2..<400 as Range<UInt64> {
      record.sequenceNumber = number
      conversation.play(.client, record)
    }
    #expect(conversation.association.bridgeTrials >= Association.maximumBridgeTrials)
    #expect(conversation.association.bridgeTrials <= Association.maximumBridgeTrials + Keyring.maximumForeignKeys)
    let handshake = conversation.association.handshake
    #expect(
      handshake.bridgings(conversation.decryption.keyring, hasClientSwitched: true).count <= Handshake.maximumBridgings)
  }
}
