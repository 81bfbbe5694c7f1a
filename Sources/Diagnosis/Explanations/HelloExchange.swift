import Analysis

extension Explanation {
  /// Rejected while the ClientHellos and ServerHello are exchanged.
  static let helloExchange: [Explanation] = [
    protocolVersionMismatch, dtls10OnlyServer, dtls12OnlyClient, dtls10OnlyClient, dtls13OnlyClient, dtls13OnlyServer,
    noSharedSuite, espPlainPskKxOff, espPskOff, suiteCipherMismatchCcm8, pkiVsPsk, mbedtls4RemovedKx, tinyStackSuiteSet,
    emsOrRenegRequired, unsolicitedExtension, badHelloParameter, cookieNeverAccepted, natRebindDuringHello,
    statefulServerDoubleF4,
  ]

  package static let protocolVersionMismatch = Explanation(
    "protocol-version-mismatch", .failure, "The two ends have no protocol version in common",
    meaning: """
      One end sends the alert protocol_version, or the server selects a version that the client did not offer. What \
      the ClientHello offers and what the ServerHello selects are readable in the capture, so comparing the two tells \
      which end has to change. Mbed TLS, and with it ESP-IDF, speaks DTLS 1.2; it has no DTLS 1.3, and current \
      releases no DTLS 1.0.
      """,
    remedies: [
      "Enable a version that both ends have: DTLS 1.2 is the one that ESP-IDF speaks.",
      .on(.mbedTLS, "Set CONFIG_MBEDTLS_SSL_PROTO_DTLS=y and CONFIG_MBEDTLS_SSL_PROTO_TLS1_2=y."),
    ],
    reference: "RFC 6347 §4.2.1; RFC 5246 §7.2.2")

  package static let dtls10OnlyServer = Explanation(
    "dtls10-only-server", .failure, "The server knows DTLS 1.0 only",
    meaning: """
      The client offers DTLS 1.2 and the server selects DTLS 1.0 in its ServerHello, which the client refuses with the \
      alert protocol_version. The version inside the ServerHello counts: a HelloVerifyRequest or a record header that \
      says 1.0 is normal and says nothing of the session. DTLS 1.0 is deprecated, so clients that refuse it are right.
      """,
    remedies: [
      "Update the server to a library with DTLS 1.2.",
      .on(.gnuTLS, "Take the restriction to VERS-DTLS1.0 out of the priority string."),
      .on(.openSSL, "Take away SSL_CTX_set_max_proto_version(ctx, DTLS1_VERSION)."),
    ],
    reference: "RFC 8996; RFC 6347 §4.2.1")

  package static let dtls12OnlyClient = Explanation(
    "dtls12-only-client", .failure, "The client speaks DTLS 1.2 and the server insists on 1.3",
    meaning: """
      The ClientHello has no supported_versions extension, so it offers DTLS 1.2 at most, and the server answers it \
      with the alert protocol_version. A server that knew DTLS 1.2 would have gone on.
      """,
    remedies: [
      "Allow DTLS 1.2 on the server as well.",
      .on(.openSSL, "Lower SSL_CTX_set_min_proto_version() to DTLS1_2_VERSION."),
      .on(
        .wolfSSL,
        """
        Create the server's context with wolfDTLS_server_method(), which negotiates, instead of \
        wolfDTLSv1_3_server_method().
        """),
    ],
    reference: "RFC 9147 §5.3; RFC 8446 §4.2.1")

  package static let dtls10OnlyClient = Explanation(
    "dtls10-only-client", .failure, "The client knows DTLS 1.0 only",
    meaning: """
      The version inside the ClientHello, not only the one in the record header, is DTLS 1.0, and the server refuses \
      it with the alert protocol_version, mostly before it asks for a cookie. A record header of version 1.0 around a \
      ClientHello that offers 1.2 is normal and not this. DTLS 1.0 is deprecated and lacks the AEAD suites that CoAP \
      needs.
      """,
    remedies: [
      "Update the client to a library with DTLS 1.2, or lift the limit on its version.",
      .on(.openSSL, "Take away SSL_CTX_set_max_proto_version(ctx, DTLS1_VERSION)."),
    ],
    reference: "RFC 8996; RFC 6347 §4.2.1")

  package static let dtls13OnlyClient = Explanation(
    "dtls13-only-client", .failure, "The client accepts only DTLS 1.3, which the server does not have",
    meaning: """
      The client's supported_versions extension holds DTLS 1.3 alone. A server that does not know it takes the \
      ClientHello for one of DTLS 1.2 and answers so, and then it is the client that ends the handshake with the alert \
      protocol_version. When the server sends that alert, the client's offer is too old instead. Mbed TLS has no DTLS \
      1.3, so a device with ESP-IDF cannot be reached in this way.
      """,
    remedies: [
      "Allow DTLS 1.2 in the client.",
      .on(.openSSL, "Lower SSL_CTX_set_min_proto_version() to DTLS1_2_VERSION in the client."),
      .on(
        .wolfSSL,
        """
        Create the client's context with wolfDTLS_client_method(), which negotiates, instead of \
        wolfDTLSv1_3_client_method().
        """),
    ],
    reference: "RFC 9147 §5.3; RFC 8446 §4.2.1")

