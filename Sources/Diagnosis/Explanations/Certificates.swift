import Analysis

extension Explanation {
  /// Certificates, and the clock that their dates need.
  static let certificates: [Explanation] = [
    certUnknownCa, certDate, certNameMismatch, clientCertMissing, deviceClockUnset,
  ]

  package static let certUnknownCa = Explanation(
    "cert-unknown-ca", .failure, "The peer's certificate is signed by an authority that this end does not know",
    meaning: """
      The end that just received a Certificate message ends the handshake with unknown_ca: it has no trusted \
      certificate that leads to the issuer. In DTLS 1.2 the certificate is in the clear, so the issuer's name can be \
      read in the capture. Either the authority's certificate is missing on the end that verifies, or the peer left an \
      intermediate certificate out of its chain, or it uses another authority than expected.
      """,
    remedies: [
      """
      Install the issuer's certificate on the end that sent the alert, and let its peer send all intermediate \
      certificates.
      """,
      .on(
        .mbedTLS,
        """
        Give the certificate with mbedtls_ssl_conf_ca_chain(), or in pki_key of coap_dtls_pki_t with libcoap; for \
        public authorities set CONFIG_MBEDTLS_CERTIFICATE_BUNDLE=y.
        """),
      "Set verify_peer_cert to 0 in coap_dtls_pki_t only to test without authentication.",
    ],
    reference: "RFC 5246 §7.2.2; RFC 5280 §6")

  package static let certDate = Explanation(
    "cert-date", .failure, "The certificate is not valid at this time, or the verifying end has the wrong time",
    meaning: """
      The end that received the certificate refuses it with certificate_expired, or with the more general \
      bad_certificate or certificate_unknown, and the certificate's dates do not include the time of that end. Compare \
      notBefore and notAfter with the time of the capture: outside, the certificate has to be renewed; inside, the \
      clock of the verifying end is wrong, as in a device that was never given the time. Ends on Mbed TLS show their \
      clock in the first four bytes of their random.
      """,
    remedies: [
      "Renew the certificate if the time of the capture is outside its dates.",
      "Set the clock of the verifying end before the handshake.",
      .on(.mbedTLS, "Get the time by SNTP (esp_netif_sntp_init()) and wait for it before the handshake."),
      .on(
        .mbedTLS,
        "Leave CONFIG_MBEDTLS_HAVE_TIME_DATE=n, its default, where a device without a clock must not check dates."),
    ],
    reference: "RFC 5280 §4.1.2.5; RFC 5246 §7.2.2")

  package static let certNameMismatch = Explanation(
    "cert-name-mismatch", .failure, "The server's certificate is for another name",
    meaning: """
      The client refuses the certificate with bad_certificate or certificate_unknown, its issuer and dates being \
      right, because the name it connects to is not among the names in the certificate. The names can be read in the \
      Certificate message, and the wanted one in the ClientHello's server_name if the client sends it. A client that \
      connects to an address without a name often checks the address as if it were a name.
      """,
    remedies: [
      "Use the name that is in the certificate, or issue the certificate for the name in use, as a subjectAltName.",
      .on(
        .mbedTLS,
        """
        Give the name with mbedtls_ssl_set_hostname(), which Mbed TLS 4 demands, or client_sni of coap_dtls_pki_t with \
        libcoap.
        """),
    ],
    reference: "RFC 9525 §6; RFC 7252 §9.1.3.3")

  package static let clientCertMissing = Explanation(
    "client-cert-missing", .failure, "The server wants a client certificate and the client has none",
    meaning: """
      The server's flight holds a CertificateRequest, the client answered with an empty Certificate message, and the \
      server refuses to go on. libcoap sends the alert no_certificate, OpenSSL and Californium handshake_failure or \
      bad_certificate, and a plain Mbed TLS server nothing at all, so that the client retransmits. With pre-shared \
      keys there is no Certificate message, so this is no key mismatch.
      """,
    remedies: [
      "Give the client a certificate and its key: pki_key of coap_dtls_pki_t with libcoap.",
      .on(
        .mbedTLS,
        """
        Call mbedtls_ssl_conf_own_cert() in the client, or mbedtls_ssl_conf_authmode() with \
        MBEDTLS_SSL_VERIFY_OPTIONAL on the server.
        """),
      "Set verify_peer_cert to 0 on a libcoap server that should accept clients without certificates.",
      .on(.californium, "Set DTLS.CLIENT_AUTHENTICATION_MODE=WANTED or NONE on the server."),
    ],
    reference: "RFC 5246 §7.4.4 and §7.4.6")

  package static let deviceClockUnset = Explanation(
    "device-clock-unset", .degradation, "The device's clock was never set",
    meaning: """
      Mbed TLS puts its time into the first four bytes of its random and cookies, and here it is far from the time of \
      the capture: mostly a small number, the seconds since power-on of a device that never asked for the time. \
      Certificates cannot be judged by such a clock: all of them are "not yet valid". With pre-shared keys it does no \
      harm. Builds without CONFIG_MBEDTLS_HAVE_TIME send random bytes there, which are no clock at all.
      """,
    remedies: [
      .on(
        .mbedTLS,
        "Get the time by SNTP (esp_netif_sntp_init()) after the network is up and before the first handshake."),
      .on(.mbedTLS, "Leave CONFIG_MBEDTLS_HAVE_TIME_DATE=n if the device cannot have the time."),
    ],
    reference: "RFC 5246 §7.4.1.2; Mbed TLS ssl_tls12_server.c")
}
