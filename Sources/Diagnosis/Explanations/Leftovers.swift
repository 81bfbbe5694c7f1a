import Analysis

extension Explanation {
  /// What no known pattern explains.
  static let leftovers: [Explanation] = [fatalAlert, handshakeStalled, datagramsCutOnTheWay]

  package static let fatalAlert = Explanation(
    "fatal-alert", .failure, "An end stopped with an alert that fits no known pattern",
    meaning: """
      One end sent a fatal alert, which ends the handshake or the session. The alert says what its sender objects to in \
      one word, and nothing else in the packets narrows it down. The log of the end that sent it has the reason: with \
      Mbed TLS at debug level 3, with libcoap at log level 7.
      """,
    remedies: [
      "Read the log of the end that sent the alert, at the time of the alert's packet.",
      .on(.mbedTLS, "Set `CONFIG_MBEDTLS_DEBUG=y` and `CONFIG_MBEDTLS_DEBUG_LEVEL=3`, and repeat the attempt."),
    ],
    reference: "RFC 5246 §7.2.2")

  package static let datagramsCutOnTheWay = Explanation(
    "datagrams-cut-on-the-way", .failure, "Datagrams arrive shorter than the records in them",
    meaning: """
      A record's header says how long it is, and the UDP datagram that carries it ends before that; the capture itself \
      holds the datagram to its end. So it was cut before the capture point: by a sender whose buffer or driver is \
      shorter than what it sends, or by something on the way that rewrites packets. The receiver drops such a record \
      without an answer, and the sender repeats it. A capture whose snapshot length is too short looks alike, but there \
      the UDP header states more bytes than were kept.
      """,
    remedies: [
      "Compare the length of the datagram at the sender and at the capture point: where they differ, look in between.",
      "Look at what rewrites packets on the way: a tunnel, a radio gateway, a translation between address families.",
      .on(.mbedTLS, "Check that the send callback returns the number of bytes that it sent, and sends all of them."),
    ],
    reference: "RFC 6347 §4.1")

  package static let handshakeStalled = Explanation(
    "handshake-stalled", .failure, "The handshake stopped and the packets do not say why",
    meaning: """
      An end repeats its flight and gets no answer that would let it go on, and no alert or ICMP error says why. The \
      packets that are missing were lost behind the capture point, or dropped by the other end. A capture next to the \
      other end tells which: if the repetitions arrive there, the end drops them and its log says why.
      """,
    remedies: [
      "Capture at the other end at the same time, and compare which of the repetitions arrive.",
      "Read the log of the end that does not answer.",
    ],
    reference: "RFC 6347 §4.2.4")
}
