import DTLS
import TestSupport
import Testing

@testable import Analysis

@Suite struct OutcomeTests {
  private func outcome(_ name: String, _ keys: String...) throws -> [Outcome] {
    let key = keys.first ?? "esp32c3_key"
    return try analyze(name, key).began.map(\.outcome)
  }

  @Test func aSessionWithBothFinishedIsEstablished() throws {
    #expect(try outcome("lossy-drop-ch2") == [.established])
    #expect(try outcome("ok-openssl-default-no-keylog") == [.established])
  }

  @Test func applicationDataOfBothEndsInALaterEpochIsEnough() throws {
    #expect(try outcome("partial-capture-loses-frames") == [.established])
  }

  @Test func withoutAHandshakeNothingIsKnown() {
    let talk = Talk()
    talk.fromClient(Records.sealedData())
    talk.fromServer(Records.sealedData())
    #expect(talk.heard.began.map(\.outcome) == [.unknown])
  }

  @Test func aHandshakeThatStopsIsIncomplete() throws {
    #expect(try outcome("partial-capture-ends-in-handshake") == [.incomplete])
    #expect(try outcome("partial-one-direction-client") == [.incomplete])
  }

  @Test(arguments: [
    "fail-unknown-identity-openssl", "fail-no-server-icmp-openssl", "fail-cookie-rejected-openssl",
    "fail-wrongpsk-client-mbedtls-server-openssl",
  ])
  func aHandshakeThatWentWrongFailed(_ name: String) throws {
    #expect(try outcome(name) == [.failed])
  }

  @Test func aFatalAlertFailsAndAWarningDoesNot() {
    for (level, expected) in [(2, Outcome.failed), (1, .incomplete)] as [(UInt8, Outcome)] {
      let talk = Talk()
      talk.fromClient(Records.clientHello())
      talk.fromServer(Records.alert(level, 40))
      #expect(talk.heard.began[0].outcome == expected)
    }
  }

  @Test func theThirdCopyOfAMessageIsGivingUp() {
    let talk = Talk()
    for (number, expected) in [Outcome.incomplete, .incomplete, .failed].enumerated() {
      talk.fromClient(Records.clientHello(number: number))
      #expect(talk.heard.began[0].outcome == expected)
    }
    #expect(talk.heard.began.count == 1)
  }

  @Test func aCopyOfARecordIsNoRepetition() {
    let talk = Talk()
    for _ in 0..<5 { talk.fromClient(Records.clientHello()) }
    #expect(talk.heard.began[0].outcome == .incomplete)
    #expect(talk.heard.began[0].duplicateDatagrams.client == 4)
  }

  @Test func theThirdDemandForACookieIsRejection() {
    let talk = Talk()
    talk.fromClient(Records.clientHello())
    for (number, expected) in [Outcome.incomplete, .incomplete, .failed].enumerated() {
      let cookie: [UInt8] = [UInt8(number), 9]
      talk.fromServer(Records.helloVerifyRequest(cookie: cookie, number: number))
      #expect(talk.heard.began[0].outcome == expected)
      talk.fromClient(Records.clientHello(cookie: cookie, sequence: number + 1, number: number + 1))
    }
  }

  @Test func anICMPErrorFailsWhatIsNotEstablished() throws {
    let talk = Talk()
    talk.fromClient(Records.clientHello())
    talk.unreachable()
    #expect(talk.heard.began[0].outcome == .failed)
    let established = try #require(try analyze("lossy-drop-hvr", "esp32c3_key").began.first)
    #expect(established.icmpErrors.map(\.isAfterEstablishment) == [true])
    #expect(established.outcome == .established)
  }

  @Test func aHandshakeThatIsReplacedFailed() {
    let talk = Talk()
    talk.fromClient(Records.clientHello(random: 1))
    talk.fromClient(Records.clientHello(random: 2))
    #expect(talk.heard.began.map(\.outcome) == [.failed, .incomplete])
  }
}
