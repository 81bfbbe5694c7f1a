extension Explanation {
  /// What the capture itself leaves out or adds.
  static let captureQuality: [Explanation] = [
    captureDuplicate, captureTruncated, oneWayCapture,
  ]

  package static let captureDuplicate = Explanation(
    "capture-duplicate", .normal, "Packets were captured twice",
    meaning: """
      The same record number of the same epoch appears more than once. A retransmission by DTLS has a new record \
      number, so these are copies of one datagram: a mirror port that shows both directions of a switch, a capture on \
      all interfaces, or a repetition by the radio link. They are neither retransmissions nor replays of an attacker.
      """,
    remedies: [
      "Capture on one interface instead of \"any\", and mirror one direction or one port only."
    ],
    reference: "RFC 6347 §4.1.2.6 and §4.2.4")

  package static let captureTruncated = Explanation(
    "capture-truncated", .normal, "The capture does not hold all of the session",
    meaning: """
      The capture begins in the middle of the session, ends before it does, lost packets itself, or cut them at its \
      snapshot length. What is missing cannot be judged: a message that is not in the capture may well have been sent.
      """,
    remedies: [
      "Begin the capture before the client starts, and end it after the session.",
      "Capture whole packets: -s 0 with tcpdump, and a larger buffer with -B if packets are dropped.",
    ],
    reference: "RFC 6347 §4.1")

  package static let oneWayCapture = Explanation(
    "one-way-capture", .normal, "The capture holds only one direction of the session",
    meaning: """
      Packets of one end only were captured, although its behaviour shows that the other one answers: it goes on to \
      messages that it could not send otherwise. The mirror port, the filter or the route lets only one direction pass \
      the capture point. Nothing can be said of the end that is not seen.
      """,
    remedies: [
      "Mirror both directions, and check the capture filter: \"udp port 5684\" holds both.",
      "Capture on one of the two ends if their packets take different ways.",
    ],
    reference: "RFC 6347 §4.2.4")
}
