import Bytes
import Capture
import DTLS
import TestSupport
import Testing

@testable import Analysis

/// What only time shows, of a capture that is live. Seconds are the packets' own; nothing waits.
@Suite struct PatienceTests {
  private static let get: [UInt8] = [0x40, 1, 0, 1]

  @Test func whatIsSilentForTooLongEnds() {
    let talk = Talk(patience: Patience(idle: 60_000_000_000))
    talk.fromClient(Records.clientHello(), port: 1, at: 0)
    talk.fromClient(Records.clientHello(), port: 2, at: 30)
    talk.give(Self.get, from: Talk.client, to: Endpoint(address: Talk.server.address, port: 5683), at: 10)
    talk.tick(at: 60)
    #expect(talk.heard.ended.isEmpty && talk.heard.conversations.isEmpty)
    talk.tick(at: 61)
    #expect(talk.heard.ended.map(\.session.client.port) == [1])
    #expect(talk.heard.ended[0].session.wasSilent && talk.heard.ended[0].session.outcome == .incomplete)
    talk.tick(at: 80)
    #expect(talk.heard.conversations.count == 1)
    talk.tick(at: 91)
    #expect(talk.heard.ended.map(\.session.client.port) == [1, 2])
    talk.finish()
    #expect(talk.heard.ended.count == 2 && talk.heard.conversations.count == 1)
  }

  /// In a file idle time ends nothing.
  @Test func withoutPatienceNothingEnds() {
    let talk = Talk()
    talk.fromClient(Records.clientHello(), at: 0)
    talk.tick(at: 1_000_000)
    #expect(talk.heard.ended.isEmpty && talk.heard.due.isEmpty)
  }

  @Test func aSessionWithConnectionIDsMaySleep() throws {
    let heard = Recorder()
    let analyzer = Analyzer(
      decryption: Decryption(keyring: Keyring()), patience: Patience(idle: 60_000_000_000), listener: heard)
    final class Endless: DatagramConsumer {
      let next: Analyzer
      var last = PacketStamp(number: 0, nanoseconds: 0)
      init(_ next: Analyzer) { self.next = next }
      func receive(_ datagram: borrowing Datagram, at stamp: PacketStamp) {
        // Up to the goodbyes.
        guard stamp.number < 17 else { return }
        last = stamp
        next.receive(datagram, at: stamp)
      }
      func receive(_ error: borrowing ICMPError, at stamp: PacketStamp) {}
      func receive(_ problem: NetworkProblem, at stamp: PacketStamp) {}
      func receive(_ secrets: KeyLog) {}
      func captureBegan(at stamp: PacketStamp) {}
      func tick(at stamp: PacketStamp) {}
      func inputPaused() {}
      func captureEnded(_ facts: CaptureFacts) {}
    }
    let endless = Endless(analyzer)
    try CaptureRun(try CaptureFile.open(Fixtures.path("ok-cid-portchange-mbedtls-libcoap")), index: 0).run(endless)
    let live = heard.began.count - heard.ended.count
    try #require(live > 0)
    func tick(after seconds: Int64) {
      analyzer.tick(
        at: PacketStamp(number: endless.last.number, nanoseconds: endless.last.nanoseconds + seconds * 1_000_000_000))
    }
    tick(after: 61)
    #expect(heard.ended.count(where: \.session.wasSilent) == 0)
    tick(after: 60 * 24 + 1)
    #expect(heard.ended.count(where: \.session.wasSilent) == live)
  }

  @Test func aRefusalIsJudgedAMomentLater() {
    let talk = Talk(patience: Patience())
    talk.fromClient(Records.clientHello(), at: 10)
    talk.fromServer(Records.alert(2, 40), at: 10)
    talk.tick(at: 10)
    #expect(talk.heard.due.isEmpty)
    talk.tick(at: 11)
    #expect(talk.heard.due.map(\.session.client.port) == [40000])
    // Once.
    talk.tick(at: 12)
    talk.tick(at: 20)
    #expect(talk.heard.due.count == 1 && talk.heard.ended.isEmpty)
  }

  @Test func aHandshakeIsStuckWhenTheNextSendingIsDue() {
    let talk = Talk(patience: Patience())
    for (number, second) in [0, 1, 3].enumerated() {
      talk.fromClient(Records.clientHello(number: number), at: second)
      talk.tick(at: second)
    }
    talk.tick(at: 6)
    #expect(talk.heard.due.isEmpty)
    // It goes on repeating itself, which does not put it off.
    talk.fromClient(Records.clientHello(number: 3), at: 7)
    talk.tick(at: 7)
    #expect(talk.heard.due.count == 1)
  }

  @Test func anAnswerInTimeIsNoFailure() {
    let talk = Talk(patience: Patience())
    for (number, second) in [0, 1, 3].enumerated() { talk.fromClient(Records.clientHello(number: number), at: second) }
    talk.tick(at: 4)
    talk.fromServer(Records.serverHello(), at: 5)
    talk.tick(at: 9)
    #expect(talk.heard.due.isEmpty)
  }
}
