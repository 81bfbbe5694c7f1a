import Capture
import DTLS
import Testing

@testable import Diagnosis

/// Bytes and datagrams that need not be.
@Suite struct CostRulesTests {
  @Test func aFlightInMoreDatagramsThanItNeeds() throws {
    let scene = Scene()
    for port in [40000, 40001] as [UInt16] {
      let talk = scene.talk(from: .init(address: Scene.client, port: port))
      talk.cookieExchange(at: 0)
      talk.serverFlight(at: 0.03, sending: .apart)
      talk.clientFlight(at: 0.04)
      talk.serverFinish(at: 0.05)
    }
    // It is said once, of the first session that shows it.
    #expect(try scene.findings().named(.excessDatagrams) == ["info excess-datagrams certain 7 9"])
  }

  @Test func aFlightInOneDatagram() throws {
    let scene = Scene()
    scene.talk().comeUp()
    #expect(try scene.findings().named(.excessDatagrams) == [])
  }

  /// A flight with a certificate, in datagrams of their own or in fragments.
  private func certificate(bytes: Int, _ sending: Talk.Sending) throws -> Found {
    let scene = Scene()
    let talk = scene.talk()
    talk.suite = 0xc0ae
    talk.cookieExchange(at: 0)
    talk.server(.serverHello, at: 0.03)
    talk.server(.certificate(bytes: bytes), at: 0.031, sending: sending)
    talk.server(.serverKeyExchange, .serverHelloDone, at: 0.032)
    talk.clientFlight(at: 0.04)
    talk.serverFinish(at: 0.05)
    return try scene.findings()
  }

  @Test func aFlightThatNeedsItsDatagrams() throws {
    #expect(try certificate(bytes: 1300, .apart).named(.excessDatagrams) == [])
  }

  @Test func fragmentsThatAreSmall() throws {
    let found = try certificate(bytes: 1000, .inFragments(5))
    #expect(found.named(.smallMtuFragmentation) == ["info small-mtu-fragmentation certain 5"])
    #expect(found.text(of: .smallMtuFragmentation).contains("1006 bytes comes in 5 handshake fragments"))
    #expect(try certificate(bytes: 1000, .inFragments(2)).named(.smallMtuFragmentation) == [])
    #expect(try certificate(bytes: 100, .apart).named(.smallMtuFragmentation) == [])
  }

  @Test(arguments: [(200, 1), (50, 0)])
  func aHelloWithManySuites(suites: Int, count: Int) throws {
    let scene = Scene()
    let talk = scene.talk()
    talk.suites = [0xc0a8] + (1..<UInt16(suites)).map { $0 }
    talk.comeUp()
    let found = try scene.findings().named(.oversizedClienthello)
    #expect(found == Array(repeating: "info oversized-clienthello certain 3", count: count))
  }

  /// With certificates a large hello is common.
  @Test func aLargeHelloForCertificates() throws {
    let scene = Scene()
    let talk = scene.talk()
    talk.suites = [0xc0ae] + (1..<200).map { $0 }
    talk.suite = 0xc0ae
    talk.comeUp()
    #expect(try scene.findings().named(.oversizedClienthello) == [])
  }

  @Test(arguments: [(0xc037, 1), (0x00ae, 1), (0xc0a8, 0), (0xccab, 0)] as [(UInt16, Int)])
  func aSuiteWithCBC(suite: UInt16, count: Int) throws {
    let scene = Scene()
    let talk = scene.talk()
    talk.suites = [0xc0a8, suite]
    talk.suite = suite
    talk.comeUp()
    let found = try scene.findings()
    #expect(found.named(.cbcSuiteSelected) == Array(repeating: "info cbc-suite-selected certain 4", count: count))
    if count > 0 { #expect(found.text(of: .cbcSuiteSelected).contains("The client offers 1 AEAD suite")) }
  }
}
