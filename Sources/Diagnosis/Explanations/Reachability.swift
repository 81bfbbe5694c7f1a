import Analysis

extension Explanation {
  /// A ClientHello gets no usable answer.
  static let reachability: [Explanation] = [
    dtlsPortClosed, serverProcessGone, serverUnreachable, icmpFiltered, serverDeaf, serverDeafAfterCookie,
    dtlsServerRoleOff, serverHeapOrSessionLimit, halfOpenFlood, clienthelloFragmented, ipFragmentsDropped,
    dtlsSentToCoapPort, coapSentToDtlsPort, hvrLost, hvrNotResent, clientDeaf,
  ]

  package static let dtlsPortClosed = Explanation(
    "dtls-port-closed", .failure, "Nothing listens for DTLS on the server's port",
    meaning: """
      Every ClientHello is answered by an ICMP "port unreachable" that quotes it, within one round trip, so the \
      server's IP stack runs but no socket is bound to that port: DTLS was left out of the build, creating the \
      endpoint failed, or the application is not running. Clients on Mbed TLS ignore the ICMP error and go on \
      retransmitting; OpenSSL's stops at once. If CoAP is answered on port 5683 of the same address, the application \
      runs and only its DTLS endpoint is missing. An ICMP error that comes from a router and says "administratively \
      prohibited" is a filter instead, and one that quotes an alert after a session is normal.
      """,
    remedies: [
      .on(
        .mbedTLS,
        """
        Set CONFIG_MBEDTLS_SSL_PROTO_DTLS=y, which ESP-IDF leaves off, and keep CONFIG_MBEDTLS_TLS_SERVER_AND_CLIENT=y \
        or CONFIG_MBEDTLS_TLS_SERVER_ONLY=y.
        """),
      .on(
        .mbedTLS,
        "Check what coap_new_endpoint(context, &address, COAP_PROTO_DTLS) returns, and log when it is NULL."),
      .on(
        .mbedTLS,
        """
        Set CONFIG_LWIP_IPV6=y if the endpoint is bound to an AF_INET6 address, and raise CONFIG_LWIP_MAX_SOCKETS \
        (default 10) if sockets run out.
        """),
      "Start the server, and check with its own tools that it is bound to the port that the client uses.",
    ],
    reference: "RFC 1122 §3.2.2.1; libcoap coap_mbedtls.c coap_dtls_is_supported")

  package static let serverProcessGone = Explanation(
    "server-process-gone", .failure, "The server went away after a good session",
    meaning: """
      The session worked, and then records that the client sent were answered by an ICMP "port unreachable": the \
      address still answers but the socket is closed, so the process ended or the device restarted without its server. \
      DHCP, ARP probes or a gratuitous ARP from the device's hardware address around that time mean a restart; a clock \
      that fell back in the random of its next handshake proves one. Without a session before it, the same ICMP error \
      means that nothing ever listened.
      """,
    remedies: [
      "Find why the server ended: its log, its exit status, or the device's reset reason.",
      .on(
        .mbedTLS,
        """
        Read the reset reason with esp_reset_reason() at boot, and look for a panic or a watchdog in the monitor \
        output before it.
        """),
      "Let the client take the ICMP error as the end of the session, and make a new handshake after a pause.",
    ],
    reference: "RFC 1122 §3.2.2.1; RFC 6347 §4.1.2.7")

  package static let serverUnreachable = Explanation(
    "server-unreachable", .failure, "Nothing at all comes back from the server",
    meaning: """
      The client retransmits its ClientHello on its timer and the capture holds not one packet from the server's \
      address: no answer, no ICMP error. The host is off, the address is wrong, a route is missing, or everything is \
      dropped on the way. ARP requests or neighbour solicitations for the address that nobody answers make it certain \
      that the host is not on this link. Any other packet from that address around the same time disproves it: then \
      the host is alive and only this port, or this ClientHello, is ignored.
      """,
    remedies: [
      """
      Check power, Wi-Fi association and the address: mDNS and DNS records, the DHCP lease, the address in the \
      client's configuration.
      """,
      """
      Ping the address from the client's network, and capture next to the server to see whether the ClientHello \
      arrives.
      """,
      "Open UDP port 5684 in both directions on every firewall between the two.",
    ],
    reference: "RFC 6347 §4.2.4")

