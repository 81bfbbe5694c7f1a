import Capture
import DTLS
import Testing

@testable import Diagnosis

/// What people take for a failure.
@Suite struct LookalikeRulesTests {
  /// Two healthy sessions.
  private func healthy() throws -> Found {
    let scene = Scene()
    for (index, port) in ([40000, 40001] as [UInt16]).enumerated() {
      let talk = scene.talk(from: .init(address: Scene.client, port: port))
      talk.comeUp(at: Double(index) * 10)
      talk.client(.get(1), at: Double(index) * 10 + 1)
      talk.server(.content(1), at: Double(index) * 10 + 1.01)
      talk.close(at: Double(index) * 10 + 2)
    }
    return try scene.findings("esp32c3_key")
  }

  @Test func aHealthyCaptureSaysOnceWhatIsNormal() throws {
    #expect(
      try healthy().all == [
        "info hvr-normal certain 2 4", "info dtls10-version-in-hvr certain 2", "info message-seq-offset certain 4",
        "info close-notify certain 9",
      ])
  }

  @Test func aServerWithoutCookies() throws {
    let scene = Scene()
    let talk = scene.talk()
    talk.client(.hello, at: 0)
    talk.serverFlight(at: 0.03)
    talk.clientFlight(at: 0.04)
    talk.serverFinish(at: 0.05)
    let found = try scene.findings()
    #expect(found.named(.hvrAbsent) == ["info hvr-absent certain 1 2"])
    #expect(found.named(.hvrNormal) == [] && found.named(.messageSeqOffset) == [])
  }

  /// The demand is missing from the capture, and the client shows that there was one.
  @Test func aDemandThatWasNotCaptured() throws {
    let scene = Scene()
    scene.talk().comeUp()
    scene.drop([2])
    #expect(try scene.findings().named(.hvrAbsent) == [])
  }

  @Test func aHelloVerifyRequestThatSaysWhatTheSessionUses() throws {
    let found = try Scene(replaying: "ok-psk-cbc-sha-dtls10-openssl").findings("esp32c3_key")
    #expect(found.named(.dtls10VersionInHvr) == [] && found.named(.hvrNormal).count == 1)
  }

  @Test func aTicket() throws {
    let found = try Scene(replaying: "lossy-drop-hvr").findings("esp32c3_key")
    #expect(found.named(.newSessionTicket).count == 1)
    #expect(try healthy().named(.newSessionTicket) == [])
  }

  @Test func aGoodbyeThatCannotBeRead() throws {
    let scene = Scene()
    let talk = scene.talk()
    (talk.clientKey, talk.serverKey) = ([1, 2, 3], [1, 2, 3])
    talk.comeUp()
    talk.close(at: 2)
    #expect(try scene.findings().named(.closeNotify) == ["info close-notify likely 7"])
  }

  @Test func aFatalAlertIsNoGoodbye() throws {
    let scene = Scene()
    let talk = scene.talk()
    talk.comeUp()
    talk.server(.sealedAlert(.fatal, .internalError), at: 2)
    #expect(try scene.findings("esp32c3_key").named(.closeNotify) == [])
  }

  @Test func recordsWithoutProtectionAfterProtectedOnes() throws {
    let scene = Scene()
    let talk = scene.talk()
    talk.cookieExchange(at: 0)
    talk.serverFlight(at: 0.03)
    talk.clientFlight(at: 0.04, 1.04)
    talk.serverFinish(at: 1.05)
    #expect(try scene.findings().named(.epoch0AfterEpoch1) == ["info epoch0-after-epoch1 certain 5 6"])
    #expect(try healthy().named(.epoch0AfterEpoch1) == [])
  }

  @Test(arguments: [(AlertLevel.warning, 1), (.fatal, 0)])
  func aRenegotiationThatIsDeclined(level: AlertLevel, count: Int) throws {
    let scene = Scene()
    let talk = scene.talk()
    talk.comeUp()
    talk.server(.sealedAlert(level, .noRenegotiation), at: 2)
    let found = try scene.findings("esp32c3_key").named(.warningNoRenegotiation)
    #expect(found == Array(repeating: "info warning-no-renegotiation certain 7", count: count))
  }

  @Test func anICMPErrorAfterTheGoodbye() throws {
    let scene = Scene()
    let talk = scene.talk()
    talk.comeUp()
    talk.client(.closeNotify, at: 2)
    talk.icmp(at: 2.01)
    let found = try scene.findings("esp32c3_key")
    #expect(found.named(.postCloseIcmp) == ["info post-close-icmp certain 8"])
    #expect(found.causes == [])
  }

  @Test func anICMPErrorInMidSession() throws {
    let scene = Scene()
    let talk = scene.talk()
    talk.comeUp()
    talk.client(.get(1), at: 2)
    talk.icmp(at: 2.01)
    #expect(try scene.findings("esp32c3_key").named(.postCloseIcmp) == [])
  }

  @Test(arguments: [(0xc037, 1), (0xc0a8, 0)] as [(UInt16, Int)])
  func keysThatNoPresharedKeyOpens(suite: UInt16, count: Int) throws {
    let scene = Scene()
    let talk = scene.talk()
    talk.suite = suite
    talk.cookieExchange(at: 0)
    talk.server(.serverHello, .serverKeyExchange, .serverHelloDone, at: 0.03)
    talk.clientFlight(at: 0.04)
    talk.serverFinish(at: 0.05)
    let found = try scene.findings("esp32c3_key").named(.ecdhePskBlocksDiagnosis)
    #expect(found == Array(repeating: "info ecdhe-psk-blocks-diagnosis certain 4", count: count))
  }

  /// A handshake that the server refuses after the client's flight.
  private func refused(_ flight: Message...) throws -> Found {
    let scene = Scene()
    let talk = scene.talk()
    talk.serverKey = [1]
    talk.cookieExchange(at: 0)
    talk.send(flight, from: .server, at: 0.03, .init())
    talk.clientFlight(at: 0.04)
    talk.server(.alert(.fatal, .badRecordMAC), at: 0.05)
    return try scene.findings()
  }

  @Test func aServerThatGivesNoHint() throws {
    #expect(
      try refused(.serverHello, .serverHelloDone).named(.pskHintIgnored) == ["info psk-hint-ignored likely 4"])
    // Where the session came up, the client had the right key without a hint.
    #expect(try healthy().named(.pskHintIgnored) == [])
  }
}
