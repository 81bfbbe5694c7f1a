import Cryptography
import Bytes
import Capture
import DTLS
import TestSupport
import Testing

@testable import Analysis

/// Sessions that resume another one, by its session_id (RFC 5246 §7.3) or by its ticket (RFC 5077).
@Suite struct ResumptionTests {
  /// Fixture, and the number of the last packet of its first session.
  private static let fixtures = [
    ("ok-resume-id-psk-openssl", 12), ("ok-resume-ticket-psk-openssl", 12), ("ok-resume-ticket-mbedtls", 10),
    ("ok-resume-ticket-without-id-openssl", 10),
  ]

  @Test(arguments: fixtures) func theKeyOfTheFirstSessionOpensTheSecond(_ name: String, _ last: Int) throws {
    let sessions = try analyze(name, "esp32c3_key").began
    #expect(sessions.count == 2)
    #expect(sessions[1].first.number == last + 1 && sessions[1].client.port != sessions[0].client.port)
    #expect(sessions.map(\.association.handshake.isResumed) == [false, true])
    #expect(sessions.allSatisfy { $0.outcome == .established && $0.decryption.state == .decrypted })
    #expect(sessions.map(\.decryption.keySource) == ["psk:key 1", "psk:key 1"])
    for side in Side.allCases {
      #expect(sessions[1].association.handshake.finished[side]?.isVerified == true)
    }
  }

  @Test(arguments: fixtures) func withoutTheFirstSessionItIsSaid(_ name: String, _ last: Int) throws {
    let sessions = try analyze(name, "esp32c3_key", dropping: Set(1...last)).began
    #expect(sessions.count == 1 && sessions[0].association.handshake.isResumed)
    #expect(sessions[0].decryption.state == .needsKeyLog)
    #expect(
      sessions[0].decryption.reason.hasPrefix("The session resumes an earlier one, whose master secret is not known"))
  }

  @Test(arguments: fixtures) func aWrongKeyOpensNeither(_ name: String, _: Int) throws {
    let sessions = try analyze(name, "wrong").began
    #expect(sessions.map(\.decryption.state) == [.wrongKey, .needsKeyLog])
  }

  @Test(arguments: ["ok-resume-id-psk-openssl", "ok-resume-ticket-psk-openssl"])
  func aKeyLogOpensTheSecondAlone(_ name: String) throws {
    var keyring = Keyring()
    keyring.add(KeyLog(contents(Fixtures.path(name, "keys.keylog"))))
    let sessions = try analyze(name, keyring, dropping: Set(1...12)).began
    #expect(sessions.count == 1 && sessions[0].association.handshake.isResumed)
    #expect(sessions[0].decryption.state == .decrypted && sessions[0].decryption.keySource == "keylog")
  }

  /// A key log of the time before client randoms, with the session_id of ServerHello.
  @Test func aKeyLogMayNameTheSessionByItsID() throws {
    let name = "ok-resume-id-psk-openssl"
    let handshake = try #require(try analyze(name, "esp32c3_key").began.first).association.handshake
    let id = try #require(handshake.serverHello).sessionID
    let secrets = KeyLog(contents(Fixtures.path(name, "keys.keylog"))).secrets
    let random = KeyLog.Name.clientRandom(try #require(handshake.clientHello).random.bytes)
    let master = try #require(secrets[random]?.master).withBytes { Hex.string($0) }
    var keyring = Keyring()
    keyring.add(KeyLog(Array("RSA Session-ID:\(Hex.string(id)) Master-Key:\(master)".utf8)))
    let sessions = try analyze(name, keyring).began
    #expect(sessions.map(\.decryption.state) == [.decrypted, .decrypted])
    #expect(sessions.map(\.decryption.keySource) == ["keylog", "keylog"])
  }

  @Test func aServerMayRefuseToResume() throws {
    let sessions = try analyze("ok-resume-refused-openssl", "esp32c3_key").began
    #expect(sessions.count == 2)
    #expect(sessions[1].association.handshake.clientHello?.extensions.sessionTicket?.isEmpty == false)
    #expect(!sessions[1].association.handshake.isResumed)
    #expect(sessions[1].association.handshake.pskIdentity == Array("esp32c3_id".utf8))
    #expect(sessions[1].decryption.state == .decrypted)
  }

  @Test(arguments: [("ok-renegotiation-server-openssl", false), ("ok-renegotiation-resumed-openssl", true)])
  func aRenegotiationIsOpenedToo(_ name: String, _ isResumed: Bool) throws {
    let session = try #require(try analyze(name, "esp32c3_key").began.first)
    let handshakes = session.association.handshakes
    #expect(handshakes.map(\.epoch) == [0, 1])
    #expect(handshakes[1].isResumed == isResumed && handshakes[1].hasExtendedMasterSecret)
    for side in Side.allCases { #expect(handshakes[1].finished[side]?.isVerified == true) }
    #expect(session.decryption.state == .decrypted)
  }
}
