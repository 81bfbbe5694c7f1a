import Analysis
import Capture
import DTLS
import Testing

@testable import Diagnosis

@Suite struct KeyRulesTests {
  private static let key = "esp32c3_id:esp32c3_key"

  /// Up to the client's last flight, which is packet 5.
  private func toLastFlight(_ talk: Talk, sending: Talk.Sending = Talk.Sending()) {
    talk.cookieExchange(at: 0)
    talk.serverFlight(at: 0.03)
    talk.clientFlight(at: 0.04, sending: sending)
  }

  // MARK: Damage

  @Test func aFinishedWhoseTagWasDamaged() throws {
    let found = try found([Self.key]) { _, talk in
      toLastFlight(talk, sending: .damaged)
      talk.server(.alert(.fatal, .badRecordMAC), at: 0.05)
    }
    #expect(found.causes == ["error record-corrupted certain 5 6"])
    #expect(found.text.contains("psk:esp32c3_id"))
  }

  @Test func aDamagedFinishedThatTheNextAttemptMakesGood() throws {
    let found = try found([Self.key]) { scene, talk in
      toLastFlight(talk, sending: .damaged)
      talk.server(.alert(.fatal, .badRecordMAC), at: 0.05)
      scene.talk(from: .init(address: Scene.client, port: 40001)).comeUp(at: 1)
    }
    #expect(found.causes == ["warning record-corrupted certain 5 6"])
  }

  @Test func aDamagedFinishedThatIsSentAgain() throws {
    let found = try causes(Self.key) { _, talk in
      toLastFlight(talk, sending: .damaged)
      talk.clientFlight(at: 1.04)
      talk.serverFinish(at: 1.05)
    }
    #expect(found == ["warning record-corrupted certain 5"])
  }

  @Test func aDamagedFinishedThatMayBeSentAgain() throws {
    #expect(try causes(Self.key) { toLastFlight($1, sending: .damaged) } == [])
  }

  @Test func anAlertThatTheNextAttemptContradicts() throws {
    let found = try causes { scene, talk in
      toLastFlight(talk)
      talk.server(.alert(.fatal, .badRecordMAC), at: 0.05)
      scene.talk(from: .init(address: Scene.client, port: 40001)).comeUp(at: 1)
    }
    #expect(found == ["warning record-corrupted possible 5 6"])
  }

  @Test func anAlertAndAnAttemptWithAnotherKeyLongAfter() throws {
    let found = try causes { scene, talk in
      toLastFlight(talk)
      talk.server(.alert(.fatal, .badRecordMAC), at: 0.05)
      scene.talk(from: .init(address: Scene.client, port: 40001)).comeUp(at: 60)
    }
    #expect(found == ["error psk-mismatch-alert likely 5 6"])
  }

  @Test func anAttemptWithAnotherKeyRightAfter() throws {
    let found = try causes(Self.key) { scene, talk in
      talk.clientKey = Array("another".utf8)
      toLastFlight(talk)
      talk.server(.alert(.fatal, .badRecordMAC), at: 0.05)
      scene.talk(from: .init(address: Scene.client, port: 40001)).comeUp(at: 1)
    }
    #expect(found == ["error psk-mismatch-alert likely 5 6"])
  }

  // MARK: Variants

  private func withNUL(_ talk: Talk) { talk.clientKey = Array("esp32c3_key".utf8) + [0] }

  @Test func aKeyWithATrailingNUL() throws {
    let found = try found([Self.key]) { _, talk in
      withNUL(talk)
      toLastFlight(talk)
      talk.server(.alert(.fatal, .badRecordMAC), at: 0.05)
    }
    #expect(found.causes == ["error psk-encoding-variant certain 5 6"])
    #expect(found.text.contains("The client uses psk:esp32c3_id (variant: trailing NUL)"))
    #expect(!found.text.contains("esp32c3_key"))
  }

  @Test func aKeyWithATrailingNULThatIsNotAnswered() throws {
    let found = try causes(Self.key) { _, talk in
      withNUL(talk)
      toLastFlight(talk)
      talk.clientFlight(at: 1.04, 3.04)
    }
    #expect(found == ["error psk-encoding-variant certain 5 7"])
  }

