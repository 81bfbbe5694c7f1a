import Capture
import DTLS
import Testing

@testable import Diagnosis

/// Handshakes that came up although something went wrong.
@Suite struct RecoveryRulesTests {
  @Test func aFinishedThatWasAlteredOnTheWay() throws {
    let found = try Scene(replaying: "lossy-finished-corrupted-once-openssl").findings("esp32c3_id:esp32c3_key")
    #expect(found.named(.recordCorrupted) == ["warning record-corrupted certain 5"])
    #expect(found.named(.f5Lost) == [])
    let forged = try Scene(replaying: "lossy-badmac-injected-appdata-openssl").findings("esp32c3_id:esp32c3_key")
    #expect(forged.named(.recordCorrupted) == [])
  }

  @Test func aClientThatBeginsAnewOnItsPorts() throws {
    let scene = Scene()
    let first = scene.talk()
    first.comeUp()
    first.client(.get(1), at: 1)
    first.server(.content(1), at: 1.01)
    scene.talk().comeUp(at: 9)
    let found = try scene.findings()
    #expect(found.named(.clientRestartSamePort) == ["warning client-restart-same-port certain 8 9 #2"])
    #expect(found.text(of: .clientRestartSamePort).contains("8.0 s after the last packet"))
  }

  @Test(arguments: [false, true])
  func aClientThatHadLeftDidNotRestart(bothLeave: Bool) throws {
    let scene = Scene()
    let first = scene.talk()
    first.comeUp()
    first.client(.closeNotify, at: 1)
    if bothLeave { first.server(.closeNotify, at: 1.01) }
    scene.talk().comeUp(at: 9)
    let found = try scene.findings("esp32c3_key")
    #expect(found.sessions.count == 2)
    #expect(found.named(.clientRestartSamePort) == [])
  }

  @Test func aDemandForACookieThatWasLost() throws {
    let scene = Scene()
    let talk = scene.talk()
    talk.client(.hello, at: 0, 1)
    talk.server(.helloVerifyRequest, at: 1.01)
    talk.client(.helloWithCookie, at: 1.02)
    talk.serverFlight(at: 1.03)
    talk.clientFlight(at: 1.04)
    talk.serverFinish(at: 1.05)
    #expect(try scene.findings().named(.hvrLost) == ["info hvr-lost likely 1 2 3"])
  }

  @Test func aDemandForACookieThatWasLostBehindTheCapturePoint() throws {
    let scene = Scene()
    let talk = scene.talk()
    talk.client(.hello, at: 0, 1)
    talk.server(.helloVerifyRequest, at: 0.01, 1.01)
    talk.client(.helloWithCookie, at: 1.02)
    talk.serverFlight(at: 1.03)
    talk.clientFlight(at: 1.04)
    talk.serverFinish(at: 1.05)
    #expect(try scene.findings().named(.hvrLost) == ["info hvr-lost certain 2 4 5"])
  }

  @Test func aSlowDemandForACookieWasNotLost() throws {
    let scene = Scene()
    let talk = scene.talk()
    talk.client(.hello, at: 0)
    talk.server(.helloVerifyRequest, at: 2)
    talk.client(.helloWithCookie, at: 2.01)
    talk.serverFlight(at: 4)
    talk.clientFlight(at: 4.01)
    talk.serverFinish(at: 6)
    let found = try scene.findings()
    for explanation in [Explanation.hvrLost, .f4Lost, .f5Lost, .finalFlightLost, .singleRtxRecovered] {
      #expect(found.named(explanation) == [])
    }
  }

  @Test func aServersFlightThatCameWithTheSecondHello() throws {
    let scene = Scene()
    let talk = scene.talk()
    talk.cookieExchange(at: 0)
    talk.client(.helloWithCookie, at: 1.02)
    talk.serverFlight(at: 1.03)
    talk.clientFlight(at: 1.04)
    talk.serverFinish(at: 1.05)
    let found = try scene.findings()
    #expect(found.named(.f4Lost) == ["info f4-lost possible 3 4 5"])
    #expect(found.named(.singleRtxRecovered) == [])
  }

  @Test func aServersFlightThatWasLostBehindTheCapturePoint() throws {
    let scene = Scene()
    let talk = scene.talk()
    talk.cookieExchange(at: 0)
    talk.serverFlight(at: 0.03, 1.03)
    talk.clientFlight(at: 1.04)
    talk.serverFinish(at: 1.05)
    #expect(try scene.findings().named(.f4Lost) == ["info f4-lost likely 4 5 6"])
  }

  @Test func aClientsLastFlightThatWasLost() throws {
    let scene = Scene()
    let talk = scene.talk()
    talk.cookieExchange(at: 0)
    talk.serverFlight(at: 0.03)
    talk.clientFlight(at: 0.04, 1.04)
    talk.serverFinish(at: 1.05)
    let found = try scene.findings()
    #expect(found.named(.f5Lost) == ["info f5-lost likely 5 6 7"])
    #expect(found.named(.finalFlightLost) == [])
  }