  package static let icmpFiltered = Explanation(
    "icmp-filtered", .failure, "A firewall on the way rejects the client's packets",
    meaning: """
      The ClientHello is answered by an ICMP error that says "administratively prohibited", sent by a router or \
      firewall and not by the server itself. The datagram never reached the server. A closed port on the server gives \
      "port unreachable" from the server's own address instead: the source address of the ICMP error and its code \
      decide.
      """,
    remedies: [
      "Allow UDP port 5684 in both directions at the device that sent the ICMP error."
    ],
    reference: "RFC 1812 §5.2.7.1; RFC 4443 §3.1")

  package static let serverDeaf = Explanation(
    "server-deaf", .failure, "The server is alive but ignores the ClientHello",
    meaning: """
      Other traffic of the server's address is in the capture, yet the ClientHello gets no HelloVerifyRequest, no \
      alert and no ICMP error, and the client retransmits it until it gives up. Something between the network card and \
      the DTLS library drops it: the library may be built without the server role, be out of memory or sessions, be \
      unable to reassemble a fragmented ClientHello or IP fragments, or a filter drops this flow alone. Whether every \
      client is ignored or only later ones, and whether the datagram is fragmented, separates these. A capture on the \
      server itself shows whether the datagram arrives.
      """,
    remedies: [
      "Read the server's log at the time of the first ClientHello.",
      .on(
        .mbedTLS,
        """
        Check CONFIG_MBEDTLS_TLS_SERVER_AND_CLIENT=y, the free heap (esp_get_free_heap_size()), and that \
        coap_io_process() is called all the time.
        """),
      "Check filters that drop only this port or this client.",
    ],
    reference: "RFC 6347 §4.2.1; libcoap coap_session.c coap_endpoint_get_session")

  package static let serverDeafAfterCookie = Explanation(
    "server-deaf-after-cookie", .failure,
    "The server asked for a cookie and then ignores every ClientHello that has it",
    meaning: """
      The HelloVerifyRequest arrives, the client returns the cookie, and from then on the server says nothing: no \
      ServerHello, no alert, not even another HelloVerifyRequest, while the client retransmits on its timer. If the \
      second ClientHello is in a capture at the server's side, the server dropped it, mostly for want of memory, \
      because sessions are made only now. If it is missing there, the path drops it: it is larger than the first by \
      the cookie. A server that answers each time with another HelloVerifyRequest rejects the cookie instead.
      """,
    remedies: [
      "Compare the size of the second ClientHello with the path MTU, and check filters on the way.",
      .on(
        .mbedTLS,
        """
        Look for -0x7F00 (allocation failed) in the log, and lower CONFIG_MBEDTLS_SSL_IN_CONTENT_LEN and \
        CONFIG_MBEDTLS_SSL_OUT_CONTENT_LEN with CONFIG_MBEDTLS_ASYMMETRIC_CONTENT_LEN=y.
        """),
      "Check the server's limits on sessions and half-open handshakes.",
    ],
    reference: "RFC 6347 §4.2.1")

  package static let dtlsServerRoleOff = Explanation(
    "dtls-server-role-off", .failure, "The server's library was built as a client only",
    meaning: """
      From the very first one, every client's ClientHello is ignored, although the datagrams are small and whole and \
      plain CoAP is answered. libcoap on an Mbed TLS without server role accepts the endpoint, logs that it was not \
      compiled for server mode, and drops each ClientHello. Lack of memory or of sessions looks the same for one \
      client, but then earlier clients were served. The device's log decides.
      """,
    remedies: [
      .on(.mbedTLS, "Set CONFIG_MBEDTLS_TLS_SERVER_AND_CLIENT=y or CONFIG_MBEDTLS_TLS_SERVER_ONLY=y in sdkconfig."),
      .on(.mbedTLS, "Look in the device's log for \"libcoap not compiled for DTLS or Server Mode\"."),
    ],
    reference: "libcoap coap_mbedtls.c coap_dtls_hello")

