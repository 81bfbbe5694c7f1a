import Analysis
import TestSupport
import Testing

@testable import Diagnosis

/// Pre-shared keys of DTLS 1.3, by their binders.
@Suite struct DTLS13RulesTests {
  private func causes(_ fixture: String, _ keys: String..., keyLog: String = "") throws -> [String] {
    try Scene(replaying: fixture).findings(keys, keyLog: keyLog).causes
  }

  @Test func aBinderUnderAnotherKeyProvesAMismatch() throws {
    #expect(try causes("fail-dtls13-wrongpsk", "esp32c3_key") == ["error psk-mismatch-dtls13 certain 1 3"])
    let found = try Scene(replaying: "fail-dtls13-wrongpsk").findings(["esp32c3_key", "wrong_key"])
    #expect(found.causes == ["error psk-mismatch-dtls13 likely 1 3"])
    #expect(found.text.contains("is psk:key 2") && !found.text.contains("wrong_key"))
  }

  /// Without a key the binder says nothing, and what ICMP says stays.
  @Test func withoutAKeyTheBinderIsNoProof() throws {
    let found = try causes("fail-dtls13-wrongpsk")
    #expect(found.count == 1 && found.allSatisfy { $0.hasPrefix("error dtls-port-closed ") })
  }

  @Test func aServerThatTakesNoKeyDoesNotKnowTheIdentity() throws {
    let found = try Scene(replaying: "fail-dtls13-unknown-identity").findings(["esp32c3_key"])
    #expect(found.causeFindings.map(\.explanation.id) == ["psk-identity-unknown-dtls13"])
    // The server's flight stays sealed without its key log, and a certificate might be in it.
    #expect(found.causeFindings.map(\.confidence) == [.likely])
    #expect(found.text.contains("the key is the one you gave"))
  }

  /// A binder that verifies, and a session that comes up, are nothing to remark.
  @Test func aSessionThatCameUpHasNoCause() throws {
    #expect(try causes("ok-dtls13-psk-ke-ccm8", "esp32c3_key") == [])
    // The binder is refuted by a wrong key of the user's, and the session came up: the user is wrong, not the session.
    #expect(try causes("ok-dtls13-psk-ke-ccm8", "another_key") == [])
  }
}
