import Analysis

extension Explanation {
  /// Sessions that were established and then stop working.
  static let afterHandshake: [Explanation] = [
    serverLostSession, natRebindNoCid, clientRestartSamePort, serverIdleCloseMissed, sessionEvicted, cidDraftMismatch,
    cidUnknown, appMacFailure, handshakePerRequest,
  ]

  package static let serverLostSession = Explanation(
    "server-lost-session", .failure, "The server has forgotten the session and the client does not know",
    meaning: """
      The client goes on sending records under the session's keys and nothing comes back, neither an answer nor an \
      alert nor an ICMP error. The server restarted, or dropped the session as idle or to make room, and a DTLS server \
      drops records of sessions that it does not know without a word. The client's confirmable messages are repeated \
      at growing intervals and given up. A client whose port was changed by an address translation looks the same from \
      its own side: a capture at the server decides, and so does the server's clock in its next handshake if it is an \
      Mbed TLS.
      """,
    remedies: [
      """
      Let the client make a new session when a confirmable message is given up: in libcoap, when the handler of \
      coap_register_nack_handler() is called with COAP_NACK_TOO_MANY_RETRIES.
      """,
      .on(.mbedTLS, "Find dead sessions sooner with coap_context_set_keepalive() in the client."),
      "Let the server send close_notify to its sessions before it shuts down.",
      .on(
        .mbedTLS,
        "Keep sessions for longer than clients are quiet: coap_context_set_session_timeout() (default 300 s)."),
    ],
    reference: "RFC 6347 §4.1.2.7 and §4.2.8; libcoap coap_session.c")

  package static let natRebindNoCid = Explanation(
    "nat-rebind-no-cid", .failure, "The client's address or port changed and the session has no connection ID",
    meaning: """
      Records that continue an epoch and its record numbers arrive from another address or port, and the server, which \
      knows sessions by address and port, drops them. An address translation forgot the old entry, mostly because \
      nothing was sent for longer than its UDP timeout, often 30 to 180 s, or the client moved to another network. \
      Only a capture at the server's side shows it: at the client's the port is the same as before. A connection ID \
      lets the server find the session whatever the address.
      """,
    remedies: [
      .on(
        .mbedTLS,
        """
        Set CONFIG_MBEDTLS_SSL_DTLS_CONNECTION_ID=y on both ends, and use_cid to 1 in coap_dtls_cpsk_t or \
        coap_dtls_pki_t with libcoap.
        """),
      .on(.californium, "Set DTLS.CONNECTION_ID_LENGTH."),
      "Send something more often than the address translation's timeout: coap_context_set_keepalive() in libcoap.",
      "Make a new handshake, resumed where both ends can, after each long pause.",
    ],
    reference: "RFC 9146 §1; openssl/openssl issue #18724")

  package static let clientRestartSamePort = Explanation(
    "client-restart-same-port", .failure, "The client began a new handshake from the port of its old session",
    meaning: """
      A ClientHello in the clear comes from the address and port of an established session: the client restarted, or \
      lost its session, and its socket has the same port. RFC 6347 has the server answer it and keep the old session \
      until the new one is proven. Mbed TLS asks for a cookie at once but takes up the new handshake only when the \
      ClientHello comes again, one second later; GnuTLS's server, pion and Erlang ignore it until the old session \
      dies. The client's new random, and its clock if it is an Mbed TLS, show that it began anew.
      """,
    remedies: [
      "Let the client use a random source port for each session, and send close_notify when it ends one.",
      .on(
        .mbedTLS,
        """
        Call mbedtls_ssl_handshake() at once after MBEDTLS_ERR_SSL_CLIENT_RECONNECT; \
        MBEDTLS_SSL_DTLS_CLIENT_PORT_REUSE, which makes it possible, is on in ESP-IDF.
        """),
      "Update servers that ignore such a ClientHello, or shorten their idle timeout.",
    ],
    reference: "RFC 6347 §4.2.8; Mbed-TLS/mbedtls issue #204")

