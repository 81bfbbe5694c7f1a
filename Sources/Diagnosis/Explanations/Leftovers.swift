import Analysis

extension Explanation {
  /// What no known pattern explains.
  static let leftovers: [Explanation] = [fatalAlert, handshakeStalled]

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