  package static let dtls13OnlyServer = Explanation(
    "dtls13-only-server", .failure, "The server accepts only DTLS 1.3, which the client does not offer",
    meaning: """
      The ClientHello offers DTLS 1.2 and has no supported_versions extension, and the server answers it with the \
      alert protocol_version. A client that offered DTLS 1.0 would be refused in the same way: here the version inside \
      the ClientHello is 1.2. Mbed TLS clients cannot offer 1.3 in DTLS.
      """,
    remedies: [
      "Allow DTLS 1.2 on the server.",
      .on(.openSSL, "Lower SSL_CTX_set_min_proto_version() to DTLS1_2_VERSION."),
      .on(.wolfSSL, "Create the server's context with wolfDTLS_server_method(), which negotiates."),
    ],
    reference: "RFC 9147 §5.3; RFC 8446 §4.2.1")

  package static let noSharedSuite = Explanation(
    "no-shared-suite", .failure, "The two ends have no cipher suite in common",
    meaning: """
      The server ends the handshake with the alert handshake_failure before any ServerHello: none of the suites that \
      the client offers can be used. Mbed TLS sends it at once on the first ClientHello, without asking for a cookie; \
      OpenSSL, tinyDTLS and others only after the cookie came back. The offered suites are in the ClientHello, the \
      server's are not in the capture, so compare the list with the server's configuration. The same alert with suites \
      in common points to a required extension: extended master secret or secure renegotiation.
      """,
    remedies: [
      """
      Compare the suites that the client offers with those that the server was built and configured for, and enable \
      one that both have: TLS_PSK_WITH_AES_128_CCM_8 is the one that CoAP demands for pre-shared keys.
      """,
      .on(
        .mbedTLS,
        """
        Set CONFIG_MBEDTLS_PSK_MODES=y, CONFIG_MBEDTLS_KEY_EXCHANGE_PSK=y, CONFIG_MBEDTLS_CCM_C=y and \
        CONFIG_MBEDTLS_GCM_C=y.
        """),
      .on(
        .openSSL,
        """
        Name the suites with SSL_CTX_set_cipher_list(): OpenSSL's default list has no CCM suites for pre-shared keys.
        """),
    ],
    reference: "RFC 5246 §7.4.1.3; RFC 7252 §9.1.3.1")

  package static let espPlainPskKxOff = Explanation(
    "esp-plain-psk-kx-off", .failure, "The device was built without the plain PSK key exchange",
    meaning: """
      The client offers only plain PSK suites, and the server refuses them with handshake_failure straight on the \
      first ClientHello, as Mbed TLS does. In ESP-IDF, switching on pre-shared keys (CONFIG_MBEDTLS_PSK_MODES) brings \
      ECDHE_PSK by default but not plain PSK, which has an option of its own. A device without any pre-shared key \
      configured answers alike: a client that offers ECDHE_PSK as well would tell them apart.
      """,
    remedies: [
      .on(.mbedTLS, "Set CONFIG_MBEDTLS_KEY_EXCHANGE_PSK=y in sdkconfig, which is off unless set."),
      "Let the client offer ECDHE_PSK suites as well.",
    ],
    reference: "ESP-IDF components/mbedtls/Kconfig")

  package static let espPskOff = Explanation(
    "esp-psk-off", .failure, "The device has no pre-shared keys: not built in, or none set",
    meaning: """
      The client offers PSK and ECDHE_PSK suites with common ciphers, and the server refuses all of them with \
      handshake_failure straight on the first ClientHello, as Mbed TLS does. Either pre-shared keys are not compiled \
      in, or the application set no key before it created its DTLS endpoint. The device's log says "PSK not enabled in \
      Mbed TLS library" in the first case. With unusual ciphers in the offer, a cipher that is missing on the device \
      is the other explanation.
      """,
    remedies: [
      .on(
        .mbedTLS,
        """
        Set CONFIG_MBEDTLS_PSK_MODES=y and CONFIG_MBEDTLS_KEY_EXCHANGE_PSK=y, and CONFIG_COAP_MBEDTLS_PSK=y for the \
        libcoap component.
        """),
      .on(
        .mbedTLS,
        """
        Call coap_context_set_psk2() or coap_context_set_psk() before coap_new_endpoint(), and check what it returns.
        """),
    ],
    reference: "libcoap coap_mbedtls.c setup_server_ssl_session; ESP-IDF components/mbedtls/Kconfig")

