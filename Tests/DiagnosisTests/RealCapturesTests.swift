import Analysis
import Bytes
import DTLS
import TestSupport
import Testing

@testable import Diagnosis

/// Captures of real stacks that fail, each for a cause that was arranged.
@Suite struct RealCapturesTests {
  private static let key = "esp32c3_id:esp32c3_key"

  /// A fixture, the keys to try, and what the first error may be called.
  static let causes: [(name: String, keys: [String], ids: Set<String>)] = [
    ("fail-blackhole-mbedtls", [key], ["server-unreachable"]),
    ("fail-cert-expired-gnutls", [], ["cert-date"]),
    ("fail-cert-notyetvalid-mbedtls", [], ["cert-date"]),
    ("fail-clienthello-truncated-openssl", [key], ["datagrams-cut-on-the-way"]),
    ("fail-cookie-portchange-mbedtls", [key], ["nat-rebind-during-hello"]),
    ("fail-cookie-rejected-openssl", [key], ["cookie-never-accepted"]),
    ("fail-dtls-to-plain-port-mbedtls", [key], ["dtls-sent-to-coap-port"]),
    ("fail-mtu-blackhole-mbedtls-clientview", [], ["cert-flight-mtu-blackhole"]),
    ("fail-mtu-blackhole-openssl-serverview", [], ["cert-flight-mtu-blackhole"]),
    ("fail-nat-rebind-nocid-mbedtls", [key], ["nat-rebind-no-cid"]),
    ("fail-no-server-icmp-openssl", [key], ["dtls-port-closed"]),
    ("fail-no-server-icmp-ipv6-openssl", [key], ["dtls-port-closed"]),
    ("fail-nosharedcipher-mbedtls", [key], ["suite-cipher-mismatch-ccm8"]),
    ("fail-nosharedcipher-openssl", [key], ["suite-cipher-mismatch-ccm8"]),
    ("fail-plain-coap-to-dtls-port-mbedtls", [key], ["coap-sent-to-dtls-port"]),
    ("fail-second-clienthello-lost-mbedtls", [key], ["server-deaf-after-cookie"]),
    ("fail-serverflight-lost-mbedtls", [key], ["server-deaf-after-cookie"]),
    ("fail-server-reboot-client-mbedtls-server-mbedtls", [key], ["server-lost-session"]),
    ("fail-server-reboot-client-openssl-server-mbedtls", [key], ["server-lost-session"]),
    ("fail-suite-tinydtls-server", [key], ["suite-cipher-mismatch-ccm8"]),
    ("fail-unknown-identity-mbedtls", ["esp32c3_key"], ["psk-identity-unknown-alert"]),
    ("fail-unknown-identity-openssl", ["esp32c3_key"], ["psk-identity-unknown-alert"]),
    ("fail-version-client10-server12-mbedtls", [key], ["dtls10-only-client"]),
    ("fail-version-client12-server10-openssl", [key], ["dtls10-only-server"]),
    ("fail-version-client12mbedtls-server10-gnutls", [key], ["dtls10-only-server"]),
    ("fail-version-client13only-server12-openssl", [], ["dtls13-only-client"]),
    ("fail-wrongpsk-client-gnutls-server-mbedtls", ["esp32c3_key", "wrong_key"], ["psk-mismatch-alert"]),
    ("fail-wrongpsk-client-mbedtls-server-gnutls", ["esp32c3_key", "wrong_key"], ["psk-mismatch-silent"]),
    ("fail-wrongpsk-client-mbedtls-server-openssl", ["esp32c3_key", "wrong_key"], ["psk-mismatch-openssl"]),
    ("fail-wrongpsk-client-openssl-server-gnutls", ["esp32c3_key", "wrong_key"], ["psk-mismatch-silent"]),
    ("fail-wrongpsk-client-openssl-server-openssl", ["esp32c3_key"], ["psk-mismatch-openssl"]),
    ("fail-wrongpsk-client-tinydtls-server-openssl", ["esp32c3_key"], ["psk-mismatch-openssl"]),
  ]