  @Test func bothEndsHaveTheVariant() throws {
    let found = try found([Self.key]) { _, talk in
      withNUL(talk)
      talk.serverKey = talk.clientKey
      talk.comeUp()
    }
    #expect(found.causes == [])
    #expect(found.sessions[0].association.keySource == "psk:esp32c3_id (variant: trailing NUL)")
  }

  @Test func aVariantThatTheServerMayHaveAsWell() throws {
    let found = try causes(Self.key) { _, talk in
      withNUL(talk)
      toLastFlight(talk)
    }
    #expect(found == [])
  }

  @Test func aVariantOfAKeyWhoseIdentityIsNotKnown() throws {
    let found = try causes(Self.key) { _, talk in
      withNUL(talk)
      toLastFlight(talk)
      talk.server(.alert(.fatal, .unknownPSKIdentity), at: 0.05)
    }
    #expect(found == ["error psk-identity-unknown-alert certain 5 6"])
  }

  // MARK: Alerts

  private func refused(_ keys: [String] = [], _ alert: AlertDescription = .badRecordMAC, clientKey: String = "wrong")
    throws -> Found
  {
    try found(keys) { _, talk in
      talk.clientKey = Array(clientKey.utf8)
      toLastFlight(talk)
      talk.server(.alert(.fatal, alert), at: 0.05)
    }
  }

  @Test func theServerCannotReadTheClientsFinished() throws {
    let found = try refused()
    #expect(found.causes == ["error psk-mismatch-alert likely 5 6"])
    #expect(found.text.contains("identity \"esp32c3_id\"") && found.text.contains("No key was given"))
  }

  @Test func theKeyGivenIsNotTheClients() throws {
    let found = try refused([Self.key])
    #expect(found.causes == ["error psk-mismatch-alert likely 5 6"])
    #expect(found.text.contains("None of the keys you gave"))
  }

  @Test func theKeyGivenIsTheClients() throws {
    let found = try refused([Self.key], clientKey: "esp32c3_key")
    #expect(found.causes == ["error psk-mismatch-alert likely 5 6"])
    #expect(found.text.contains("psk:esp32c3_id, the key you gave: the server has another one"))
  }

  @Test func oneOfTheKeysGivenIsTheClients() throws {
    let found = try refused(["esp32c3_key", "wrong"])
    #expect(found.causes == ["error psk-mismatch-alert likely 5 6"])
    #expect(found.text.contains("psk:key 2") && !found.text.contains("wrong"))
  }

  @Test func theClientsKeyIsThatOfAnotherIdentity() throws {
    let found = try refused([Self.key, "other:wrong"])
    #expect(found.causes == ["error psk-mismatch-alert likely 5 6"])
    #expect(found.text.contains("psk:other"))
  }

  @Test func theClientHasAKeyThatAnExampleCameWith() throws {
    let found = try refused([Self.key], clientKey: "sesame")
    #expect(found.causes == ["error psk-mismatch-alert likely 5 6"])
    #expect(found.text.contains("Californium's example key (not supplied)"))
  }

  @Test func anEphemeralExchangeCannotBeTried() throws {
    let found = try found([Self.key]) { _, talk in
      (talk.suites, talk.suite) = ([0xd005], 0xd005)
      talk.cookieExchange(at: 0)
      talk.server(.serverHello, .serverKeyExchange, .serverHelloDone, at: 0.03)
      talk.clientFlight(at: 0.04)
      talk.server(.alert(.fatal, .badRecordMAC), at: 0.05)
    }
    #expect(found.causes == ["error psk-mismatch-alert possible 5 6"])
    #expect(found.text.contains("key log"))
  }

  @Test func theSameAlertAfterASessionCameUp() throws {
    let found = try causes(Self.key) { _, talk in
      talk.comeUp()
      talk.client(.get(1), at: 1)
      talk.server(.content(1), at: 1.01)
      talk.server(.alert(.fatal, .badRecordMAC), at: 2)
      talk.client(.get(2), at: 3)
      talk.server(.content(2), at: 3.01)
    }
    #expect(found == [])
  }