  package static let serverHeapOrSessionLimit = Explanation(
    "server-heap-or-session-limit", .failure, "The server has no memory or no session left for another client",
    meaning: """
      Earlier clients are served and go on being answered, while the ClientHello of a new one is ignored. libcoap with \
      Mbed TLS allocates the whole context, some 20 KiB of buffers, for every new address and port before the cookie \
      is checked, and it stops at 100 half-open sessions. When it recovers some 30 s later, half-open sessions were \
      cleared; some 300 s later, idle ones were. If nobody was ever served, the server role is missing instead.
      """,
    remedies: [
      .on(
        .mbedTLS,
        """
        Set CONFIG_MBEDTLS_ASYMMETRIC_CONTENT_LEN=y, CONFIG_MBEDTLS_SSL_IN_CONTENT_LEN to 1536 to 2048, and \
        CONFIG_MBEDTLS_SSL_OUT_CONTENT_LEN to 1024 to 1536.
        """),
      .on(.mbedTLS, "Set CONFIG_MBEDTLS_SSL_VARIABLE_BUFFER_LENGTH=y."),
      .on(
        .mbedTLS,
        """
        Bound what is kept with coap_context_set_max_idle_sessions() and coap_context_set_session_timeout(), and call \
        coap_session_release() for sessions that are done with.
        """),
      "Let clients end their sessions with close_notify and use one session for many requests.",
    ],
    reference: "libcoap coap_session.c coap_endpoint_get_session; espressif/esp-idf issue #5230")

  package static let halfOpenFlood = Explanation(
    "half-open-flood", .degradation, "Many clients begin a handshake and never return the cookie",
    meaning: """
      Within seconds, ClientHellos come from many addresses or ports, each with a random of its own, and none goes on \
      after the HelloVerifyRequest. It is a scan, spoofed addresses, or a network that loses everything on the way to \
      the clients. On a small device each of them holds memory until half-open sessions are cleared, so that real \
      clients may be ignored. One random seen from many ports is a single client behind a broken address translation \
      instead.
      """,
    remedies: [
      "Limit the rate of new clients in front of the server.",
      .on(.mbedTLS, "Lower coap_context_set_max_handshake_sessions()."),
      "Capture next to the clients, to see whether the HelloVerifyRequests reach them.",
    ],
    reference: "RFC 6347 §4.2.1; libcoap coap_session.c")

  package static let clienthelloFragmented = Explanation(
    "clienthello-fragmented", .failure, "The ClientHello is split into fragments that the server cannot put together",
    meaning: """
      The client's ClientHello does not fit into its idea of the MTU, so it sends it in several handshake fragments, \
      and the server drops them without a word: neither HelloVerifyRequest nor alert follows, and the client repeats \
      the whole set on its timer. Mbed TLS before 3.6.6 and 4.1.0, tinyDTLS and Californium cannot reassemble a \
      ClientHello, because they answer the first one without keeping anything. Each datagram is whole here and the \
      DTLS header says that it is a fragment; IP fragments lost on the way are another matter.
      """,
    remedies: [
      .on(.mbedTLS, "Update the server to Mbed TLS 3.6.6, 4.1.0 or later, which reassemble it."),
      """
      Make the ClientHello smaller: fewer cipher suites, groups and signature algorithms, no post-quantum key share, \
      no ALPN.
      """,
      .on(
        .openSSL,
        "Raise the client's MTU: SSL_set_mtu() or DTLS_set_link_mtu() with SSL_OP_NO_QUERY_MTU; -mtu for s_client."),
      .on(.gnuTLS, "Raise the client's MTU with gnutls_dtls_set_mtu()."),
    ],
    reference: "RFC 6347 §4.2.3; Mbed-TLS/mbedtls issue #7549 and PR #10623")

  package static let ipFragmentsDropped = Explanation(
    "ip-fragments-dropped", .failure, "The datagram is split into IP fragments that do not get through",
    meaning: """
      A datagram of the handshake is larger than the path MTU and travels as IP fragments, and no answer follows \
      although it is repeated. ESP-IDF's lwIP drops IP fragments unless reassembly was switched on, and many firewalls \
      and address translations drop them too. The capture shows the fragments themselves; when nothing of a large \
      flight is seen at all, the path swallows it before the capture point. A capture on the other side of the path \
      shows which.
      """,
    remedies: [
      .on(
        .mbedTLS,
        "Set CONFIG_LWIP_IP4_REASSEMBLY=y, and CONFIG_LWIP_IP6_REASSEMBLY=y for IPv6: both are off unless set."),
      "Make the sender stay below the path MTU, 1280 bytes at most: coap_session_set_mtu() in libcoap.",
      .on(.mbedTLS, "Call mbedtls_ssl_set_mtu() on the sending side."),
      .on(.openSSL, "Set SSL_OP_NO_QUERY_MTU and call SSL_set_mtu()."),
      .on(.gnuTLS, "Call gnutls_dtls_set_mtu()."),
      .on(.californium, "Set DTLS.MAX_TRANSMISSION_UNIT."),
    ],
    reference: "RFC 6347 §4.1.1.1; espressif/esp-idf issue #3646")

