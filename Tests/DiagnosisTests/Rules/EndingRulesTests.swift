import Capture
import DTLS
import Testing

@testable import Diagnosis

/// How sessions that came up end, and what they lack.
@Suite struct EndingRulesTests {
  private let other = Endpoint(address: Scene.client, port: 40001)

  /// A session that has been idle since 1 s, and the server's goodbye at `goodbye`; another client's hello at 100 s.
  private func idleSession(goodbye: Double, then last: Double? = nil) -> Scene {
    let scene = Scene()
    let talk = scene.talk()
    talk.comeUp()
    talk.client(.get(1), at: 1)
    talk.server(.content(1), at: 1.01)
    scene.talk(from: other).comeUp(at: 100)
    talk.server(.closeNotify, at: goodbye)
    if let last { talk.client(.get(2), at: last, last + 2.5, last + 7.5) }
    return scene
  }

  @Test func aSessionThatMadeRoomForAnother() throws {
    let found = try idleSession(goodbye: 100.005).findings("esp32c3_key")
    #expect(found.named(.sessionEvicted) == ["info session-evicted likely 9 10"])
    let missed = try idleSession(goodbye: 100.005, then: 120).findings("esp32c3_key")
    #expect(missed.named(.sessionEvicted) == ["warning session-evicted likely 9 10"])
  }

  @Test func aSessionThatEndedLaterMadeNoRoom() throws {
    #expect(try idleSession(goodbye: 100.5).findings("esp32c3_key").named(.sessionEvicted) == [])
  }

  @Test func anIdleSessionThatTheClientDidNotSeeClosed() throws {
    let found = try idleSession(goodbye: 301, then: 400).findings("esp32c3_key")
    #expect(found.named(.serverIdleCloseMissed) == ["warning server-idle-close-missed likely 15 16"])
    #expect(found.text(of: .serverIdleCloseMissed).hasPrefix("After 300.0 s in which nobody spoke"))
    #expect(found.causes == [])
  }

  @Test func anIdleSessionThatTheClientSawClosed() throws {
    #expect(try idleSession(goodbye: 301).findings("esp32c3_key").named(.serverIdleCloseMissed) == [])
    // A goodbye in mid-conversation is none to an idle session.
    let scene = Scene()
    let talk = scene.talk()
    talk.comeUp()
    talk.server(.closeNotify, at: 5)
    talk.client(.get(1), at: 6, 8.5, 13.5)
    #expect(try scene.findings("esp32c3_key").named(.serverIdleCloseMissed) == [])
  }

  @Test func recordsThatDoNotAuthenticate() throws {
    let scene = Scene()
    let talk = scene.talk()
    (talk.clientKey, talk.serverKey) = ([1, 2, 3], [1, 2, 3])
    talk.comeUp()
    talk.client(.get(1), at: 1, sending: .damaged)
    talk.client(.get(1), at: 3)
    talk.server(.content(1), at: 3.01)
    #expect(try scene.findings("hex:010203").named(.appMacFailure) == ["warning app-mac-failure likely 7"])
    // Without the key nobody can tell.
    #expect(try scene.findings().named(.appMacFailure) == [])
  }

  @Test(arguments: [([UInt8(0), 254, 0, 1, 0], 1), ([0, 53, 0, 1, 0], 1), ([0, 54, 0, 1, 0], 0)])
  func connectionIDsOfADraft(offer: [UInt8], count: Int) throws {
    let scene = Scene()
    let talk = scene.talk()
    talk.clientExtensions = [0, 23, 0, 0] + offer
    talk.comeUp()
    let expected = Array(repeating: "warning cid-draft-mismatch likely 3 4", count: count)
    #expect(try scene.findings().named(.cidDraftMismatch) == expected)
  }

  @Test func connectionIDsOfADraftThatBothHave() throws {
    let scene = Scene()
    let talk = scene.talk()
    talk.clientExtensions += [0, 254, 0, 1, 0]
    talk.serverExtensions += [0, 254, 0, 1, 0]
    talk.comeUp()
    #expect(try scene.findings().named(.cidDraftMismatch) == [])
  }

  /// A handshake with a wrong key; the client sends its last flight at these times.
  private func refused(clientFlights times: [Double]) throws -> Found {
    let scene = Scene()
    let talk = scene.talk()
    talk.serverKey = [1]
    talk.cookieExchange(at: 0)
    talk.serverFlight(at: 0.03)
    talk.server(.alert(.fatal, .badRecordMAC), at: 0.05)
    for time in times { talk.clientFlight(at: time) }
    return try scene.findings()
  }

  @Test func anAlertThatTheClientDoesNotHeed() throws {
    let found = try refused(clientFlights: [0.04, 2.04, 6.04])
    #expect(
      found.named(.alertIgnoredByTinydtlsClient) == ["info alert-ignored-by-tinydtls-client likely 6 7"])
    #expect(found.causes.first?.hasPrefix("error psk-mismatch-alert") == true)
  }

  @Test func anAlertThatCrossedARepetition() throws {
    #expect(try refused(clientFlights: [0.04, 0.055]).named(.alertIgnoredByTinydtlsClient) == [])
  }
}