  @Test(arguments: causes)
  func theCauseIsFoundAndIsTheOnlyError(_ name: String, _ keys: [String], _ ids: Set<String>) throws {
    let found = try Scene(replaying: name).findings(keys)
    let errors = found.findings.filter { $0.severity == .error }
    #expect(errors.count == 1 && errors.allSatisfy { ids.contains($0.explanation.id) }, "\(found.causes)")
    let numbers = 1...Scene(replaying: name).packets.count
    #expect(errors.allSatisfy { !$0.evidence.isEmpty && $0.evidence.allSatisfy { numbers.contains($0.stamp.number) } })
  }

  @Test func aCAOfDTLS13ThatTheClientDoesNotKnow() throws {
    let keyLog = String(decoding: contents(Fixtures.path("fail-dtls13-unknownca", "keys.keylog")), as: UTF8.self)
    let found = try Scene(replaying: "fail-dtls13-unknownca").findings([], keyLog: keyLog)
    #expect(found.causeFindings.map(\.explanation.id) == ["cert-unknown-ca"])
  }

  /// Which end has which key, where both were given.
  @Test(arguments: [
    "fail-wrongpsk-client-gnutls-server-mbedtls", "fail-wrongpsk-client-mbedtls-server-gnutls",
    "fail-wrongpsk-client-mbedtls-server-openssl", "fail-wrongpsk-client-openssl-server-gnutls",
  ])
  func theClientsKeyIsNamed(_ name: String) throws {
    let found = try Scene(replaying: name).findings("esp32c3_key", "wrong_key")
    #expect(found.text.contains("psk:key 2") && !found.text.contains("wrong_key"), "\(found.text)")
  }

  /// What is lossy, cut, resumed or renegotiated, and came up.
  @Test(arguments: [
    "lossy-drop-ch2", "lossy-drop-hvr", "lossy-drop-serverflight", "lossy-drop-ccs-only", "lossy-dup-all",
    "lossy-udpproxy-1", "lossy-swap-ccs-finished", "lossy-badmac-injected-appdata-openssl",
    "lossy-serverview-dup-reorder", "ok-20-clients-interleaved-mbedtls", "ok-resume-id-psk-openssl",
    "ok-renegotiation-client-openssl", "ok-ccm8-async-separate-response", "partial-capture-ends-in-handshake",
    "partial-capture-loses-frames", "partial-one-direction-client", "partial-snaplen-64-cert",
  ])
  func whatCameUpOrIsUnfinishedHasNoError(_ name: String) throws {
    for keys in [["esp32c3_key"], []] {
      let found = try Scene(replaying: name).findings(keys)
      #expect(found.findings.allSatisfy { $0.severity < .error }, "\(found.causes)")
    }
  }

  @Test func aFinishedThatIsDamagedOnce() throws {
    let found = try Scene(replaying: "lossy-finished-corrupted-once-openssl").findings(Self.key)
    #expect(found.findings.allSatisfy { $0.severity < .error }, "\(found.causes)")
  }

  @Test func threeClientsAtOnceOfWhomOneHasAWrongKey() throws {
    let found = try Scene(replaying: "mixed-half-open-clients").findings(Self.key)
    let errors = found.findings.filter { $0.severity == .error }
    #expect(errors.count == 1 && errors.first?.explanation.id.hasPrefix("psk-mismatch") == true, "\(found.causes)")
  }

  @Test(arguments: [
    "mixed-client-reboot-same-port-client-mbedtls-server-openssl",
    "mixed-client-reboot-same-port-client-openssl-server-openssl",
  ])
  func aClientThatRestartsOnItsPort(_ name: String) throws {
    let found = try Scene(replaying: name).findings(Self.key)
    #expect(found.causeFindings.map(\.explanation.id) == ["client-restart-same-port"], "\(found.causes)")
  }
}
