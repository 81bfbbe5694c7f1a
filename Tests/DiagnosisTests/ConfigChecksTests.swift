import TestSupport
import Testing

@testable import Diagnosis

/// What a device's configuration has to do with what was found.
@Suite struct ConfigChecksTests {
  /// What is remarked on the first error of a fixture.
  private func remarks(_ fixture: String, _ lines: String...) throws -> [String] {
    let found = try Scene(replaying: fixture).findings(["esp32c3_id:esp32c3_key"])
    let session = try #require(found.sessions.last)
    let cause = try #require(found.findings.first { $0.severity == .error })
    let facts = SessionCase(session, number: 1, in: CaptureHistory())
    return ConfigCheck.remarks(on: cause.explanation, SDKConfig(lines.joined(separator: "\n")), facts)
  }

  @Test func anOptionThatIsOffExplainsRefusedSuites() throws {
    let off = "# CONFIG_MBEDTLS_KEY_EXCHANGE_PSK is not set"
    #expect(
      try remarks("fail-nosharedcipher-mbedtls", "CONFIG_MBEDTLS_PSK_MODES=y", off) == [
        "CONFIG_MBEDTLS_KEY_EXCHANGE_PSK is not set: that is why the server refused the 1 plain PSK suite offered"
      ])
    let without = try remarks("fail-nosharedcipher-mbedtls", "# CONFIG_MBEDTLS_PSK_MODES is not set", off)
    #expect(
      without.first?.hasPrefix("CONFIG_MBEDTLS_PSK_MODES is not set: the firmware has no suite with a pre-shared key")
        == true)
  }

  @Test func anOptionThatIsOnOrNotThereExplainsNothing() throws {
    #expect(
      try remarks(
        "fail-nosharedcipher-mbedtls", "CONFIG_MBEDTLS_PSK_MODES=y", "CONFIG_MBEDTLS_KEY_EXCHANGE_PSK=y",
        "CONFIG_MBEDTLS_CCM_C=y") == [])
    #expect(try remarks("fail-nosharedcipher-mbedtls", "CONFIG_LWIP_IPV6=y") == [])
  }

  /// An option that is off without having to do with what happened.
  @Test func anOptionOfOtherSuitesExplainsNothing() throws {
    #expect(try remarks("fail-nosharedcipher-mbedtls", "# CONFIG_MBEDTLS_GCM_C is not set") == [])
    #expect(try remarks("fail-cookie-rejected-openssl", "# CONFIG_MBEDTLS_SSL_PROTO_DTLS is not set") == [])
  }

  @Test func aNumberIsHeldAgainstWhatWasSent() throws {
    let small = try remarks("fail-mtu-blackhole-openssl-serverview", "CONFIG_MBEDTLS_SSL_IN_CONTENT_LEN=512")
    #expect(small.count == 1 && small[0].hasPrefix("CONFIG_MBEDTLS_SSL_IN_CONTENT_LEN is 512, and datagrams of "))
    #expect(try remarks("fail-mtu-blackhole-openssl-serverview", "CONFIG_MBEDTLS_SSL_IN_CONTENT_LEN=16384") == [])
  }

  @Test func noConnectionIDExplainsASessionThatWasLost() throws {
    #expect(
      try remarks("fail-nat-rebind-nocid-mbedtls", "# CONFIG_MBEDTLS_SSL_DTLS_CONNECTION_ID is not set").count == 1)
    #expect(try remarks("fail-nat-rebind-nocid-mbedtls", "CONFIG_MBEDTLS_SSL_DTLS_CONNECTION_ID=y") == [])
  }
}
