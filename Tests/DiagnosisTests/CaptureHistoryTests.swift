import Bytes
import Capture
import CoAP
import Testing

@testable import Analysis
@testable import Diagnosis

@Suite struct CaptureHistoryTests {
  private static let server = Endpoint(address: Scene.server, port: 5684)

  private func digest(_ number: Int, client: UInt32 = 1, server: Endpoint = server) -> SessionDigest {
    let client = Endpoint(address: IPAddress(ipv4: client), port: UInt16(truncatingIfNeeded: number))
    return SessionDigest(
      Session(
        id: number, client: client, server: server, hasGuessedRoles: false,
        first: PacketStamp(number: number, nanoseconds: Int64(number))))
  }

  private func history(_ numbers: some Sequence<Int>) -> CaptureHistory {
    var history = CaptureHistory()
    for number in numbers { history.add(digest(number), number: number) }
    return history
  }

  @Test func sessionsAreFoundByClientAndByServer() {
    var history = history([1, 2])
    history.add(digest(3, client: 2), number: 3)
    history.add(digest(4, server: Endpoint(address: Scene.server, port: 5685)), number: 4)
    let host = IPAddress(ipv4: 1)
    #expect(history.sessions(ofClient: host, besides: 2).map(\.number) == [1, 4])
    #expect(history.sessions(ofServer: Self.server, besides: 1).map(\.number) == [2, 3])
    #expect(history.sessions(ofClient: IPAddress(ipv4: 9), besides: 1).isEmpty)
    #expect(history.allSessions.map(\.number) == [1, 2, 3, 4])
  }

  @Test func whatIsKnownLaterTakesThePlaceOfWhatWas() {
    var history = history([1])
    history.add(digest(1), number: 1)
    #expect(history.allSessions.count == 1)
    #expect(history.sessions(ofServer: Self.server, besides: 0).map(\.number) == [1])
  }

  @Test func theOrderOfArrivalMakesNoDifference() {
    let history = history([5, 1, 9, 3, 7])
    #expect(history.sessions(ofServer: Self.server, besides: 5).map(\.number) == [1, 3, 7, 9])
  }

  @Test func theNearestSessionsAreCompared() {
    let history = history(1...1000)
    let middle = history.sessions(ofServer: Self.server, besides: 500).map(\.number)
    #expect(middle.count == CaptureHistory.maximumCompared - 1)
    #expect(middle.first.map { $0 >= 460 } == true && middle.last.map { $0 <= 540 } == true)
    #expect(history.sessions(ofServer: Self.server, besides: 1).first?.number == 2)
    #expect(history.sessions(ofServer: Self.server, besides: 1000).last?.number == 999)
  }

  @Test func beyondTheBoundTheOlderHalfIsForgotten() {
    let count = CaptureHistory.maximumSessions
    var history = history(1...count)
    #expect(history.allSessions.count == count)
    history.add(digest(count + 1), number: count + 1)
    #expect(history.allSessions.count == count / 2)
    #expect(history.allSessions.first?.number == count / 2 + 2 && history.allSessions.last?.number == count + 1)
    #expect(history.sessions(ofServer: Self.server, besides: 1).first?.number == count / 2 + 2)
  }

  @Test func conversationsAreBounded() {
    var history = CaptureHistory()
    for number in 0...CaptureHistory.maximumConversations {
      history.add(
        PlainConversation(
          from: Endpoint(address: Scene.client, port: UInt16(truncatingIfNeeded: number)), to: Self.server,
          code: Code(rawValue: 1), at: PacketStamp(number: number, nanoseconds: 0)))
    }
    #expect(history.conversations.count == CaptureHistory.maximumConversations)
    #expect(history.conversations.first?.first.number == 0)
  }

  // MARK: Hosts

  private static func stamp(_ seconds: Double, number: Int = 1) -> PacketStamp {
    PacketStamp(number: number, nanoseconds: Int64(seconds * 1e9))
  }

  private func hosts(_ sightings: [(Double, HostSighting.Kind)]) -> HostHistory {
    var hosts = HostHistory()
    for (number, (time, kind)) in sightings.enumerated() {
      hosts.add(HostSighting(Scene.server, kind), at: Self.stamp(time, number: number + 1))
    }
    return hosts
  }

  @Test func aHostIsHeardAroundItsSightings() {
    let hosts = hosts([(10, .sent), (12, .sent), (100, .sent)])
    func wasHeard(_ from: Int64, _ to: Int64, margin: Int64) -> Bool {
      hosts.wasHeard(
        Scene.server, around: from * 1_000_000_000...to * 1_000_000_000, margin: margin * 1_000_000_000)
    }
    #expect(hosts.host(Scene.server)?.heard.count == 2)
    #expect(wasHeard(11, 11, margin: 0) && wasHeard(0, 5, margin: 5) && wasHeard(105, 106, margin: 5))
    #expect(!wasHeard(13, 99, margin: 0) && !wasHeard(0, 5, margin: 4) && !wasHeard(106, 107, margin: 5))
    #expect(!hosts.wasHeard(Scene.client, around: 0...1_000_000_000_000, margin: 0))
  }

  @Test func whoIsAskedForInVainIsKnownUntilHeard() {
    let asked = hosts([(1, .wanted), (2, .wanted), (3, .wanted)])
    #expect(asked.host(Scene.server)?.requests == 3 && asked.host(Scene.server)?.wanted?.number == 1)
    let heard = hosts([(1, .wanted), (2, .wanted), (3, .sent)])
    #expect(heard.host(Scene.server)?.requests == 0 && heard.host(Scene.server)?.wanted == nil)
  }

  @Test func stretchesAreBounded() {
    let hosts = hosts((0..<100).map { (Double($0) * 60, .sent) })
    #expect(hosts.host(Scene.server)?.heard.count == HostHistory.maximumStretches)
    #expect(hosts.wasHeard(Scene.server, around: 5_940_000_000_000...5_940_000_000_000, margin: 0))
  }

  @Test func hostsAreBounded() {
    var hosts = HostHistory()
    let count = UInt32(HostHistory.maximumHosts)
    for host in 0...count { hosts.add(HostSighting(IPAddress(ipv4: host), .sent), at: Self.stamp(1)) }
    #expect(hosts.host(IPAddress(ipv4: 0)) != nil && hosts.host(IPAddress(ipv4: count - 1)) != nil)
    #expect(hosts.host(IPAddress(ipv4: count)) == nil)
    // Those that are known go on being heard.
    hosts.add(HostSighting(IPAddress(ipv4: 0), .sent), at: Self.stamp(100))
    #expect(hosts.host(IPAddress(ipv4: 0))?.heard.count == 2)
  }
}
