import Capture
import DTLS
import Testing

@testable import Diagnosis

/// What only several sessions together show.
@Suite struct HabitRulesTests {
  private func endpoint(_ host: UInt32, _ port: UInt16) -> Endpoint {
    Endpoint(address: IPAddress(ipv4: 0xc000_0200 | host), port: port)
  }

  /// Sessions of one host, each on a port of its own, every `interval` seconds, with so many requests.
  private func sessions(
    _ count: Int, every interval: Double, requests: Int = 1, isClosed: Bool = true,
    set: (Talk) -> Void = { _ in }
  ) -> Scene {
    let scene = Scene()
    for index in 0..<count {
      let start = Double(index) * interval
      let talk = scene.talk(from: endpoint(1, 40000 + UInt16(index)))
      set(talk)
      talk.comeUp(at: start)
      for request in 0..<requests {
        talk.client(.get(UInt8(request)), at: start + 1 + Double(request) / 10)
        talk.server(.content(UInt8(request)), at: start + 1.01 + Double(request) / 10)
      }
      if isClosed { talk.close(at: start + 3) }
    }
    return scene
  }

  @Test(arguments: [(2, []), (3, ["info"]), (5, ["warning"])])
  func aHandshakeForEveryRequest(count: Int, severities: [String]) throws {
    let found = try sessions(count, every: 10).findings("esp32c3_key").named(.handshakePerRequest)
    #expect(found.map { String($0.prefix { $0 != " " }) } == severities)
    if count == 3 { #expect(found == ["info handshake-per-request likely 1 21 #0"]) }
  }

  /// A request that is repeated until it is answered is one.
  @Test func aHandshakeForEveryRequestOnALossyPath() throws {
    let scene = Scene()
    for index in 0..<3 as Range<UInt16> {
      let start = Double(index) * 20
      let talk = scene.talk(from: endpoint(1, 40000 + index))
      talk.comeUp(at: start)
      talk.client(.get(1), at: start + 1, start + 3.5, start + 8.5)
      talk.server(.content(1), at: start + 8.6)
      talk.close(at: start + 9)
    }
    #expect(
      try scene.findings("esp32c3_key").named(.handshakePerRequest) == ["info handshake-per-request likely 1 25 #0"])
  }

  @Test func sessionsThatAreUsedOrFarApartAreNoHabit() throws {
    #expect(try sessions(5, every: 10, requests: 6).findings("esp32c3_key").named(.handshakePerRequest) == [])
    #expect(try sessions(5, every: 100).findings("esp32c3_key").named(.handshakePerRequest) == [])
    #expect(try sessions(5, every: 10, isClosed: false).findings("esp32c3_key").named(.handshakePerRequest) == [])
    // Open at the same time: many clients behind one address.
    #expect(try sessions(5, every: 1).findings("esp32c3_key").named(.handshakePerRequest) == [])
  }

  @Test func handshakesThatCouldResume() throws {
    let found = try sessions(3, every: 200).findings("esp32c3_key")
    #expect(found.named(.noSessionResumption) == ["info no-session-resumption likely 1 21 #0"])
    #expect(found.text(of: .noSessionResumption).contains("each cost the full price, 50 ms on average"))
    #expect(try sessions(2, every: 200).findings("esp32c3_key").named(.noSessionResumption) == [])
  }

  @Test func handshakesWithConnectionIDs() throws {
    let scene = sessions(3, every: 200) {
      $0.clientExtensions += [0, 54, 0, 1, 0]
      $0.serverExtensions += [0, 54, 0, 1, 0]
    }
    #expect(try scene.findings("esp32c3_key").named(.noSessionResumption) == [])
  }

  @Test func aHandshakeAfterEachPause() throws {
    let found = try sessions(3, every: 60, isClosed: false).findings("esp32c3_key")
    #expect(found.named(.noCidBehindNat) == ["info no-cid-behind-nat possible 1 9 #0"])
    #expect(try sessions(3, every: 20, isClosed: false).findings("esp32c3_key").named(.noCidBehindNat) == [])
    #expect(try sessions(3, every: 60).findings("esp32c3_key").named(.noCidBehindNat) == [])
  }