  package static let suiteCipherMismatchCcm8 = Explanation(
    "suite-cipher-mismatch-ccm8", .failure, "One end has only CCM suites and the other none of them",
    meaning: """
      CoAP demands AES-128-CCM-8 suites, and small devices often have nothing else, while OpenSSL's default list has \
      no CCM suite for pre-shared keys. The ClientHello's list shows it: either it lacks CCM where the server needs \
      it, or it holds nothing but CCM. The server then sends handshake_failure. Newer releases of OpenSSL 3 allow \
      CCM-8 only at security level 0.
      """,
    remedies: [
      .on(.openSSL, "Call SSL_CTX_set_cipher_list(ctx, \"PSK-AES128-CCM8:@SECLEVEL=0\")."),
      "Build libcoap on OpenSSL with COAP_OPENSSL_CIPHERS naming the CCM suites.",
      .on(.mbedTLS, "Set CONFIG_MBEDTLS_CCM_C=y and CONFIG_MBEDTLS_GCM_C=y, so that either kind works."),
      .on(.gnuTLS, "Add +AES-128-CCM-8:+PSK to the priority string."),
    ],
    reference: "RFC 7252 §9.1.3.1; openssl/openssl PR #16652")

  package static let pkiVsPsk = Explanation(
    "pki-vs-psk", .failure, "One end works with certificates and the other with pre-shared keys",
    meaning: """
      The client offers suites of one kind only, and the server is set up for the other kind, so it refuses with \
      handshake_failure. The ClientHello shows the kind: suites whose names have PSK in them, or none that has. No \
      cipher or version is at fault.
      """,
    remedies: [
      """
      Give the client a pre-shared key and identity (-k and -u of coap-client), or the server a certificate, so that \
      both use the same kind.
      """,
      .on(
        .mbedTLS,
        "Set CONFIG_COAP_MBEDTLS_PKI=y and call coap_context_set_pki() to serve clients with certificates."),
      .on(
        .mbedTLS,
        "Set CONFIG_MBEDTLS_PSK_MODES=y and CONFIG_MBEDTLS_KEY_EXCHANGE_PSK=y to serve clients with pre-shared keys."),
    ],
    reference: "RFC 7252 §9.1.3; RFC 4279 §2")

  package static let mbedtls4RemovedKx = Explanation(
    "mbedtls4-removed-kx", .failure, "The client offers only key exchanges that Mbed TLS 4 no longer has",
    meaning: """
      Every suite in the ClientHello belongs to a family that Mbed TLS 4, and so ESP-IDF 6, dropped: DHE_PSK, RSA_PSK, \
      RSA, DHE_RSA or static ECDH. The server refuses with handshake_failure. Before the device's update the same \
      client worked.
      """,
    remedies: [
      "Let the client offer PSK, ECDHE_PSK or ECDHE_ECDSA suites.",
      .on(.mbedTLS, "Stay with ESP-IDF 5 for as long as such clients cannot be updated."),
    ],
    reference: "Mbed TLS 4.0.0 ChangeLog")

  package static let tinyStackSuiteSet = Explanation(
    "tiny-stack-suite-set", .failure, "A tinyDTLS peer meets a device without the CCM ciphers",
    meaning: """
      A tinyDTLS peer has a handful of suites: PSK and ECDHE_ECDSA, each with AES-128-CCM or CCM-8. A device that was \
      built without CCM has none of them, and the handshake ends with handshake_failure. The short list of the \
      ClientHello is the sign.
      """,
    remedies: [
      .on(.mbedTLS, "Set CONFIG_MBEDTLS_CCM_C=y."),
      .on(
        .mbedTLS,
        """
        Set CONFIG_MBEDTLS_KEY_EXCHANGE_PSK=y for its PSK suites, or CONFIG_MBEDTLS_KEY_EXCHANGE_ECDHE_ECDSA=y for its \
        certificate suites.
        """),
    ],
    reference: "RFC 6655; RFC 7251; eclipse/tinydtls dtls.c")

  package static let emsOrRenegRequired = Explanation(
    "ems-or-reneg-required", .failure, "The server insists on an extension that the client does not send",
    meaning: """
      Suites in common exist, and yet the server refuses with handshake_failure: the ClientHello lacks extended master \
      secret, or has neither renegotiation_info nor the signalling suite that stands for it. Servers can be told to \
      insist on either. The alert is the same as for suites without overlap, so the suites are to be compared first.
      """,
    remedies: [
      "Update the client, so that it sends extended_master_secret and renegotiation_info.",
      .on(
        .californium,
        """
        Set DTLS.EXTENDED_MASTER_SECRET_MODE=ENABLED and DTLS.SECURE_RENEGOTIATION=WANTED instead of REQUIRED and \
        NEEDED.
        """),
      .on(
        .mbedTLS,
        """
        Call mbedtls_ssl_conf_legacy_renegotiation() with MBEDTLS_SSL_LEGACY_NO_RENEGOTIATION instead of \
        MBEDTLS_SSL_LEGACY_BREAK_HANDSHAKE.
        """),
    ],
    reference: "RFC 7627 §5.2; RFC 5746 §4.3")

