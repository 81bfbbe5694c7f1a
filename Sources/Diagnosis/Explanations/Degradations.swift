import Analysis

extension Explanation {
  /// Handshakes that complete, slower or dearer than they could.
  static let degradations: [Explanation] = [
    rtoDominatedHandshake, acceptRebind1sStall, timerTooAggressive, sleepyDeviceLatency, ecdhePskCost,
    noSessionResumption, noCidBehindNat, excessDatagrams, smallMtuFragmentation, oversizedClienthello, cbcSuiteSelected,
    flightDuplicates, chattyKeepalive,
  ]

  package static let rtoDominatedHandshake = Explanation(
    "rto-dominated-handshake", .degradation, "Most of the handshake's time was waiting for retransmission timers",
    meaning: """
      The handshake took about as long as the timers that ran out in it, 1 s and then 2 s and 4 s, while the network \
      and the computing took little of it. Flights were lost, and DTLS waits for a fixed time whatever the round trip \
      is. Record-number gaps tell on which side of the capture point the loss is. A device that computes for long has \
      no loss and the time lies between a flight and its answer.
      """,
    remedies: [
      "Find the loss: signal strength, collisions, a full receive queue, datagrams above the MTU.",
      .on(
        .mbedTLS,
        """
        Lower the first timeout where round trips are short: mbedtls_ssl_conf_handshake_timeout(&conf, 400, 60000), or \
        COAP_DTLS_RETRANSMIT_MS when libcoap is compiled.
        """),
      .on(.californium, "Lower DTLS.RETRANSMISSION_TIMEOUT."),
    ],
    reference: "RFC 6347 §4.2.4.1")

  package static let acceptRebind1sStall = Explanation(
    "accept-rebind-1s-stall", .degradation,
    "Every handshake loses a second, because the server opens a new socket after the cookie",
    meaning: """
      The ClientHello with the cookie is never answered at first and always after its repetition, one second later, in \
      every handshake. Samples that use mbedtls_net_accept() and some ports of wolfSSL close their socket and bind a \
      new one after the HelloVerifyRequest, and what arrives between is lost. Random loss would not hit the same \
      message each time.
      """,
    remedies: [
      .on(.mbedTLS, "Keep one socket for all clients instead of mbedtls_net_accept() for each, as libcoap does."),
      "Do not close or rebind the socket between HelloVerifyRequest and ServerHello.",
    ],
    reference: "Mbed-TLS/mbedtls issue #1845 and PR #3132")

  package static let timerTooAggressive = Explanation(
    "timer-too-aggressive", .degradation, "Retransmission timers are shorter than the round trip",
    meaning: """
      Flights are repeated before their answer can arrive, and the duplicates are answered too: the first timeout of \
      mostly 1 s is shorter than the round trip of this path, as over NB-IoT, Thread, or to devices that sleep. No \
      record is missing. It multiplies traffic where it is dearest.
      """,
    remedies: [
      "Raise the first timeout on both ends: RFC 7925 recommends 9 s.",
      .on(.mbedTLS, "Call mbedtls_ssl_conf_handshake_timeout(&conf, 9000, 60000)."),
      .on(.californium, "Set DTLS.RETRANSMISSION_TIMEOUT=9[s]."),
    ],
    reference: "RFC 7925 §11")

  package static let sleepyDeviceLatency = Explanation(
    "sleepy-device-latency", .degradation, "The device answers late because its radio sleeps",
    meaning: """
      Answers of the device are spread between nothing and some 300 ms, often in steps of the access point's beacons \
      (102.4 ms), and packets to it wait while packets from it do not. ESP-IDF's Wi-Fi uses modem sleep by default. A \
      device that computes is slow only after messages that need it.
      """,
    remedies: [
      .on(.mbedTLS, "Call esp_wifi_set_ps(WIFI_PS_NONE) for the time of the handshake, or for good on mains power."),
      "Set the access point's DTIM period to 1.",
    ],
    reference: "ESP-IDF esp_wifi.h; espressif/esp-idf issue #9766")