  package static let dtlsSentToCoapPort = Explanation(
    "dtls-sent-to-coap-port", .failure, "The client speaks DTLS to the port of plain CoAP",
    meaning: """
      ClientHellos are sent to UDP port 5683, where the server expects CoAP without DTLS. Read as CoAP their first \
      byte has version 0, which a CoAP server must ignore silently, so the client retransmits until it gives up. The \
      server is fine and so are the keys: only the port is wrong.
      """,
    remedies: [
      "Use coaps://host:5684 in the client, or leave the port out of the coaps address."
    ],
    reference: "RFC 7252 §3 and §12.6")

  package static let coapSentToDtlsPort = Explanation(
    "coap-sent-to-dtls-port", .failure, "The client sends plain CoAP to the port of DTLS",
    meaning: """
      UDP datagrams to port 5684 hold readable CoAP messages instead of DTLS records. A DTLS server drops what is no \
      record silently, so the client repeats its confirmable messages after two to three seconds and then at doubling \
      intervals, and gives up. Whatever they carry went over the network in clear text.
      """,
    remedies: [
      "Use a coaps:// address in the client, so that it makes a DTLS session first.",
      "Create the session for DTLS: coap_new_client_session_psk2() with COAP_PROTO_DTLS in libcoap.",
    ],
    reference: "RFC 7252 §9.1 and §12.7")

  package static let hvrLost = Explanation(
    "hvr-lost", .normal, "A HelloVerifyRequest was lost, and the handshake recovered",
    meaning: """
      The client repeated its first ClientHello once because no answer reached it, got a HelloVerifyRequest then, and \
      went on. Where the capture is near the client, the server's first record number is missing in it: it was sent \
      and lost on the way. A server that never answers a repeated ClientHello keeps state for it instead, which is a \
      fault.
      """,
    remedies: [
      """
      Do nothing if it happens now and then; look for the cause of loss if more than a few per cent of handshakes show \
      it.
      """
    ],
    reference: "RFC 6347 §4.2.1")

  package static let hvrNotResent = Explanation(
    "hvr-not-resent", .failure, "The server does not repeat a HelloVerifyRequest that was lost",
    meaning: """
      The server answered the first ClientHello once. The answer did not reach the client, which repeats its \
      ClientHello without a cookie, and the server ignores the repetitions because it already keeps state for the \
      client and takes them for old messages. A stateless server would answer each of them. When the server does \
      answer every repetition and the client still sends the same, the answers do not reach the client.
      """,
    remedies: [
      .on(
        .openSSL,
        """
        Accept clients with DTLSv1_listen() instead of SSL_OP_COOKIE_EXCHANGE alone, and update: later releases of \
        1.1.1 and 3.0 repeat it.
        """),
      .on(.pion, "Update pion, whose old releases did not repeat it."),
    ],
    reference: "RFC 6347 §4.2.1; openssl/openssl issues #2439 and #18635")

  package static let clientDeaf = Explanation(
    "client-deaf", .failure, "The server answers every time and the client does not hear it",
    meaning: """
      Each repetition of the client's message is answered within a round trip, yet the client goes on sending the same \
      message with the same number. The answers are lost between the capture point and the client, or the client drops \
      them: an inbound filter, an address translation that has no entry any more, a socket connected to another \
      address, or a task that does not read. When small answers were processed and only a large flight is not, the \
      path MTU is the likelier cause. A capture on the client itself decides.
      """,
    remedies: [
      """
      Allow inbound UDP from the server's port in the client's firewall, and check the address translation between the \
      two.
      """,
      "Call the library often enough: coap_io_process() in libcoap must not wait for other work of the same task.",
      "Check which address and port the client's socket was connected to.",
    ],
    reference: "RFC 6347 §4.2.4; bcgit/bc-java issue #726")
}
