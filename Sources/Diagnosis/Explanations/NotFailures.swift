extension Explanation {
  /// What people take for a failure, and is none.
  static let notFailures: [Explanation] = [
    hvrNormal, hvrAbsent, dtls10VersionInHvr, messageSeqOffset, singleRtxRecovered, postCloseIcmp, closeNotify,
    closeNotifyHitsNewListener, newSessionTicket, epoch0AfterEpoch1, warningNoRenegotiation, logRedHerring,
  ]

  package static let hvrNormal = Explanation(
    "hvr-normal", .normal, "The first ClientHello is answered by a HelloVerifyRequest, as it should be",
    meaning: """
      The server asks the client to prove its address by returning a cookie before it spends memory on it. So the \
      client sends its ClientHello twice, and its log may say "hello verification requested" or -0x6A80. It costs one \
      round trip and nothing is wrong.
      """,
    remedies: [],
    reference: "RFC 6347 §4.2.1")

  package static let hvrAbsent = Explanation(
    "hvr-absent", .normal, "The server answers without asking for a cookie, which is allowed",
    meaning: """
      The ServerHello follows the first ClientHello directly. A server may leave the cookie out, as Californium does \
      for resumed sessions, and as servers do on which it was switched off. It saves a round trip, and a server in the \
      open internet can be used to amplify traffic to forged addresses.
      """,
    remedies: [
      "Do nothing in a closed network; switch cookies on for servers that strangers can reach."
    ],
    reference: "RFC 6347 §4.2.1")

  package static let dtls10VersionInHvr = Explanation(
    "dtls10-version-in-hvr", .normal, "DTLS 1.0 in the first records does not mean that DTLS 1.0 is used",
    meaning: """
      The record header of the first ClientHello and the HelloVerifyRequest say DTLS 1.0 whatever the session will \
      use, because a server of any version must be able to read them. The version inside the ClientHello is what the \
      client offers, and the one in the ServerHello is what is used.
      """,
    remedies: [],
    reference: "RFC 6347 §4.2.1")

  package static let messageSeqOffset = Explanation(
    "message-seq-offset", .normal, "Message and record numbers begin anew, or not at zero, by design",
    meaning: """
      The ServerHello has message number 1 after one HelloVerifyRequest, and more after several; record numbers begin \
      at zero in each epoch; and a new handshake begins with message number zero again. None of it is a sign of loss: \
      only a gap in the record numbers of one epoch is.
      """,
    remedies: [],
    reference: "RFC 6347 §4.1 and §4.2.2")

  package static let singleRtxRecovered = Explanation(
    "single-rtx-recovered", .normal, "One retransmission, and the handshake went on",
    meaning: """
      A message was repeated once after its timer, mostly one second, and then the handshake completed. UDP loses \
      datagrams and DTLS repeats them; that is all.
      """,
    remedies: [
      "Do nothing unless many handshakes show it."
    ],
    reference: "RFC 6347 §4.2.4")

  package static let postCloseIcmp = Explanation(
    "post-close-icmp", .normal, "An ICMP error after the session was closed",
    meaning: """
      The client closed its socket right after its close_notify, so the server's own close_notify was answered by an \
      ICMP "port unreachable". Both ends were done with the session.
      """,
    remedies: [],
    reference: "RFC 5246 §7.2.1")

  package static let closeNotify = Explanation(
    "close-notify", .normal, "The session was closed in order",
    meaning: """
      An encrypted alert at the end of a session is close_notify, the regular goodbye of level warning. Mbed TLS \
      reports it as -0x7880, which is no error.
      """,
    remedies: [],
    reference: "RFC 5246 §7.2.1")

  package static let closeNotifyHitsNewListener = Explanation(
    "close-notify-hits-new-listener", .normal,
    "A late close_notify was read as a ClientHello by the server's next session",
    meaning: """
      Mbed TLS's sample server logs -0x7900 after a good session: it listens anew, and the client's close_notify of \
      the old session is the first thing that arrives. It drops it and goes on.
      """,
    remedies: [],
    reference: "Mbed-TLS/mbedtls issues #3722 and #1830")

  package static let newSessionTicket = Explanation(
    "new-session-ticket", .normal, "The server hands out a session ticket",
    meaning: """
      A NewSessionTicket message before the server's ChangeCipherSpec lets the client resume the session later without \
      a full handshake. Clients that do not want it ignore it.
      """,
    remedies: [],
    reference: "RFC 5077 §3.3")

  package static let epoch0AfterEpoch1 = Explanation(
    "epoch0-after-epoch1", .normal, "Unprotected records after the first protected one are a repeated flight",
    meaning: """
      The client's last flight begins in the clear, with the key exchange, and ends protected, with the Finished. When \
      it is repeated, records of epoch 0 follow one of epoch 1. The order of epochs is right within each copy.
      """,
    remedies: [],
    reference: "RFC 6347 §4.2.4")

  package static let warningNoRenegotiation = Explanation(
    "warning-no-renegotiation", .normal, "An end declined to renegotiate, and the session goes on",
    meaning: """
      The alert no_renegotiation of level warning answers a request to renegotiate. The session stays as it was.
      """,
    remedies: [],
    reference: "RFC 5246 §7.2.2")

  package static let logRedHerring = Explanation(
    "log-red-herring", .normal, "The example logs that DTLS is not configured although it is",
    meaning: """
      The book's ESP32-C3 example prints "MbedTLS (D)TLS Server Mode not configured" in the branch for success. Judge \
      by the capture instead: a HelloVerifyRequest or a ServerHello from port 5684 shows that DTLS runs.
      """,
    remedies: [
      "Correct the condition in app_main.c."
    ],
    reference: "book-esp32c3-iot-projects test_case/coap/main/app_main.c; espressif/esp-idf PR #3977")
}