  @Test func anIdentityThatTheServerDoesNotKnow() throws {
    let found = try refused([Self.key], .unknownPSKIdentity, clientKey: "esp32c3_key")
    #expect(found.causes == ["error psk-identity-unknown-alert certain 5 6"])
    #expect(found.text.contains("so only the identity is wrong"))
    // Without keys the alert says as much.
    #expect(try refused([], .unknownPSKIdentity).causes == ["error psk-identity-unknown-alert certain 5 6"])
  }

  @Test func tinyDTLSDoesNotKnowTheIdentity() throws {
    let found = try refused([Self.key], .decryptError, clientKey: "esp32c3_key")
    #expect(found.causes == ["error psk-identity-unknown-tinydtls likely 5 6"])
    #expect(found.text.contains("opens under psk:esp32c3_id"))
    #expect(try refused([], .decryptError).causes == ["error psk-identity-unknown-tinydtls possible 5 6"])
  }

  @Test func theSameAlertToAnotherKey() throws {
    #expect(try refused([Self.key], .decryptError).causes == ["error psk-mismatch-alert likely 5 6"])
  }

  @Test func aPasswordOfECJPAKE() throws {
    let found = try causes { _, talk in
      (talk.suites, talk.suite) = ([0xc0ff], 0xc0ff)
      toLastFlight(talk)
      talk.server(.alert(.fatal, .badRecordMAC), at: 0.05)
    }
    #expect(found == ["error ecjpake-wrong-password likely 5 6"])
  }

  @Test func aResumptionWithAnotherSecret() throws {
    let found = try causes { _, talk in
      talk.sessionID = [1, 2, 3, 4]
      talk.cookieExchange(at: 0)
      talk.server(.serverHello, .changeCipherSpec, .finished, at: 0.03)
      talk.client(.alert(.fatal, .badRecordMAC), at: 0.04)
    }
    #expect(found == ["error resumption-bad-mac likely 4 5"])
  }

  @Test func aResumptionThatComesUp() throws {
    let found = try causes { _, talk in
      talk.sessionID = [1, 2, 3, 4]
      talk.cookieExchange(at: 0)
      talk.server(.serverHello, .changeCipherSpec, .finished, at: 0.03)
      talk.client(.changeCipherSpec, .finished, at: 0.04)
    }
    #expect(found == [])
  }

  // MARK: Silence

  /// A last flight that is sent at 0, 1, 3 and 7 s.
  private func unanswered(_ keys: [String] = [], clientKey: String = "esp32c3_key", _ change: (Talk) -> Void = { _ in })
    throws -> Found
  {
    try found(keys) { _, talk in
      talk.clientKey = Array(clientKey.utf8)
      change(talk)
      toLastFlight(talk)
      talk.clientFlight(at: 1.04, 3.04, 7.04)
    }
  }

  @Test func aLastFlightThatNobodyAnswers() throws {
    let found = try unanswered(clientKey: "known to nobody")
    #expect(found.causes == ["error psk-mismatch-silent possible 4 5 6 7 8"])
    #expect(found.text.contains("sent 4 times within 7.0 s") && found.text.contains("looks the same in packets"))
  }

  /// A key that an example came with says nothing of the server's.
  @Test func aLastFlightUnderAKeyThatNobodyGave() throws {
    let found = try unanswered()
    #expect(found.causes == ["error psk-mismatch-silent possible 4 5 6 7 8"])
    #expect(found.text.contains("(not supplied): that is the client's key. An identity"))
  }

  @Test func aLastFlightUnderAKeyThatIsNotTheOneGiven() throws {
    let found = try unanswered([Self.key], clientKey: "wrong")
    #expect(found.causes == ["error psk-mismatch-silent likely 4 5 6 7 8"])
    #expect(found.text.contains("None of the keys you gave"))
    let named = try unanswered(["esp32c3_key", "wrong"], clientKey: "wrong")
    #expect(named.causes == ["error psk-mismatch-silent likely 4 5 6 7 8"])
    #expect(named.text.contains("psk:key 2"))
  }

