import TestSupport
import Testing

@testable import Analysis
@testable import DTLS

@Suite struct LeakedClockTests {
  @Test func aClockThatIsRightIsTheTimeOfCapture() throws {
    let session = try #require(try analyze("fail-cert-unknownca-mbedtls", Keyring()).ended.first?.session)
    for side in Side.allCases {
      let clock = try #require(session.clock(of: side))
      #expect(clock.state == .right)
      #expect(clock.confidence == .certain)
      #expect(abs(Int64(clock.seconds) - clock.stamp.nanoseconds / 1_000_000_000) < 2)
    }
  }

  /// The client's one value might be small by chance; the server's two agree.
  @Test func aClockThatNobodySetIsSmall() throws {
    let session = try #require(try analyze("clock-unset-mbedtls", Keyring()).ended.first?.session)
    let client = try #require(session.clock(of: .client))
    #expect(client.seconds == 42)
    #expect(client.state == .unset)
    #expect(client.confidence == .likely)
    let server = try #require(session.clock(of: .server))
    #expect(server.seconds == 86_450)
    #expect(server.state == .unset)
    #expect(server.confidence == .certain)
    #expect(server.stamp.number == 2)
  }

  @Test(arguments: ["ok-psk-gcm128-openssl", "ok-ccm8-put-get-gnutls", "ok-dtls13-keyupdate", "ok-tinydtls-both-echo"])
  func randomBytesAreNoClock(_ fixture: String) throws {
    let session = try #require(try analyze(fixture, Keyring()).ended.first?.session)
    for side in Side.allCases { #expect(session.clock(of: side) == nil, "\(fixture) \(side)") }
  }

  /// A small number in the random of a client that is not known to send its clock is none.
  @Test(arguments: [(UInt32(42), false), (500_000_000, false), (2_000_000_000, false), (1_700_000_100, true)])
  func aSmallNumberAloneIsNoClock(_ seconds: UInt32, _ isClock: Bool) throws {
    let talk = Talk()
    let random = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: seconds >> $0) } + [UInt8](repeating: 0xee, count: 28)
    talk.fromClient(helloRecord(random: random, suites: [0xc0a8]), at: 1_700_000_000)
    let session = try #require(talk.heard.began.first)
    #expect((session.clock(of: .client) != nil) == isClock)
  }
}
