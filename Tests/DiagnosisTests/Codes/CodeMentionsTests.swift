import Testing

@testable import Diagnosis

@Suite struct CodeMentionsTests {
  @Test(
    arguments: [
      ("mbedtls_ssl_handshake returned -0x7780", ["MBEDTLS_ERR_SSL_FATAL_ALERT_MESSAGE"]),
      ("mbedtls_ssl_fetch_input() returned -26624 (-0x6800)", ["MBEDTLS_ERR_SSL_TIMEOUT"]),
      ("ret=-0x2700, flags 0x8", ["MBEDTLS_ERR_X509_CERT_VERIFY_FAILED"]),
      ("[start_ssl_client():273]: (-30592) SSL - A fatal alert", ["MBEDTLS_ERR_SSL_FATAL_ALERT_MESSAGE"]),
      ("parse failed: -0x2180", ["MBEDTLS_ERR_X509_INVALID_FORMAT"]),
      ("-0x2462", ["MBEDTLS_ERR_X509_INVALID_DATE", "MBEDTLS_ERR_ASN1_UNEXPECTED_TAG"]),
      ("esp_tls error 0x8006 (ESP_ERR_ESP_TLS_CONNECTION_TIMEOUT)", ["ESP_ERR_ESP_TLS_CONNECTION_TIMEOUT"]),
      ("COAP_EVENT_DTLS_ERROR, MBEDTLS_ERR_SSL_CONN_EOF", ["COAP_EVENT_DTLS_ERROR", "MBEDTLS_ERR_SSL_CONN_EOF"]),
      ("-0x7780 again -0x7780", ["MBEDTLS_ERR_SSL_FATAL_ALERT_MESSAGE"]),
      // Not errors: signal strengths, addresses, ports, versions, dates.
      ("rssi: -76, bcn 100, 0x3ffb1234, port 5684, 2026-11-24, v5.1-0", []),
      ("heap 0x7280 free, errno 113, -1, -128", []),
      ("MBEDTLS_ERR_NO_SUCH_THING -0xffff -99999999999999999999", []),
      ("", []),
    ] as [(String, [String])])
  func codesAreFoundInText(_ text: String, _ expected: [String]) {
    #expect(StatusCode.mentioned(in: text).map(\.name) == expected)
  }

  @Test func aLineOfNothingButCodesIsBounded() {
    let text = StatusCode.all.map(\.name).joined(separator: " ")
    #expect((16...17).contains(StatusCode.mentioned(in: text).count))
  }
}
