import TestSupport
import Testing

@testable import Diagnosis

/// A failing handshake held against a working one.
@Suite struct HandshakeComparisonTests {
  private func portrait(_ fixture: String, dropping: Set<Int> = []) throws -> HandshakePortrait {
    let scene = Scene(replaying: fixture)
    scene.drop(dropping)
    let found = try scene.findings(["esp32c3_key"])
    return HandshakePortrait(try #require(found.sessions.first), number: 1)
  }

  private static let good = "ok-ccm8-put-get-openssl"

  @Test func aHandshakeIsLikeItself() throws {
    let portrait = try portrait(Self.good)
    let comparison = HandshakeComparison(good: portrait, bad: portrait)
    #expect(comparison.departure == nil)
    #expect(comparison.differences.isEmpty)
    #expect(comparison.rows.allSatisfy { $0.isShared && $0.remarks.isEmpty })
    #expect(
      portrait.steps.map(\.name) == [
        "client_hello", "hello_verify_request", "client_hello", "server_hello", "server_key_exchange",
        "server_hello_done", "client_key_exchange", "change_cipher_spec", "finished", "new_session_ticket",
        "change_cipher_spec", "finished",
      ])
  }

  @Test func aWrongKeyDepartsAfterTheClientsFinished() throws {
    let comparison = HandshakeComparison(
      good: try portrait(Self.good), bad: try portrait("fail-wrongpsk-client-openssl-server-openssl"))
    let place = try #require(comparison.departure)
    #expect(comparison.rows[place].good?.name == "new_session_ticket" && comparison.rows[place].bad == nil)
    #expect(comparison.rows[place - 1].bad?.name == "finished")
    #expect(comparison.rows[3].remarks.contains("sent once against 4 times"))
    let names = comparison.differences.map(\.name)
    #expect(names.contains("key that opens the client's records"))
    // Random values, and what the failing one did not come to, are no differences.
    #expect(!names.contains { $0.contains("random") || $0 == "key that opens the server's records" })
  }

  @Test func aRefusedHelloDepartsAtOnce() throws {
    let comparison = HandshakeComparison(
      good: try portrait(Self.good), bad: try portrait("fail-nosharedcipher-openssl"))
    let place = try #require(comparison.departure)
    #expect(comparison.rows[..<place].allSatisfy { $0.isShared })
    #expect(comparison.rows.contains { $0.good == nil && $0.bad?.name == "fatal alert handshake_failure" })
    #expect(!comparison.differences.contains { $0.name == "suite chosen" })
  }

  @Test func otherOffersAreNamed() throws {
    let comparison = HandshakeComparison(
      good: try portrait("lossy-drop-ch2"), bad: try portrait("fail-suite-tinydtls-server"))
    let suites = try #require(comparison.differences.first { $0.name == "suites offered" })
    #expect(suites.text.contains("only the working one has TLS_PSK_WITH_AES_128_CCM_8"))
    #expect(suites.text.contains("only the failing one has TLS_PSK_WITH_AES_128_GCM_SHA256"))
  }
}
