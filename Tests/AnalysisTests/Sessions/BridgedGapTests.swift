import Bytes
import TestSupport
import Testing

@testable import Analysis
@testable import DTLS

/// What is said of gaps that were bridged, and of sessions that seemed to end.
@Suite struct BridgedGapTests {
  private let key = "esp32c3_id:esp32c3_key"

  /// The packets and titles of what was bridged, as it was told.
  private func told(_ heard: Recorder) -> [String] {
    heard.notices.compactMap { packet, session, notice in
      guard case .bridged(let gap) = notice else { return nil }
      return "\(packet) in \(session ?? 0): \(gap.title)"
    }
  }

  @Test func whatIsBridgedIsToldWithTheRecordThatProvesIt() throws {
    #expect(
      told(try analyze("gap-all", key)) == [
        "4 in 1: client_hello (seq 1) of the client", "4 in 1: server_hello_done (seq 2) of the server",
        "4 in 1: client_key_exchange (seq 2) of the client",
      ])
    #expect(told(try analyze("lossy-drop-ch2", key)).isEmpty)
  }

  /// What only the end of the capture shows is in the report alone.
  @Test func aChangeCipherSpecIsInTheReport() throws {
    let heard = try analyze("gap-hello-done-and-switch", key)
    #expect(told(heard) == ["6 in 1: server_hello_done (seq 2) of the server"])
    #expect(
      heard.began[0].association.bridgedGaps.map(\.title) == [
        "server_hello_done (seq 2) of the server", "change_cipher_spec of the client",
        "change_cipher_spec of the server",
      ])
  }

  @Test(
    arguments: [
      (.demandedCookie, nil, "it is the one before it with the cookie that was demanded"),
      (.keyLog(clientRandom: [1]), nil, "its random is one of the key log"), (.emptyBody, [], "it has no body"),
      (.suppliedKey, [0, 1, 0x61], "it holds the identity of a key that was given, \"a\""),
      (.suppliedKey, nil, "a key that was given goes with it; which identity it holds is not proven"),
      (.masterSecret, [1], "it follows from the master secret and the messages before it"),
      (
        .laterCopy(PacketStamp(number: 7, nanoseconds: 0)), [1],
        "its copy in packet 7 contradicts the first one, and is the one that counts"
      ),
      (
        .answered(PacketStamp(number: 3, nanoseconds: 0)), nil,
        "the server answered the one in packet 3, and not one that came after it"
      ),
    ] as [(BridgedGap.Ground, [UInt8]?, String)])
  func eachGroundIsSaid(_ ground: BridgedGap.Ground, _ body: [UInt8]?, _ how: String) {
    let gap = BridgedGap(.clientKeyExchange, from: .client, 2, ground, body: body)
    #expect(gap.how == how)
    #expect(gap.title == "client_key_exchange (seq 2) of the client")
  }

  @Test func theSwitchIsSaid() {
    let gap = BridgedGap(changeCipherSpecFrom: .server)
    #expect(gap.title == "change_cipher_spec of the server")
    #expect(gap.how == "records of the next epoch follow it")
  }

  /// The handshake that a forged ClientHello seemed to end has not failed, and is opened.
  @Test func aForgedHelloEndsNothing() throws {
    let heard = try analyze("gap-forged-hello", key)
    #expect(heard.began.map(\.outcome) == [.established, .incomplete])
    #expect(heard.began[0].decryption.state == .decrypted)
    #expect(heard.began[0].records == PerSide(both: .init(applicationData: 2, decrypted: 2, opened: 4)))
    #expect(heard.began[1].records == PerSide(both: .init()))
    #expect(heard.began.map(\.coapMessages) == [4, 0])
    #expect(heard.began.map(\.alerts.count) == [2, 0])
    #expect(heard.began.map(\.first.number) == [1, 6] && heard.began.map(\.last.number) == [14, 6])
    #expect(heard.began[1].association.handshake.messages.count == 1)
    #expect(heard.ended.map(\.session.id) == [2, 1])
    #expect(told(heard) == ["7 in 1: client_hello (seq 1) of the client"])
  }

  /// A client that begins anew has failed before.
  @Test func aClientThatBeginsAnewHasFailed() throws {
    let heard = try analyze("gap-stale-flight", key)
    #expect(heard.began.map(\.outcome) == [.failed, .established])
    #expect(heard.began[1].decryption.state == .decrypted)
    #expect(heard.ended.map(\.session.id) == [1, 2])
    #expect(told(heard) == ["9 in 2: server_hello (seq 1) of the server"])
  }

  /// Each session ends once, also those that nothing followed.
  @Test func helloAfterHelloEndsEachSessionOnce() throws {
    let talk = Talk()
    for random in 1...5 as ClosedRange<UInt8> { talk.fromClient(Records.clientHello(random: random)) }
    talk.finish()
    #expect(talk.heard.began.count == 5)
    #expect(talk.heard.ended.map(\.session.id) == talk.heard.began.map(\.id))
    #expect(talk.heard.began.map(\.outcome) == [.failed, .failed, .failed, .failed, .incomplete])
  }

  @Test func anEarlyRequestBelongsToItsSession() throws {
    let heard = try analyze("gap-early-request", key)
    #expect(heard.began.count == 1)
    #expect(!heard.began[0].hasGuessedRoles)
    #expect(heard.messages.map(\.packet) == [1, 9, 10, 11])
    #expect(heard.began[0].decryption.state == .decrypted)
  }

  @Test func anEpochThatIsNotInUseIsNoPartOfTheSession() throws {
    let decryption = try analyze("gap-unused-epoch", key).began[0].decryption
    #expect(decryption.state == .decrypted)
    #expect(
      decryption.reason == "All 8 protected records were opened. 1 more claims an epoch that was not in use.")
  }
}