  package static let ecdhePskCost = Explanation(
    "ecdhe-psk-cost", .degradation, "The session pays for elliptic curves on top of the pre-shared key",
    meaning: """
      An ECDHE_PSK suite was selected, and the device needs more than 100 ms for each flight to compute with it. It \
      gives forward secrecy: a key that is stolen later does not open old sessions. Where that is not needed, a plain \
      PSK suite makes the handshake many times cheaper.
      """,
    remedies: [
      .on(
        .mbedTLS,
        """
        Set CONFIG_MBEDTLS_KEY_EXCHANGE_ECDHE_PSK=n with CONFIG_MBEDTLS_KEY_EXCHANGE_PSK=y if forward secrecy is not \
        needed.
        """),
      "Let the client offer plain PSK suites only.",
    ],
    reference: "RFC 5489; Mbed TLS ssl_ciphersuites.c")

  package static let noSessionResumption = Explanation(
    "no-session-resumption", .degradation, "The client makes full handshakes again and again instead of resuming",
    meaning: """
      The same client makes several full handshakes, and its ClientHellos have neither a session identifier nor a \
      ticket nor a connection ID. Each costs the full price in round trips, computing and energy. libcoap on Mbed TLS \
      does not resume DTLS 1.2 sessions by itself.
      """,
    remedies: [
      "Keep one session open, with connection IDs where addresses change.",
      .on(
        .mbedTLS,
        """
        Save and restore the session with mbedtls_ssl_get_session() and mbedtls_ssl_set_session() where the \
        application owns the context, with CONFIG_MBEDTLS_CLIENT_SSL_SESSION_TICKETS=y.
        """),
      .on(.californium, "Configure a session store on the server."),
    ],
    reference: "RFC 5077; RFC 7925 §7; eclipse-leshan/leshan issue #961")

  package static let noCidBehindNat = Explanation(
    "no-cid-behind-nat", .degradation, "Each pause costs a new handshake, for want of a connection ID",
    meaning: """
      The client makes a new handshake after each pause of more than some 30 s: its address translation forgets the \
      UDP port meanwhile, and without a connection ID the server cannot know the session again. A client that asks for \
      a new session by habit does so after short pauses too.
      """,
    remedies: [
      .on(.mbedTLS, "Set CONFIG_MBEDTLS_SSL_DTLS_CONNECTION_ID=y on both ends, and use_cid to 1 with libcoap."),
      .on(.californium, "Set DTLS.CONNECTION_ID_LENGTH."),
      "Send a keepalive more often than the address translation forgets: coap_context_set_keepalive() in libcoap.",
    ],
    reference: "RFC 9146 §1; RFC 4787 §4.3")

  package static let excessDatagrams = Explanation(
    "excess-datagrams", .degradation, "A flight is sent in more datagrams than it needs",
    meaning: """
      The messages of a flight would fit into one datagram and are sent in one each, as GnuTLS, wolfSSL and tinyDTLS \
      do, and OpenSSL for repetitions. Each datagram can be lost, and one lost repeats the flight; small devices keep \
      only a few in their queues.
      """,
    remedies: [
      .on(.californium, "Set DTLS.USE_MULTI_RECORD_MESSAGES=true."),
      .on(.mbedTLS, "Leave mbedtls_ssl_set_datagram_packing(&ssl, 1), its default."),
    ],
    reference: "RFC 6347 §4.1.1 and §4.2.3")