  package static let serverIdleCloseMissed = Explanation(
    "server-idle-close-missed", .degradation, "The server closed the idle session and the client did not notice",
    meaning: """
      After some minutes without traffic, 300 s with libcoap's default, the server sent close_notify, and later the \
      client sends data under the old session, which is not answered. The alert was lost, or the client slept and its \
      radio was off. A server that restarted sends no such alert.
      """,
    remedies: [
      .on(.mbedTLS, "Make coap_context_set_session_timeout() longer than the time that clients sleep."),
      """
      Let the client begin with a new handshake, or a resumed one, when it has slept for longer than the server's \
      timeout.
      """,
    ],
    reference: "libcoap coap_io.c; RFC 5246 §7.2.1")

  package static let sessionEvicted = Explanation(
    "session-evicted", .degradation, "The server closed an idle session to make room for a new client",
    meaning: """
      Within milliseconds of another client's ClientHello the server sent close_notify to the session that was idle \
      for longest: the limit on idle sessions is reached, 20 in the example of libcoap for ESP-IDF. Closing because of \
      time happens at a fixed interval after the last message instead, whatever other clients do.
      """,
    remedies: [
      .on(.mbedTLS, "Raise coap_context_set_max_idle_sessions(), and check that the heap suffices for as many."),
      "Let clients end sessions that they do not need.",
    ],
    reference: "libcoap coap_session.c")

  package static let cidDraftMismatch = Explanation(
    "cid-draft-mismatch", .degradation, "The two ends speak different drafts of connection IDs",
    meaning: """
      One end offers connection IDs by an extension number of a draft (254 in Mbed TLS 2.28 and up to 3.2, 53 in \
      Californium 2), the other knows only number 54 of RFC 9146, so none is agreed and records stay bound to address \
      and port. The extension numbers in both hellos show it. Connection IDs that are switched off on one end leave \
      the extension out altogether.
      """,
    remedies: [
      .on(.mbedTLS, "Use Mbed TLS 3.3 or later with MBEDTLS_SSL_DTLS_CONNECTION_ID_COMPAT set to 0."),
      .on(
        .californium,
        "Use Californium 3 or later; set DTLS.SUPPORT_DEPRECATED_CID=true on the server for old clients."),
    ],
    reference: "RFC 9146 §3; Mbed-TLS/mbedtls issue #4860")

  package static let cidUnknown = Explanation(
    "cid-unknown", .failure, "Records carry a connection ID that the server does not know",
    meaning: """
      The client sends records with a connection ID and gets no answer: the server that receives them did not give out \
      that ID, or has forgotten it. It restarted, or a load balancer sent the records to another server of the same \
      address. The connection ID that the ServerHello agreed is in the capture if the handshake is: a different one in \
      the records is a client's mistake, the same one a server that lost its sessions.
      """,
    remedies: [
      "Keep sessions over a restart, or let the client make a new handshake when nothing is answered.",
      "Let the load balancer choose the server by the connection ID.",
    ],
    reference: "RFC 9146 §6; obgm/libcoap issue #1472")

  package static let appMacFailure = Explanation(
    "app-mac-failure", .failure, "Records of the established session do not authenticate",
    meaning: """
      Records of the session are not answered while others are, and they do not open with the session's proven keys: \
      they were damaged on the way, forged, or sent under keys of another handshake. The receiver drops them silently, \
      and Mbed TLS may end the session after a number of them. If they open with the session's keys they are good, and \
      the application is what does not answer.
      """,
    remedies: [
      "Make a new handshake.",
      "Check the link's quality, and middleboxes that rewrite payloads.",
      .on(.mbedTLS, "Check mbedtls_ssl_conf_dtls_badmac_limit(), which ends a session after so many bad records."),
    ],
    reference: "RFC 6347 §4.1.2.7")

  package static let handshakePerRequest = Explanation(
    "handshake-per-request", .degradation, "The client makes a new session for every request",
    meaning: """
      The same client makes full handshakes one after the other, sends a request or two in each and closes. On a \
      constrained network the handshake costs many times what the request does, and on a device much energy and time. \
      A device that restarts again and again also makes new handshakes, but it closes none of them.
      """,
    remedies: [
      "Keep the session open and use it for all requests.",
      "Use connection IDs, or session tickets, where the client must sleep between requests.",
    ],
    reference: "RFC 7925 §7; RFC 7252 §9.1.1")
}
