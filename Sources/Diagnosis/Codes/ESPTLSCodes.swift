extension StatusCode {
  /// Errors of ESP-IDF's esp-tls: its esp_tls_errors.h.
  static let espTLSErrors: [StatusCode] = [
    espTLS(
      0x8001, "ESP_ERR_ESP_TLS_CANNOT_RESOLVE_HOSTNAME",
      "The server's name could not be resolved.", [.serverUnreachable]),
    espTLS(
      0x8002, "ESP_ERR_ESP_TLS_CANNOT_CREATE_SOCKET",
      "No socket could be opened: raise CONFIG_LWIP_MAX_SOCKETS if they ran out."),
    espTLS(
      0x8003, "ESP_ERR_ESP_TLS_UNSUPPORTED_PROTOCOL_FAMILY",
      "The address is neither IPv4 nor IPv6, or IPv6 is not built in."),
    espTLS(
      0x8004, "ESP_ERR_ESP_TLS_FAILED_CONNECT_TO_HOST",
      "The connection to the server failed.", [.serverUnreachable]),
    espTLS(0x8005, "ESP_ERR_ESP_TLS_SOCKET_SETOPT_FAILED", "An option of the socket could not be set or read."),
    espTLS(0x8006, "ESP_ERR_ESP_TLS_CONNECTION_TIMEOUT", "The connection was not there in time.", [.serverUnreachable]),
    espTLS(0x8007, "ESP_ERR_ESP_TLS_SE_FAILED", "The secure element failed."),
    espTLS(0x8008, "ESP_ERR_ESP_TLS_TCP_CLOSED_FIN", "The peer closed the TCP connection in order."),
    espTLS(
      0x8009, "ESP_ERR_ESP_TLS_SERVER_HANDSHAKE_TIMEOUT",
      "A client's handshake was not complete in time.", [.handshakeAbandonedEarly]),
    espTLS(
      0x8010, "ESP_ERR_MBEDTLS_CERT_PARTLY_OK",
      "Some certificates of the buffer could not be parsed, the others were taken.", [.certUnknownCa]),
    espTLS(0x8011, "ESP_ERR_MBEDTLS_CTR_DRBG_SEED_FAILED", "The random number generator could not be seeded."),
    espTLS(0x8012, "ESP_ERR_MBEDTLS_SSL_SET_HOSTNAME_FAILED", "The server's name could not be set."),
    espTLS(0x8013, "ESP_ERR_MBEDTLS_SSL_CONFIG_DEFAULTS_FAILED", "The configuration could not be set up."),
    espTLS(0x8014, "ESP_ERR_MBEDTLS_SSL_CONF_ALPN_PROTOCOLS_FAILED", "The application protocols could not be set."),
    espTLS(
      0x8015, "ESP_ERR_MBEDTLS_X509_CRT_PARSE_FAILED",
      "A certificate could not be parsed; the Mbed TLS code beside it says why."),
    espTLS(0x8016, "ESP_ERR_MBEDTLS_SSL_CONF_OWN_CERT_FAILED", "The own certificate could not be set."),
    espTLS(
      0x8017, "ESP_ERR_MBEDTLS_SSL_SETUP_FAILED",
      "The context could not be set up, mostly for want of memory.", [.serverHeapOrSessionLimit]),
    espTLS(0x8018, "ESP_ERR_MBEDTLS_SSL_WRITE_FAILED", "Data could not be sent."),
    espTLS(
      0x8019, "ESP_ERR_MBEDTLS_PK_PARSE_KEY_FAILED",
      "The private key could not be parsed; the Mbed TLS code beside it says why."),
    espTLS(
      0x801A, "ESP_ERR_MBEDTLS_SSL_HANDSHAKE_FAILED",
      "The handshake failed; the Mbed TLS code beside it says why.",
      [.pskMismatchAlert, .noSharedSuite, .certUnknownCa]),
    espTLS(
      0x801B, "ESP_ERR_MBEDTLS_SSL_CONF_PSK_FAILED",
      "The pre-shared key could not be set: mostly it is too long.", [.pskRejectedByServerStack]),
    espTLS(0x801C, "ESP_ERR_MBEDTLS_SSL_TICKET_SETUP_FAILED", "Session tickets could not be set up."),
    espTLS(0x801D, "ESP_ERR_MBEDTLS_SSL_READ_FAILED", "Data could not be read."),
  ]
}