  package static let smallMtuFragmentation = Explanation(
    "small-mtu-fragmentation", .degradation, "Handshake messages are cut into very small fragments",
    meaning: """
      Handshake fragments are below some 300 bytes, or the path's MTU is below 600, and each fragment costs 25 bytes \
      of headers besides UDP and IP. The MTU was set low on purpose, or Mbed TLS fell back to 508 bytes after two \
      timeouts and stays there for the rest of the handshake. The first copies of the flight show which: they are \
      larger in the second case.
      """,
    remedies: [
      "Set the MTU to what the path carries: coap_session_set_mtu() in libcoap.",
      .on(
        .mbedTLS,
        "Call mbedtls_ssl_set_mtu() with the real value, and find why flights were lost before it fell back."),
      "Send smaller certificates and shorter chains.",
    ],
    reference: "RFC 6347 §4.2.3; Mbed TLS ssl_msg.c")

  package static let oversizedClienthello = Explanation(
    "oversized-clienthello", .degradation, "The ClientHello lists far more than a client with a pre-shared key needs",
    meaning: """
      The ClientHello takes more than 400 bytes, because it offers dozens of suites, groups and signature algorithms \
      of a default configuration. It is sent twice, before and after the cookie. With one or two PSK suites it is \
      about 100 bytes.
      """,
    remedies: [
      .on(
        .mbedTLS,
        "Call mbedtls_ssl_conf_ciphersuites() with the suites in use, or switch off key exchanges in sdkconfig."),
      .on(.openSSL, "Call SSL_CTX_set_cipher_list() with the suites in use."),
      .on(.gnuTLS, "Use a priority string that begins with NONE and adds what is needed."),
    ],
    reference: "RFC 7925 §4.2; RFC 6347 §4.2.3")

  package static let cbcSuiteSelected = Explanation(
    "cbc-suite-selected", .degradation, "A CBC suite was selected, which costs more bytes and is weaker than AEAD",
    meaning: """
      Records of CBC suites carry an initialization vector, padding and a long MAC: some 50 to 75 bytes each, against \
      29 or 37 with CCM-8 or GCM. A default ESP-IDF server prefers ECDHE_PSK, for which it has only CBC suites unless \
      ChaCha20-Poly1305 is built in. AEAD suites are what RFC 7925 has constrained devices use.
      """,
    remedies: [
      .on(.mbedTLS, "Set CONFIG_MBEDTLS_KEY_EXCHANGE_ECDHE_PSK=n, so that PSK with GCM or CCM is selected."),
      .on(
        .mbedTLS,
        """
        Set CONFIG_MBEDTLS_CHACHA20_C=y, CONFIG_MBEDTLS_POLY1305_C=y and CONFIG_MBEDTLS_CHACHAPOLY_C=y to keep \
        ECDHE_PSK with an AEAD cipher.
        """),
      "Let the client offer AEAD suites only.",
    ],
    reference: "RFC 7925 §4.2; RFC 9325 §4.2; Mbed TLS ssl_ciphersuites.c")

  package static let flightDuplicates = Explanation(
    "flight-duplicates", .normal, "Both ends sent a flight twice and were done",
    meaning: """
      Each flight of the handshake appears twice with new record numbers within milliseconds, as libcoap on Mbed TLS \
      does when its timer and a repeated message of the peer coincide. Nothing was lost for it, and it does not grow \
      as a storm does.
      """,
    remedies: [],
    reference: "RFC 6347 §4.2.4; libcoap coap_mbedtls.c")

  package static let chattyKeepalive = Explanation(
    "chatty-keepalive", .degradation, "Keepalives are sent often, with no requests between them",
    meaning: """
      Short records travel every 30 s or more often and no request is among them: CoAP pings to keep the session and \
      the address translation alive, as coap_context_set_keepalive(context, 30) asks for. On batteries it is most of \
      the traffic. With a connection ID nothing needs to be kept alive.
      """,
    remedies: [
      .on(
        .mbedTLS,
        "Raise the interval of coap_context_set_keepalive(), up to the timeout of the address translation."),
      .on(.mbedTLS, "Use connection IDs instead: CONFIG_MBEDTLS_SSL_DTLS_CONNECTION_ID=y."),
    ],
    reference: "RFC 7252 §4.2; RFC 9146 §1; libcoap coap_session.c")
}
