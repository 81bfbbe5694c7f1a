import Testing

@testable import Diagnosis

@Suite struct AnswerTests {
  private func names(_ query: String) -> [String] {
    guard let answer = Answer(to: query) else { return [] }
    return answer.findings.map(\.id) + answer.codes.map(\.name)
  }

  @Test(
    arguments: [
      "-0x7280", "0x7280", "7280", "-29312", "29312", "-7280", "-0X7280", " -0x7280 ", "MBEDTLS_ERR_SSL_CONN_EOF",
      "mbedtls_err_ssl_conn_eof", "SSL_CONN_EOF",
    ])
  func anErrorMayBeSpeltInManyWays(_ query: String) {
    #expect(names(query) == ["MBEDTLS_ERR_SSL_CONN_EOF"])
  }

  @Test(
    arguments: [
      ("psk-mismatch-alert", ["psk-mismatch-alert"]),
      ("PSK-Mismatch-Alert", ["psk-mismatch-alert"]),
      ("close-notify", ["close-notify"]),
      ("close_notify", ["close_notify"]),
      ("115", ["unknown_psk_identity"]),
      ("unknown_psk_identity", ["unknown_psk_identity"]),
      ("unknown-psk-identity", ["unknown_psk_identity"]),
      ("0", ["close_notify"]),
      ("0x0000", ["COAP_EVENT_DTLS_CLOSED"]),
      ("COAP_EVENT_DTLS_CLOSED", ["COAP_EVENT_DTLS_CLOSED"]),
      ("DTLS_CLOSED", ["COAP_EVENT_DTLS_CLOSED"]),
      ("0x801a", ["ESP_ERR_MBEDTLS_SSL_HANDSHAKE_FAILED"]),
      ("-141", ["PSA_ERROR_INSUFFICIENT_MEMORY"]),
      ("141", ["PSA_ERROR_INSUFFICIENT_MEMORY"]),
      ("0x3000", ["MBEDTLS_ERR_X509_FATAL_ERROR"]),
      // A number that an alert has is an alert only without a sign, and in decimal.
      ("40", ["handshake_failure"]),
      ("0x0040", ["MBEDTLS_ERR_ENTROPY_NO_SOURCES_DEFINED"]),
      // Both readings of the digits have a row: neither is guessed.
      ("-40", ["MBEDTLS_ERR_ENTROPY_NO_SOURCES_DEFINED", "MBEDTLS_ERR_XTEA_INVALID_INPUT_LENGTH"]),
      ("-7680", ["MBEDTLS_ERR_SSL_CA_CHAIN_REQUIRED", "MBEDTLS_ERR_PKCS12_PASSWORD_MISMATCH"]),
      // A name that two releases gave to two numbers.
      ("SSL_CACHE_ENTRY_NOT_FOUND", Array(repeating: "MBEDTLS_ERR_SSL_CACHE_ENTRY_NOT_FOUND", count: 2)),
    ])
  func namesAndNumbersFindTheirRows(_ query: String, _ expected: [String]) {
    #expect(names(query) == expected)
  }

  @Test func aSumIsTakenApart() throws {
    let answer = try #require(Answer(to: "-0x2462"))
    #expect(answer.codes.map(\.name) == ["MBEDTLS_ERR_X509_INVALID_DATE", "MBEDTLS_ERR_ASN1_UNEXPECTED_TAG"])
    #expect(answer.composition == "-0x2462 is the sum of -0x2400, what failed, and -0x0062, why it did.")
    #expect(try #require(Answer(to: "-9314")).composition == answer.composition)
    #expect(try #require(Answer(to: "-0x2400")).composition == nil)
  }

  @Test(
    arguments: [
      "", " ", "-", "0x", "-0x", "--", "254", "0x0000000000000000007280", "99999999999999999999", "-0x1650", "0xzz",
      "psk mismatch", "no such thing", "\u{1b}[31m", "７２８０", "-0x2700\u{0}", String(repeating: "7", count: 100_000),
    ])
  func whatNobodyKnowsHasNoAnswer(_ query: String) {
    #expect(Answer(to: query) == nil)
  }

  @Test(
    arguments: [
      ("psk-mismatch", "psk-mismatch-alert"), ("psk-mismach-alert", "psk-mismatch-alert"),
      ("MBEDTLS_ERR_SSL_TIMEOT", "MBEDTLS_ERR_SSL_TIMEOUT"), ("bad_record_mc", "bad_record_mac"),
    ])
  func aMistypedNameFindsTheNearest(_ query: String, _ expected: String) {
    let near = Answer.names(near: query)
    #expect(near.first == expected)
    #expect(near.count <= 3 && Set(near).count == near.count)
  }

  @Test func nothingIsNearWhatIsFar() {
    #expect(Answer.names(near: "wireshark-plugin").isEmpty)
    #expect(Answer.names(near: "x").isEmpty)
    #expect(Answer.names(near: String(repeating: "psk", count: 10_000)).isEmpty)
  }

  @Test(arguments: [("", "", 0), ("a", "", 1), ("", "ab", 2), ("kitten", "sitting", 3), ("psk", "psk", 0)])
  func changesAreCounted(_ one: String, _ other: String, _ expected: Int) {
    #expect(Answer.changes(from: Array(one.utf8), to: Array(other.utf8)) == expected)
  }
}
