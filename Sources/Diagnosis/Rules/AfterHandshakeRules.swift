import Analysis
import Bytes
import Capture
import DTLS

/// Sessions that came up and then broke, and records of sessions whose beginning nobody saw.
extension Rule {
  static let afterHandshake: [Rule] = [
    Rule(.natRebindNoCid) { facts in
      guard facts.outcome == .unknown, !facts.serverSpoke || !facts.clientSpoke,
        let first = facts.session.association.firstRecord(of: .client)
      else { return nil }
      // The same association goes on counting its records where it was.
      let before = facts.serverSessions.last { known in
        guard known.digest.client != facts.session.client,
          known.digest.outcome == .established, let last = known.digest.lastRecord
        else { return false }
        return last.epoch == first.epoch && first.sequenceNumber > last.sequenceNumber
          && first.sequenceNumber - last.sequenceNumber <= 16
      }
      guard let before else { return nil }
      let isSameHost = before.digest.client.address == facts.session.client.address
      return Verdict(
        isSameHost ? .likely : .possible, severity: .error,
        """
        Records of session \(before.number) come from \(facts.session.client) now, where it had \(before.digest.client): \
        their numbers go on where it stopped (record \(first.sequenceNumber) of epoch \(first.epoch)). A NAT gave the \
        client another \(isSameHost ? "port" : "address") in mid-session, and without a connection ID the server cannot \
        tell whose records they are; it drops them.
        """,
        [
          Finding.Evidence(before.digest.first, "session \(before.number) from \(before.digest.client)"),
          Finding.Evidence(facts.session.first, "its records from \(facts.session.client), not answered"),
          Finding.Evidence(facts.session.last, "the last of them"),
        ])
    },
    Rule(.cidUnknown) { facts in
      guard facts.outcome == .unknown, facts.session.association.hasConnectionIDRecords, !facts.serverSpoke,
        isWaitingInVain(facts.session.activity.client)
      else { return nil }
      return Verdict(
        .possible, severity: .error,
        """
        The client sends records with a connection ID to \(facts.session.server), and nothing answers: the server does \
        not know that ID (any more).
        """, silenceEvidence(facts, .client))
    },
    Rule(.serverProcessGone) { facts in
      guard facts.isEstablished,
        let error = facts.session.icmpErrors.first(where: {
          $0.sender == .client && $0.isAfterEstablishment && $0.isPortUnreachable(facts)
        }),
        !facts.session.alerts.contains(where: { $0.stamp.number < error.stamp.number && $0.isEncrypted })
      else { return nil }
      return Verdict(
        .likely, severity: .error,
        """
        The session was up, and then the server's host says that nobody listens on \(facts.session.server) any more: the \
        server's process ended, or its device restarted.
        """, [Finding.Evidence(error.stamp, "\(error.reporter) reports \(error.name)")])
    },
    Rule(.serverLostSession) { facts in
      guard facts.isEstablished, !facts.isOneWay, let silence = facts.session.activity.client.unanswered,
        isWaitingInVain(facts.session.activity.client), facts.session.records.server.applicationData > 0,
        !endedByServer(facts, before: silence)
      else { return nil }
      let heard = facts.session.activity.server.last
      let gap = heard.map { silence.first.milliseconds(since: $0) } ?? 0
      return Verdict(
        silence.repeatedMessages > 0 ? .likely : .possible, severity: .error,
        """
        The server answered until packet \(heard?.number ?? 0) and never again: \
        \(silence.applicationData.of("record")) of the client within \
        \(TimeWords.seconds(silence.last.milliseconds(since: silence.first))) stay without an answer, an alert or an ICMP \
        error\(gap > 20_000 ? ", after \(TimeWords.seconds(gap)) in which nobody spoke" : ""). The server restarted or \
        gave the session up, and drops records that it has no keys for; or, seen from the server's side, a NAT changed \
        the client's port.
        """,
        (heard.map { [Finding.Evidence($0, "the last packet of the server")] } ?? []) + silenceEvidence(facts, .client))
    },
    Rule(.coapNoAnswerDtlsOk) { facts in
      guard facts.isEstablished, !facts.isOneWay, let silence = facts.session.activity.client.unanswered,
        isWaitingInVain(facts.session.activity.client), facts.session.records.server.applicationData == 0,
        facts.serverFinished, !endedByServer(facts, before: silence)
      else { return nil }
      return Verdict(
        silence.repeatedMessages > 0 ? .likely : .possible, severity: .error,
        """
        The handshake is complete, and none of the client's \(silence.applicationData.of("record")) of application data \
        gets an answer: DTLS works, the application behind it does not answer.
        """, silenceEvidence(facts, .client))
    },
    Rule(.fatalAlert) { facts in
      guard facts.isEstablished,
        let alert = facts.session.alerts.first(where: { $0.isEncrypted && $0.alert?.level == .fatal }),
        let description = alert.alert?.description
      else { return nil }
      return Verdict(
        .certain, severity: .error, "The \(alert.sender) ended the session with a fatal alert: \(description).",
        [facts.evidence(alert)])
    },
  ]

  /// Records of application data without an answer after which an end waits in vain.
  static let recordsInVain = 3
  /// Milliseconds over which they are spread: less than RFC 7252's first timer of 2 to 3 s, doubled once, is too early
  /// to tell.
  static let millisecondsInVain = 5000.0

  /// Whether an end has sent so much for so long without an answer that it waits in vain: repetitions show that it does
  /// wait.
  static func isWaitingInVain(_ activity: Activity) -> Bool {
    guard let silence = activity.unanswered, silence.applicationData >= recordsInVain else { return false }
    return silence.repeatedMessages >= 2 || silence.last.milliseconds(since: silence.first) >= millisecondsInVain
  }

  /// Whether the server said goodbye before the client went on.
  private static func endedByServer(_ facts: SessionCase, before silence: Activity.Unanswered) -> Bool {
    facts.session.alerts.contains { $0.sender == .server && $0.stamp.number <= silence.first.number }
  }

  private static func silenceEvidence(_ facts: SessionCase, _ side: Side) -> [Finding.Evidence] {
    guard let silence = facts.session.activity[side].unanswered else { return [] }
    var evidence = [Finding.Evidence(silence.first, "the first record of the \(side) without an answer")]
    if let repeated = silence.repeated { evidence.append(Finding.Evidence(repeated, "a CoAP message sent again")) }
    if silence.last != silence.first {
      evidence.append(Finding.Evidence(silence.last, "the last packet of the \(side), still without an answer"))
    }
    return evidence
  }
}