  @Test func aServersLastFlightThatWasLostBeforeTheCapturePoint() throws {
    let scene = Scene()
    let talk = scene.talk()
    talk.cookieExchange(at: 0)
    talk.serverFlight(at: 0.03)
    talk.clientFlight(at: 0.04, 1.04)
    talk.serverFinish(at: 0.05, sending: .lost)
    talk.serverFinish(at: 1.05)
    let found = try scene.findings()
    #expect(found.named(.finalFlightLost) == ["info final-flight-lost likely 5 6 7"])
    #expect(found.named(.f5Lost) == [])
  }

  @Test func aServersLastFlightThatWasLostBehindTheCapturePoint() throws {
    let scene = Scene()
    let talk = scene.talk()
    talk.cookieExchange(at: 0)
    talk.serverFlight(at: 0.03)
    talk.clientFlight(at: 0.04, 1.04)
    talk.serverFinish(at: 0.05, 1.05)
    let found = try scene.findings("esp32c3_key")
    #expect(found.named(.finalFlightLost) == ["info final-flight-lost certain 6 8"])
    #expect(found.named(.rtoDominatedHandshake) == ["info rto-dominated-handshake certain "])
  }

  /// The server's Finished was on its way when the client's short timer ran out.
  @Test func aLastFlightThatCrossedARepetitionWasNotLost() throws {
    let scene = Scene()
    let talk = scene.talk()
    talk.cookieExchange(at: 0)
    talk.serverFlight(at: 0.03)
    talk.clientFlight(at: 0.04, 0.06)
    talk.serverFinish(at: 0.05, 0.07)
    let found = try scene.findings("esp32c3_key")
    #expect(found.named(.finalFlightLost) == [])
    #expect(found.named(.singleRtxRecovered) == ["info single-rtx-recovered certain 5 7"])
  }

  @Test func aFlightThatTheServerSentTwiceForOneHello() throws {
    let scene = Scene()
    let talk = scene.talk()
    talk.cookieExchange(at: 0)
    talk.client(.helloWithCookie, at: 1.02)
    talk.serverFlight(at: 1.03, 1.031)
    talk.clientFlight(at: 1.04, 1.041)
    talk.serverFinish(at: 1.05, 1.051)
    let found = try scene.findings()
    #expect(found.named(.statefulServerDoubleF4) == ["info stateful-server-double-f4 likely 5 6"])
    #expect(found.named(.flightDuplicates) == [])
  }

  @Test func aFlightThatATimerHadSentAgainIsNoDouble() throws {
    let scene = Scene()
    let talk = scene.talk()
    talk.cookieExchange(at: 0)
    talk.client(.helloWithCookie, at: 1.02)
    talk.serverFlight(at: 1.03, 2.03)
    talk.clientFlight(at: 2.04)
    talk.serverFinish(at: 2.05)
    let found = try scene.findings()
    #expect(found.named(.statefulServerDoubleF4) == [] && found.named(.flightDuplicates) == [])
  }

  @Test func flightsThatBothEndsSentTwiceAtOnce() throws {
    let scene = Scene()
    let talk = scene.talk()
    talk.cookieExchange(at: 0)
    talk.serverFlight(at: 0.03, 0.032)
    talk.clientFlight(at: 0.04, 0.042)
    talk.serverFinish(at: 0.05, 0.052)
    #expect(try scene.findings().named(.flightDuplicates) == ["info flight-duplicates certain 5 7"])
  }

  @Test func aFinishedThatOvertookItsChangeCipherSpec() throws {
    let scene = Scene()
    let talk = scene.talk()
    talk.cookieExchange(at: 0)
    talk.serverFlight(at: 0.03)
    talk.client(.clientKeyExchange, at: 0.04)
    talk.client(.finished, at: 0.041)
    talk.client(.changeCipherSpec, at: 0.042)
    talk.serverFinish(at: 0.05)
    #expect(try scene.findings("esp32c3_key").named(.finishedBeforeCcs) == ["info finished-before-ccs likely 6 7"])
  }

  @Test func aChangeCipherSpecThatWasLostWasNotOvertaken() throws {
    let scene = Scene()
    let talk = scene.talk()
    talk.cookieExchange(at: 0)
    talk.serverFlight(at: 0.03)
    talk.client(.clientKeyExchange, at: 0.04)
    talk.client(.finished, at: 0.041)
    talk.client(.clientKeyExchange, .changeCipherSpec, .finished, at: 1.04)
    talk.serverFinish(at: 1.05)
    #expect(try scene.findings("esp32c3_key").named(.finishedBeforeCcs) == [])
  }
}