  @Test func aLastFlightUnderTheKeyGiven() throws {
    let found = try unanswered([Self.key])
    #expect(found.causes == ["error psk-identity-unknown-silent possible 4 5 6 7 8"])
    #expect(found.text.contains("does not know the identity \"esp32c3_id\""))
  }

  @Test func anEmptyIdentity() throws {
    let found = try unanswered(["esp32c3_key"]) { $0.identity = [] }
    #expect(found.causes == ["error psk-identity-empty likely 4 5 6 7 8"])
  }

  @Test func aLastFlightThatIsAnsweredAfterTwoRepetitions() throws {
    let found = try causes { _, talk in
      toLastFlight(talk)
      talk.clientFlight(at: 1.04, 3.04)
      talk.serverFinish(at: 3.05)
    }
    #expect(found == [])
  }

  @Test func aLastFlightThatMayBeAnsweredYet() throws {
    let found = try causes { _, talk in
      toLastFlight(talk)
      talk.clientFlight(at: 1.04)
    }
    #expect(found == [])
  }

  /// GnuTLS's client says so when its patience is over; that is not what went wrong.
  @Test func aClientThatSaysThatItGivesUp() throws {
    let found = try causes { _, talk in
      toLastFlight(talk)
      talk.clientFlight(at: 1.04, 3.04, 7.04, 15.04)
      talk.client(.alert(.fatal, .internalError), at: 46)
    }
    #expect(found == ["error psk-mismatch-silent possible 4 5 6 7 8 9"])
  }

  /// A client that begins anew after one lost flight has no wrong key.
  @Test func anAttemptThatTheNextOneReplaces() throws {
    let found = try causes { scene, talk in
      toLastFlight(talk)
      scene.talk().comeUp(at: 0.5)
    }
    #expect(found == [])
  }

  @Test func aServerThatRepeatsItsFlightAfterEachOfTheClients() throws {
    let found = try causes { _, talk in
      toLastFlight(talk)
      for time in [1.04, 3.04, 7.04] {
        talk.clientFlight(at: time)
        talk.serverFlight(at: time + 0.006, sending: .apart)
        talk.clientFlight(at: time + 0.007)
      }
    }
    #expect(found.first?.hasPrefix("error psk-mismatch-openssl likely") == true && found.count == 1)
  }

  /// The same over a path of 300 ms: what is prompt goes by how long the server's first flight took.
  @Test func theSameFarAway() throws {
    let found = try causes { _, talk in
      talk.client(.hello, at: 0)
      talk.server(.helloVerifyRequest, at: 0.3)
      talk.client(.helloWithCookie, at: 0.301)
      talk.serverFlight(at: 0.6)
      talk.clientFlight(at: 0.601)
      for time in [1.6, 3.6, 7.6] {
        talk.clientFlight(at: time)
        talk.serverFlight(at: time + 0.3, sending: .apart)
        talk.clientFlight(at: time + 0.301)
      }
    }
    #expect(found.first?.hasPrefix("error psk-mismatch-openssl likely") == true && found.count == 1)
  }

  @Test func aServerThatRepeatsItsFlightOnItsOwnTimer() throws {
    let found = try causes(Self.key) { _, talk in
      toLastFlight(talk)
      for time in [1.03, 3.03, 7.03] {
        talk.serverFlight(at: time)
        talk.clientFlight(at: time + 0.001)
      }
    }
    #expect(found.first?.hasPrefix("error psk-rejected-by-server-stack likely") == true && found.count == 1)
  }

  /// A server's flight that was repeated before the client's came says nothing of what the server makes of that.
  @Test func aServerThatRepeatedItsFlightBefore() throws {
    let found = try causes { _, talk in
      talk.cookieExchange(at: 0)
      talk.serverFlight(at: 0.03, 1.03, sending: .apart)
      talk.clientFlight(at: 1.04, 2.04, 4.04, 8.04)
    }
    #expect(found == ["error psk-mismatch-silent possible 4 8 9 10 11"])
  }
}