  package static let unsolicitedExtension = Explanation(
    "unsolicited-extension", .failure, "The server sends an extension that the client did not ask for",
    meaning: """
      The ServerHello holds an extension that is not in the ClientHello, often renegotiation_info, and the client must \
      end the handshake with unsupported_extension, which it does. Both extension lists are readable in the capture. \
      The client is right: only the server can be mended, or the client made to offer the extension.
      """,
    remedies: [
      .on(.pion, "Update pion, whose older releases send it unasked."),
      .on(.californium, "Update Californium to a release after 3.12."),
      "Let the client offer the extension, if it can.",
    ],
    reference: "RFC 5246 §7.4.1.4; pion/dtls issue #687")

  package static let badHelloParameter = Explanation(
    "bad-hello-parameter", .failure, "A value in the hello is not acceptable to the other end",
    meaning: """
      Right after a ClientHello or ServerHello its receiver ends the handshake with illegal_parameter or decode_error. \
      A group, point format, fragment length, connection ID or key share is out of range, or a field has the wrong \
      length. Which message came last before the alert, and who sent it, tells whose value it is; the capture cannot \
      tell which value. The log of the end that sent the alert names the extension.
      """,
    remedies: [
      "Raise the log level of the end that sent the alert, and read which extension it rejects.",
      .on(.mbedTLS, "Check CONFIG_MBEDTLS_SSL_MAX_FRAGMENT_LENGTH and what mbedtls_ssl_conf_max_frag_len() was given."),
      "Take optional extensions away one by one: maximum fragment length, connection ID, curves.",
    ],
    reference: "RFC 5246 §7.2.2; Mbed TLS ssl_tls12_server.c")

  package static let cookieNeverAccepted = Explanation(
    "cookie-never-accepted", .failure, "The server never accepts the cookie that it gave",
    meaning: """
      Each ClientHello that returns a cookie is answered by another HelloVerifyRequest with another cookie, and no \
      ServerHello ever comes. The cookie cannot be verified: a load balancer spreads the datagrams over servers with \
      different secrets, the server makes a new secret each time, an address translation changes the port for every \
      packet, or the cookie is altered on the way. With Mbed TLS on both ends this spins without any pause, thousands \
      of packets a second. Cookies of Mbed TLS begin with the server's clock: two clocks mean two servers behind one \
      address. A single additional HelloVerifyRequest is only a port that changed.
      """,
    remedies: [
      "Make the load balancer keep a client at one server, by its address and port or by connection ID.",
      "Give all servers of one address the same cookie secret, and keep it over restarts of a process.",
      .on(.mbedTLS, "Call mbedtls_ssl_set_client_transport_id() with the same bytes for every datagram of a client."),
      "Bound the number of HelloVerifyRequests that the client follows.",
    ],
    reference: "RFC 6347 §4.2.1; pion/dtls issue #275")

  package static let natRebindDuringHello = Explanation(
    "nat-rebind-during-hello", .degradation, "The client's address or port changed before it returned the cookie",
    meaning: """
      The cookie was rejected once and the next one accepted: it was bound to the address that the client had, and an \
      address translation had given it another port meanwhile, or it had grown old (60 s with Mbed TLS). A capture at \
      the server's side shows the port change. If no cookie is ever accepted, the server's secret or a load balancer \
      is at fault.
      """,
    remedies: [
      "Lengthen the UDP timeout of the address translation.",
      .on(.mbedTLS, "Lengthen the cookie's life with mbedtls_ssl_cookie_set_timeout() if clients are slow."),
    ],
    reference: "RFC 6347 §4.2.1; Mbed TLS ssl_cookie.c")

  package static let statefulServerDoubleF4 = Explanation(
    "stateful-server-double-f4", .normal, "The server sent its flight twice for one repeated ClientHello",
    meaning: """
      A libcoap server on Mbed TLS answers a repeated ClientHello with two copies of its flight within a millisecond: \
      one from its own timer and one because the ClientHello came again. The client answers both. It costs air time \
      and nothing else. A storm looks like it at first but does not stop.
      """,
    remedies: [
      "Do nothing, or find why the ClientHello had to be repeated."
    ],
    reference: "RFC 6347 §4.2.4; libcoap coap_mbedtls.c")
}