  /// Clients that send a hello each and never go on; the server demands cookies. Another client comes up.
  private func flood(_ clients: Int, isOneClient: Bool = false, within seconds: Double = 10) throws -> Found {
    let scene = Scene()
    scene.talk(from: endpoint(200, 40000)).comeUp(at: 0)
    let random = scene.talk().clientRandom
    for index in 0..<clients {
      let talk = scene.talk(from: endpoint(10 + UInt32(index), 50000))
      if isOneClient { talk.clientRandom = random }
      let time = 1 + Double(index) * seconds / Double(clients)
      talk.client(.hello, at: time)
      talk.server(.helloVerifyRequest, at: time + 0.01)
    }
    scene.sign(at: 100)
    return try scene.findings("esp32c3_key")
  }

  @Test func clientsThatLeaveTheirHandshakesHalfOpen() throws {
    #expect(try flood(6).named(.halfOpenFlood) == ["warning half-open-flood likely 7 17 #0"])
    #expect(try flood(4).named(.halfOpenFlood) == [])
    #expect(try flood(6, within: 300).named(.halfOpenFlood) == [])
    #expect(try flood(6, isOneClient: true).named(.halfOpenFlood) == [])
  }

  /// Handshakes of several clients in each of which the ClientHello with the cookie is answered only when it comes again.
  private func stalls(_ stalled: [Bool]) throws -> Found {
    let scene = Scene()
    for (index, isStalled) in stalled.enumerated() {
      let talk = scene.talk(from: endpoint(UInt32(index) + 10, 40000))
      let start = Double(index) * 10 + (isStalled ? 1 : 0)
      talk.cookieExchange(at: Double(index) * 10)
      if isStalled { talk.client(.helloWithCookie, at: start + 0.02) }
      talk.serverFlight(at: start + 0.03)
      talk.clientFlight(at: start + 0.04)
      talk.serverFinish(at: start + 0.05)
    }
    return try scene.findings("esp32c3_key")
  }

  @Test func aServerThatStallsAfterEveryCookie() throws {
    #expect(try stalls([true, true]).named(.acceptRebind1sStall) == ["warning accept-rebind-1s-stall likely 1 8 #0"])
    #expect(try stalls([true]).named(.acceptRebind1sStall) == [])
    #expect(try stalls([true, false, true]).named(.acceptRebind1sStall) == [])
  }

  /// Clients on several hosts; those with a key of their own fail.
  private func clients(_ wrong: [Bool], onOneHost: Bool = false) throws -> Found {
    let scene = Scene()
    for (index, isWrong) in wrong.enumerated() {
      let talk = scene.talk(from: endpoint(onOneHost ? 1 : UInt32(index) + 10, 40000 + UInt16(index)))
      let start = Double(index) * 10
      guard isWrong else {
        talk.comeUp(at: start)
        continue
      }
      talk.clientKey = [1]
      talk.cookieExchange(at: start)
      talk.serverFlight(at: start + 0.03)
      talk.clientFlight(at: start + 0.04)
      talk.server(.alert(.fatal, .badRecordMAC), at: start + 0.05)
    }
    return try scene.findings("esp32c3_key")
  }

  @Test func clientsThatAllFailAlike() throws {
    let found = try clients([true, true, true])
    #expect(
      found.named(.pskMismatchAlert).filter { $0.hasSuffix("#0") } == ["info psk-mismatch-alert likely 1 7 13 #0"])
    #expect(found.findings.last?.text.hasPrefix("All 3 sessions of 192.0.2.2:5684 that failed, from 3 hosts") == true)
  }

  @Test func clientsOfWhichSomeComeUp() throws {
    #expect(try clients([true, true, false]).all.filter { $0.hasSuffix("#0") } == [])
    #expect(try clients([true, true], onOneHost: true).all.filter { $0.hasSuffix("#0") } == [])
  }
}
