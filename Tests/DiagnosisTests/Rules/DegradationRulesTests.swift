import DTLS
import Testing

@testable import Diagnosis

/// Handshakes and answers that take longer than they could.
@Suite struct DegradationRulesTests {
  @Test(arguments: [(1, "info"), (2, "warning")])
  func aHandshakeThatIsMostlyWaiting(timers: Int, severity: String) throws {
    let scene = Scene()
    let talk = scene.talk()
    talk.cookieExchange(at: 0)
    talk.client(.helloWithCookie, at: 1.02)
    if timers > 1 { talk.client(.helloWithCookie, at: 3.02) }
    let start = timers > 1 ? 3.03 : 1.03
    talk.serverFlight(at: start)
    talk.clientFlight(at: start + 0.01)
    talk.serverFinish(at: start + 0.02)
    let found = try scene.findings()
    let packets = timers > 1 ? "3 4 5 6" : "3 4 5"
    #expect(found.named(.rtoDominatedHandshake) == ["\(severity) rto-dominated-handshake certain \(packets)"])
    #expect(found.text(of: .rtoDominatedHandshake).contains("took 50 ms: that is what this suite needs"))
  }

  /// Round trips of 2 s, and one repetition among them.
  @Test func aHandshakeThatIsMostlyNetwork() throws {
    let scene = Scene()
    let talk = scene.talk()
    talk.client(.hello, at: 0)
    talk.server(.helloVerifyRequest, at: 2)
    talk.client(.helloWithCookie, at: 2.01, 3.01)
    talk.serverFlight(at: 5.01)
    talk.clientFlight(at: 5.02)
    talk.serverFinish(at: 7.02)
    #expect(try scene.findings().named(.rtoDominatedHandshake) == [])
  }

  @Test func timersThatAreShorterThanTheRoundTrip() throws {
    let scene = Scene()
    let talk = scene.talk()
    talk.client(.hello, at: 0, 1)
    talk.server(.helloVerifyRequest, at: 1.6, 2.6)
    talk.client(.helloWithCookie, at: 1.61, 2.61)
    talk.serverFlight(at: 3.21, 4.21)
    talk.clientFlight(at: 3.22, 4.22)
    talk.serverFinish(at: 4.82, 5.82)
    let found = try scene.findings()
    #expect(found.named(.timerTooAggressive) == ["warning timer-too-aggressive likely 1 2 3"])
    for explanation in [Explanation.slowCryptoSpuriousRtx, .hvrLost, .f4Lost, .rtoDominatedHandshake] {
      #expect(found.named(explanation) == [])
    }
  }

  @Test func anEndThatComputesForLongerThanTheTimerWaits() throws {
    let scene = Scene()
    let talk = scene.talk()
    talk.cookieExchange(at: 0)
    talk.client(.helloWithCookie, at: 1.02)
    talk.serverFlight(at: 1.5, 1.51)
    talk.clientFlight(at: 1.52, 1.53)
    talk.serverFinish(at: 1.54, 1.55)
    let found = try scene.findings()
    #expect(found.named(.slowCryptoSpuriousRtx) == ["warning slow-crypto-spurious-rtx likely 3 4 5"])
    #expect(found.text(of: .slowCryptoSpuriousRtx).hasPrefix("The server needed 1.5 s"))
    for explanation in [Explanation.timerTooAggressive, .f4Lost, .rtoDominatedHandshake] {
      #expect(found.named(explanation) == [])
    }
  }

  /// The same, but that the answer comes right after the repetition, once: it was lost before.
  @Test func anEndWhoseFlightWasLostDoesNotCompute() throws {
    let scene = Scene()
    let talk = scene.talk()
    talk.cookieExchange(at: 0)
    talk.client(.helloWithCookie, at: 1.02)
    talk.serverFlight(at: 1.03, 1.031)
    talk.clientFlight(at: 1.04, 1.041)
    talk.serverFinish(at: 1.05)
    let found = try scene.findings()
    #expect(found.named(.slowCryptoSpuriousRtx) == [])
    #expect(found.named(.f4Lost) == ["info f4-lost possible 3 4 5"])
  }

  @Test(arguments: [(8, 1), (1, 0)])
  func aBurstThatHadToBeSentAgain(fragments: Int, count: Int) throws {
    let scene = Scene()
    let talk = scene.talk()
    talk.suite = 0xc0ae
    talk.cookieExchange(at: 0)
    for time in [0.03, 1.03] {
      talk.server(
        .serverHello, .certificate(bytes: 900), .serverKeyExchange, .serverHelloDone, at: time,
        sending: .inFragments(fragments))
    }
    talk.clientFlight(at: 1.05)
    talk.serverFinish(at: 1.06)
    let found = try scene.findings().named(.udpMailboxOverflow)
    #expect(found.map { $0.prefix(37) } == Array(repeating: "warning udp-mailbox-overflow possible", count: count))
  }

  @Test(arguments: [(0.5, 1), (0.06, 0)])
  func ellipticCurvesThatTakeTheirTime(answer: Double, count: Int) throws {
    let scene = Scene()
    let talk = scene.talk()
    talk.suite = 0xc037
    talk.cookieExchange(at: 0)
    talk.server(.serverHello, .serverKeyExchange, .serverHelloDone, at: answer)
    talk.clientFlight(at: answer + 0.01)
    talk.serverFinish(at: answer + 0.02)
    let found = try scene.findings().named(.ecdhePskCost)
    #expect(found == Array(repeating: "info ecdhe-psk-cost likely 4", count: count))
  }

  @Test(arguments: [(0.15, 1), (0.01, 0), (2, 0)])
  func answersThatWaitForBeacons(late: Double, count: Int) throws {
    let scene = Scene()
    let talk = scene.talk()
    talk.comeUp()
    for index in 1...10 {
      talk.client(.get(UInt8(index)), at: Double(index) * 10)
      talk.server(.content(UInt8(index)), at: Double(index) * 10 + (index.isMultiple(of: 2) ? late : 0.005))
    }
    let found = try scene.findings("esp32c3_key").named(.sleepyDeviceLatency)
    #expect(found == Array(repeating: "info sleepy-device-latency possible 1", count: count))
  }

  @Test(arguments: [(30, 1), (90, 0)])
  func pingsThatKeepASessionAlive(interval: Double, count: Int) throws {
    let scene = Scene()
    let talk = scene.talk()
    talk.comeUp()
    for index in 1...4 {
      talk.client(.data([0x40, 0, 0x12, UInt8(index)]), at: Double(index) * interval)
      talk.server(.data([0x70, 0, 0x12, UInt8(index)]), at: Double(index) * interval + 0.01)
    }
    let found = try scene.findings("esp32c3_key").named(.chattyKeepalive)
    #expect(found == Array(repeating: "info chatty-keepalive certain 7 13", count: count))
  }

  @Test func pingsAmongRequestsAreNoWaste() throws {
    let scene = Scene()
    let talk = scene.talk()
    talk.comeUp()
    for index in 1...4 {
      talk.client(.data([0x40, 0, 0x12, UInt8(index)]), at: Double(index) * 30)
      talk.server(.data([0x70, 0, 0x12, UInt8(index)]), at: Double(index) * 30 + 0.01)
      talk.client(.get(UInt8(100 + index)), at: Double(index) * 30 + 1)
      talk.server(.content(UInt8(100 + index)), at: Double(index) * 30 + 1.01)
    }
    #expect(try scene.findings("esp32c3_key").named(.chattyKeepalive) == [])
  }
}
