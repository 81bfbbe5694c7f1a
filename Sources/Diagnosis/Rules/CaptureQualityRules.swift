import Analysis
import Bytes
import DTLS

/// What the capture itself lacks.
extension Rule {
  static let captureGaps: [Rule] = [
    Rule(.oneWayCapture) { facts in
      guard facts.isOneWay || facts.isUnheardAnswer else { return nil }
      let missing: Side = facts.serverSpoke ? .client : .server
      return Verdict(
        facts.isOneWay ? .certain : .possible,
        """
        No packet of the \(missing) is in the capture, and the \(missing.peer) goes on as one does that was answered. What \
        went wrong, if anything did, cannot be told from one direction.
        """, [Finding.Evidence(facts.session.first, "the first packet of the \(missing.peer)")])
    },
    Rule(.captureTruncated) { facts in
      let activity = facts.session.activity
      let cut = activity.client.cutRecords + activity.server.cutRecords
      if cut > 0 {
        return Verdict(
          .certain,
          """
          The capture holds only the beginning of \(cut.of("record")): its snapshot length is too short. What is cut can be \
          neither read nor decrypted; capture with snapshot length 0 (tcpdump -s 0).
          """, [Finding.Evidence(facts.session.first, "the first packet of the session")])
      }
      guard facts.outcome == .unknown, facts.session.association.hasProtectedRecords else { return nil }
      return Verdict(
        .certain,
        """
        The capture begins in mid-session: the handshake came before it, so neither keys nor a diagnosis of it can be had.
        """, [Finding.Evidence(facts.session.first, "a protected record, with no handshake before it")])
    },
  ]

  /// What the capture has twice.
  static let captureCopies: [Rule] = [
    Rule(.captureDuplicate) { facts in
      let copies = facts.session.duplicateDatagrams
      guard copies.client + copies.server > 0 else { return nil }
      return Verdict(
        .certain,
        """
        \((copies.client + copies.server).of("datagram")) \(copies.client + copies.server == 1 ? "is" : "are") there twice, \
        with the same record numbers: captured or delivered twice, not sent again.
        """, [Finding.Evidence(facts.session.first, "the first packet of the session")])
    }
  ]
}

extension SessionCase {
  /// Whether records of one end alone, of a session whose beginning was not captured, are in the capture.
  var isUnheardAnswer: Bool {
    outcome == .unknown && serverSpoke != clientSpoke && session.activity.client.datagrams > 3
  }
}
