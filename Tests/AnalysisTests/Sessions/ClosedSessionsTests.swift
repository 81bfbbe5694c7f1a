import Bytes
import Capture
import DTLS
import TestSupport
import Testing

@testable import Analysis

/// When closed sessions end, whatever the times of packets are.
@Suite struct ClosedSessionsTests {
  /// A client that says hello and is refused, with its port for a name.
  private func refuse(_ port: UInt16, at seconds: Int, in talk: Talk) {
    talk.fromClient(Records.clientHello(random: UInt8(port % 256)), port: port, at: seconds)
    talk.fromServer(Records.alert(2, 40), port: port, at: seconds)
  }

  private func ports(_ talk: Talk) -> [UInt16] { talk.heard.ended.map(\.session.client.port) }

  @Test func aTimeInTheFutureKeepsNoOtherSession() {
    let talk = Talk()
    refuse(1000, at: 1_000_000_000, in: talk)
    for port in UInt16(1001)...1003 { refuse(port, at: 10, in: talk) }
    talk.tick(at: 71)
    #expect(ports(talk) == [1001, 1002, 1003])
    talk.finish()
    #expect(ports(talk) == [1001, 1002, 1003, 1000])
  }

  @Test func theNextPacketOfASessionPutsItsTimeRight() {
    let talk = Talk()
    refuse(1000, at: 1_000_000_000, in: talk)
    talk.fromServer(Records.alert(2, 40, number: 1), port: 1000, at: 10)
    talk.tick(at: 71)
    #expect(ports(talk) == [1000])
  }

  @Test func sessionsThatEndTogetherEndInTheOrderOfTheirBeginning() {
    let talk = Talk()
    for port in UInt16(1001)...1003 { talk.fromClient(Records.clientHello(), port: port, at: 10) }
    for port in [1003, 1001, 1002] as [UInt16] { talk.fromServer(Records.alert(2, 40), port: port, at: 11) }
    talk.tick(at: 72)
    #expect(ports(talk) == [1001, 1002, 1003])
  }

  @Test func whoeverGoesOnLingersAnew() {
    let talk = Talk()
    refuse(1000, at: 10, in: talk)
    talk.fromServer(Records.alert(2, 40, number: 1), port: 1000, at: 60)
    talk.tick(at: 120)
    #expect(ports(talk) == [])
    talk.tick(at: 121)
    #expect(ports(talk) == [1000])
  }
}
