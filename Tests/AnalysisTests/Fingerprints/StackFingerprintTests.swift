import DTLS
import TestSupport
import Testing

@testable import Analysis

/// The stack of each end of real sessions, whose ABOUT.md names it.
@Suite struct StackFingerprintTests {
  struct Expectation: Sendable {
    let fixture: String
    let client: (Stack, Confidence)?
    let server: (Stack, Confidence)?
  }

  @Test(arguments: [
    Expectation(fixture: "lossy-drop-ch2", client: (.mbedTLS, .certain), server: (.mbedTLS, .certain)),
    Expectation(fixture: "fail-cert-hostname-mbedtls", client: (.mbedTLS, .certain), server: (.mbedTLS, .certain)),
    Expectation(fixture: "ok-mbedtls-nocookie", client: (.mbedTLS, .certain), server: (.mbedTLS, .likely)),
    Expectation(fixture: "ok-ccm8-mbedtls-client-openssl-server", client: (.mbedTLS, .certain), server: (.openSSL, .likely)),
    Expectation(fixture: "ok-ecdhe-ecdsa-ccm8-openssl-keylog", client: (.openSSL, .certain), server: (.openSSL, .certain)),
    Expectation(fixture: "ok-psk-gcm128-openssl", client: (.openSSL, .certain), server: (.openSSL, .likely)),
    Expectation(fixture: "ok-psk-ccm8-nocookie-openssl", client: (.openSSL, .certain), server: (.openSSL, .possible)),
    Expectation(fixture: "fail-no-server-icmp-openssl", client: (.openSSL, .certain), server: nil),
    Expectation(fixture: "ok-ccm8-put-get-gnutls", client: (.gnuTLS, .certain), server: (.gnuTLS, .certain)),
    Expectation(fixture: "ok-raw-public-keys-gnutls", client: (.gnuTLS, .certain), server: (.gnuTLS, .certain)),
    Expectation(fixture: "ok-tinydtls-both-echo", client: (.tinyDTLS, .likely), server: (.tinyDTLS, .certain)),
    Expectation(fixture: "ok-psk-chacha20-wolfssl", client: (.wolfSSL, .certain), server: (.wolfSSL, .likely)),
    Expectation(fixture: "ok-dtls13-keyupdate", client: (.wolfSSL, .certain), server: (.wolfSSL, .likely)),
    Expectation(fixture: "partial-one-direction-client", client: (.mbedTLS, .certain), server: nil),
    Expectation(fixture: "partial-snaplen-64-cert", client: nil, server: nil),
  ])
  func realEndsAreKnown(_ expected: Expectation) throws {
    let session = try #require(try analyze(expected.fixture, Keyring()).ended.first?.session)
    for (side, stack) in [(Side.client, expected.client), (.server, expected.server)] {
      let found = session.stack(of: side)
      #expect(found?.stack == stack?.0, "\(expected.fixture) \(side)")
      #expect(found?.confidence == stack?.1, "\(expected.fixture) \(side): \(found?.reasons ?? [])")
      if let found { #expect(!found.reasons.isEmpty) }
    }
  }

  /// A hello with nothing that one stack alone does is nobody's.
  @Test func oneThingThatOthersDoTooTellsNothing() throws {
    #expect(StackFingerprint(try traits([], suites: [0xc02b, 0xc0a8])) == nil)
    #expect(StackFingerprint(try traits([], suites: [0xc02b, 0xc0a8, 0x00ff]))?.confidence == .possible)
  }

  /// As many points for two stacks are an answer for neither: OpenSSL and Mbed TLS both end with the signal.
  @Test func aDrawIsNoAnswer() throws {
    #expect(StackFingerprint(try traits([22, 23], suites: [0xc02b, 0x00ff], recordVersion: 0xfeff)) == nil)
  }

  @Test(
    arguments: [
      (.mbedTLS, [0, 13, 10, 11, 254, 22, 23, 35], [0xc0a8, 0x00ff], [0x0603, 0x0601, 0x0503, 0x0501]),
      (.pion, [13, 65281, 10, 11, 23, 54], [0xc02b, 0xc0a8], [0x0403]),
      (.californium, [10, 11, 13, 19, 20, 23, 54, 28], [0xc0ae, 0xc0a8], [0x0403]),
      (.tinyDTLS, [19, 20, 10, 11, 13, 23], [0xc0ae, 0xc0ac, 0xc0a8, 0xc0a4, 0x00ff], [0x0403]),
    ] as [(Stack, [UInt16], [UInt16], [UInt16])])
  func hellosInTheOrderOfAStackAreItsOwn(
    _ stack: Stack, _ types: [UInt16], _ suites: [UInt16], _ schemes: [UInt16]
  ) throws {
    let version: UInt16 = stack == .tinyDTLS ? 0xfeff : 0xfefd
    let found = StackFingerprint(try traits(types, suites: suites, schemes: schemes, recordVersion: version))
    #expect(found?.stack == stack)
    #expect(found.map { $0.confidence > .possible } == true)
    // The other way around it is nobody's order.
    let reversed = StackFingerprint(try traits(types.reversed(), suites: suites, recordVersion: version))
    #expect(reversed?.confidence != .certain)
  }

  @Test func everyReasonIsThereOnce() {
    for table in [StackSign.ofClients, StackSign.ofServers] {
      let reasons = table.map { "\($0.stack) \($0.reason)" }
      #expect(Set(reasons).count == reasons.count)
      #expect(Set(table.map(\.stack)) == Set(Stack.allCases))
    }
  }

  /// What a client shows that sends a ClientHello of DTLS 1.2 with these numbers.
  private func traits(
    _ types: [UInt16], suites: [UInt16], schemes: [UInt16] = [], recordVersion: UInt16 = 0xfefd
  ) throws -> HandshakeTraits {
    let talk = Talk()
    talk.fromClient(helloRecord(types: types, suites: suites, schemes: schemes, recordVersion: recordVersion))
    return try #require(talk.heard.began.first).traits(of: .client)
  }
}
