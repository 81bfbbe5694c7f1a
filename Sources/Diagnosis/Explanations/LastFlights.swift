import Analysis

extension Explanation {
  /// Flights that were lost, and the end of the handshake.
  static let lastFlights: [Explanation] = [
    f4Lost, f5Lost, finalFlightLost, finalFlightLostDeadlock, finishedBeforeCcs, handshakeAbandonedEarly,
    concurrentHandshakes,
  ]

  package static let f4Lost = Explanation(
    "f4-lost", .normal, "The server's flight was lost once, and the handshake recovered",
    meaning: """
      After the ClientHello with the cookie the answer was missing until a timer ran out, and then the handshake went \
      on to its end. The flight was lost and sent again, which is what the retransmission timers are for. If the \
      server's record numbers have a gap in the capture, it was lost before the capture point, otherwise after it.
      """,
    remedies: [
      """
      Do nothing unless more than a few per cent of handshakes show it; then look for the loss on the side that the \
      gap points to.
      """
    ],
    reference: "RFC 6347 §4.2.4")

  package static let f5Lost = Explanation(
    "f5-lost", .normal, "The client's last flight was lost once, and the handshake recovered",
    meaning: """
      The client's key exchange and Finished did not reach the server until they were sent again, about a timer's \
      length later, and the handshake completed. A wrong key looks like it at first, but then no repetition succeeds. \
      If the client's record numbers have a gap in the capture, the loss was before the capture point, otherwise after \
      it.
      """,
    remedies: [
      "Do nothing unless more than a few per cent of handshakes show it."
    ],
    reference: "RFC 6347 §4.2.4")

  package static let finalFlightLost = Explanation(
    "final-flight-lost", .normal, "The server's last flight was lost once, and the handshake recovered",
    meaning: """
      The client repeated its last flight because the server's ChangeCipherSpec and Finished did not arrive, and the \
      server, which was already done, sent them again on receipt. That is what the server has to do: it has no timer \
      of its own for its last flight. A server that does not do it leaves the client waiting for ever, which is a \
      fault.
      """,
    remedies: [
      "Do nothing unless more than a few per cent of handshakes show it."
    ],
    reference: "RFC 6347 §4.2.4")

  package static let finalFlightLostDeadlock = Explanation(
    "final-flight-lost-deadlock", .failure, "The server's last flight was lost, and the server does not send it again",
    meaning: """
      The server has completed the handshake and takes itself for connected; its last flight did not reach the client, \
      and when the client repeats its own the server ignores it, because it dropped the handshake's state. From the \
      client's side it looks like a wrong key that the server hides. A capture at the server's side shows the flight \
      that was sent; so does a gap in the server's record numbers, and with the right key the client's Finished opens. \
      Only a new handshake helps.
      """,
    remedies: [
      .on(
        .tinyDTLS,
        """
        Keep the handshake's parameters until application data arrives, so that the last flight can be sent again; \
        until then let clients begin anew.
        """),
      .on(.pion, "Update to a release with PR #646, which sends the last flight again."),
      .on(.mbedTLS, "Go on calling mbedtls_ssl_read() after the handshake: it is what answers a repeated flight."),
      "Let the client make a new handshake from another port when it gives up.",
    ],
    reference: "RFC 6347 §4.2.4; pion/dtls PR #646; Mbed-TLS/mbedtls issue #9911")

  package static let finishedBeforeCcs = Explanation(
    "finished-before-ccs", .degradation, "The Finished overtook its ChangeCipherSpec",
    meaning: """
      The first record of the new epoch arrived before the ChangeCipherSpec that announces it: the network changed the \
      order of the two datagrams. Most implementations keep such a record or wait for a repetition, so the handshake \
      is only slower. Both in one datagram cannot overtake each other.
      """,
    remedies: [
      "Send ChangeCipherSpec and Finished in one datagram.",
      .on(.mbedTLS, "Leave mbedtls_ssl_set_datagram_packing(&ssl, 1), which is the default."),
    ],
    reference: "RFC 6347 §4.1 and §4.2.2")

  package static let handshakeAbandonedEarly = Explanation(
    "handshake-abandoned-early", .failure, "The client gave up before an answer could come",
    meaning: """
      The client's attempts end at a fixed time, some seconds to half a minute after they began, and the answer comes \
      later or was on its way: libcoap stops after four retransmissions, about 31 s; applications often have timeouts \
      of their own that are shorter. GnuTLS says so with an internal_error alert at its end. The other end did nothing \
      wrong but be slow, or the loss was heavy. A server that never answers at all is unreachable instead.
      """,
    remedies: [
      """
      Lengthen the client's patience: coap_session_set_max_retransmit() and coap_session_set_ack_timeout() in libcoap.
      """,
      .on(.mbedTLS, "Call mbedtls_ssl_conf_handshake_timeout(&conf, min, max) with a max of at least four times min."),
      "Raise or take away the application's own timeout around the handshake.",
    ],
    reference: "RFC 6347 §4.2.4.1; RFC 7252 §4.8")

  package static let concurrentHandshakes = Explanation(
    "concurrent-handshakes", .failure, "A repeated ClientHello began a second handshake on the server",
    meaning: """
      Within seconds two ServerHellos with different randoms answer the same client: the server took a repeated \
      ClientHello for a new one and began again, while the client goes on with the first. Their transcripts no longer \
      fit, and an alert ends it. A server that restarted in between also sends another random, but it would not answer \
      twice within seconds.
      """,
    remedies: [
      "Raise the client's first timeout above the time that the server needs: RFC 7925 recommends 9 s.",
      "Update the server: a repeated ClientHello must get the same flight again.",
    ],
    reference: "RFC 6347 §4.2.4; zephyrproject-rtos/zephyr issue #49071")
}
