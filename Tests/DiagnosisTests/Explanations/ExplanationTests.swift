import Testing

@testable import Diagnosis

/// The identifiers are what scripts rely on: this list says which there are.
@Suite struct ExplanationTests {
  static let identifiers = """
    dtls-port-closed server-process-gone server-unreachable icmp-filtered server-deaf server-deaf-after-cookie
    dtls-server-role-off server-heap-or-session-limit half-open-flood clienthello-fragmented ip-fragments-dropped
    dtls-sent-to-coap-port coap-sent-to-dtls-port hvr-lost hvr-not-resent client-deaf protocol-version-mismatch
    dtls10-only-server dtls12-only-client dtls10-only-client dtls13-only-client dtls13-only-server no-shared-suite
    esp-plain-psk-kx-off esp-psk-off suite-cipher-mismatch-ccm8 pki-vs-psk mbedtls4-removed-kx tiny-stack-suite-set
    ems-or-reneg-required unsolicited-extension bad-hello-parameter cookie-never-accepted nat-rebind-during-hello
    stateful-server-double-f4 psk-mismatch-alert psk-mismatch-silent psk-mismatch-openssl psk-mismatch-storm
    psk-mismatch-dtls13 psk-encoding-variant psk-identity-unknown-alert psk-identity-unknown-silent
    psk-identity-unknown-tinydtls psk-identity-unknown-dtls13 psk-identity-empty psk-rejected-by-server-stack
    psk-hint-ignored psk-missing-on-client ecjpake-wrong-password record-corrupted resumption-bad-mac
    alert-ignored-by-tinydtls-client ecdhe-psk-blocks-diagnosis cert-unknown-ca cert-date cert-name-mismatch
    client-cert-missing device-clock-unset cert-flight-mtu-blackhole in-content-len-too-small udp-mailbox-overflow
    slow-crypto-spurious-rtx device-crash-mid-handshake f4-lost f5-lost final-flight-lost final-flight-lost-deadlock
    finished-before-ccs handshake-abandoned-early concurrent-handshakes server-lost-session nat-rebind-no-cid
    client-restart-same-port server-idle-close-missed session-evicted cid-draft-mismatch cid-unknown app-mac-failure
    handshake-per-request coap-no-answer-dtls-ok reference-put-500 coap-request-timeout coap-request-unanswered
    coap-error-responses coap-reset coap-retransmission-storm coap-retransmission-timing coap-illegal-message
    coap-unknown-critical-option coap-token-mismatch coap-token-reused coap-block-incomplete coap-block-etag-changed
    coap-block-malformed coap-stale-notification coap-observe-not-renewed coap-notified-after-cancellation
    coap-not-observed hvr-normal hvr-absent dtls10-version-in-hvr
    message-seq-offset single-rtx-recovered post-close-icmp close-notify close-notify-hits-new-listener
    new-session-ticket epoch0-after-epoch1 warning-no-renegotiation log-red-herring rto-dominated-handshake
    accept-rebind-1s-stall timer-too-aggressive sleepy-device-latency ecdhe-psk-cost no-session-resumption
    no-cid-behind-nat excess-datagrams small-mtu-fragmentation oversized-clienthello cbc-suite-selected
    flight-duplicates chatty-keepalive capture-duplicate capture-truncated one-way-capture fatal-alert
    handshake-stalled datagrams-cut-on-the-way
    """

  @Test func everyIdentifierHasOneExplanation() {
    let expected = Self.identifiers.split(whereSeparator: \.isWhitespace).map(String.init)
    #expect(Explanation.all.map(\.id) == expected)
    #expect(Set(expected).count == expected.count)
  }

  @Test func anIdentifierFindsItsExplanation() throws {
    for explanation in Explanation.all {
      let found = try #require(Explanation.with(id: explanation.id))
      #expect(found.title == explanation.title)
    }
    #expect(Explanation.with(id: "psk-mismatch") == nil)
    #expect(Explanation.pskMismatchAlert.id == "psk-mismatch-alert")
  }

  @Test(arguments: Explanation.all.map(\.id))
  func identifiersAreLowerCaseWordsWithHyphens(id: String) {
    let words = id.split(separator: "-", omittingEmptySubsequences: false)
    #expect(words.count > 1)
    #expect(words.allSatisfy { $0.wholeMatch(of: /[a-z0-9]+/) != nil })
  }

  @Test(arguments: Explanation.all.map(\.id))
  func textsAreComplete(id: String) throws {
    let explanation = try #require(Explanation.with(id: id))
    #expect(explanation.title.first?.isUppercase == true && explanation.title.last != ".")
    #expect(explanation.title.count < 100)
    #expect(explanation.meaning.first?.isUppercase == true && explanation.meaning.last == ".")
    #expect(explanation.meaning.contains(". "), "one sentence is not an explanation")
    for remedy in explanation.remedies {
      #expect(remedy.text.first?.isUppercase == true && remedy.text.last == ".", "\(remedy.text)")
    }
    #expect(explanation.gravity == .normal || !explanation.remedies.isEmpty)
    #expect(!explanation.reference.isEmpty && explanation.reference.last != ".")
  }

  /// What the catalogue abbreviates is spelled out, and no text has a line end or a control character in it.
  @Test(arguments: Explanation.all.map(\.id))
  func textsAreWrittenForReaders(id: String) throws {
    let explanation = try #require(Explanation.with(id: id))
    let texts = [explanation.title, explanation.meaning, explanation.reference] + explanation.remedies.map(\.text)
    for text in texts {
      #expect(text.firstMatch(of: /\b(F[1-6]'*|rtx|CH|HVR|SHD?|CKE|SKE|CCS|NST|EMS)\b/) == nil, "\(text)")
      #expect(text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7f })
      #expect(!text.contains("  "))
    }
  }
}
