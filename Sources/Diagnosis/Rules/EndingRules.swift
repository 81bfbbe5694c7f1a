import Analysis
import Bytes
import Capture
import DTLS

/// How sessions end, or are bound to, that came up: what the server did with them, and what they lack.
extension Rule {
  /// Milliseconds of silence after which a server's goodbye is one to an idle session: it is shorter than the idle timeout
  /// of any server, 300 s in libcoap, and longer than a client takes to think.
  static let idleSilence = 30_000.0
  /// Milliseconds within which a server that makes room for a client says goodbye to another one.
  static let evictionDelay = 250.0
  /// Milliseconds for which a session has been idle that is the one to go.
  static let idleBeforeEviction = 1000.0

  static let endings: [Rule] = [
    Rule(.sessionEvicted) { facts in
      guard facts.isEstablished, let goodbye = serverGoodbye(facts), goodbye.silence >= idleBeforeEviction,
        let newcomer = facts.serverSessions.first(where: { other in
          other.digest.client != facts.session.client
            && (0...evictionDelay).contains(goodbye.stamp.milliseconds(since: other.digest.first))
        })
      else { return nil }
      let isMissed = isSpeakingTo(facts, after: goodbye)
      return Verdict(
        .likely, severity: isMissed ? .warning : .info,
        """
        The server closed this session, which had been idle for \(TimeWords.seconds(goodbye.silence)), \
        \(TimeWords.seconds(goodbye.stamp.milliseconds(since: newcomer.digest.first))) after \(newcomer.digest.client) \
        began another one (session \(newcomer.number)): it has no room for more\
        \(isMissed ? ", and the client goes on as if it had not" : "").
        """,
        [
          Finding.Evidence(newcomer.digest.first, "the ClientHello of session \(newcomer.number)"),
          Finding.Evidence(goodbye.stamp, "the server's close_notify to the idle session"),
        ])
    },
    Rule(.serverIdleCloseMissed) { facts in
      guard facts.isEstablished, let goodbye = serverGoodbye(facts), goodbye.silence >= idleSilence,
        isSpeakingTo(facts, after: goodbye), let silence = facts.session.activity.client.unanswered
      else { return nil }
      return Verdict(
        .likely,
        """
        After \(TimeWords.seconds(goodbye.silence)) in which nobody spoke, the server closed the session, and \
        \(TimeWords.seconds(silence.first.milliseconds(since: goodbye.stamp))) later the client sends data under it, which \
        nobody answers (\(silence.applicationData.of("record"))): it did not get the close_notify, or slept.
        """,
        [
          Finding.Evidence(goodbye.stamp, "the server's close_notify"),
          Finding.Evidence(silence.first, "the client's data afterwards, not answered"),
        ])
    },
    Rule(.appMacFailure) { facts in
      let records = facts.session.records
      guard facts.isEstablished, records.client.failed + records.server.failed > 0,
        let side = Side.allCases.first(where: { failedApart(from: $0, facts) > 0 }),
        let first = records[side].firstFailed
      else { return nil }
      return Verdict(
        .likely, severity: .warning,
        """
        \(records[side].failed.of("record")) of the \(side) \(records[side].failed == 1 ? "is" : "are") not authentic \
        under the session's proven keys, while \(records[side].opened) others are: altered on the way, or forged. The \
        \(side.peer) drops \(records[side].failed == 1 ? "it" : "them") without a word.
        """, [Finding.Evidence(first, "the first record that does not authenticate")])
    },
    Rule(.cidDraftMismatch) { facts in
      guard facts.isEstablished, let offered = facts.clientHello?.extensions.connectionID?.type,
        offered != .connectionID, let hello = facts.serverHello, hello.extensions.connectionID == nil
      else { return nil }
      return Verdict(
        .likely, severity: .warning,
        """
        The client offers connection IDs under extension \(offered.rawValue), the number of a draft, and the server agrees \
        to none: RFC 9146 has 54. The session stays bound to the client's address and port; if the client has to be found \
        again after a change of them, it will not be.
        """,
        [
          facts.evidence(.clientHello, of: .client, "ClientHello with extension \(offered.rawValue)"),
          facts.evidence(.serverHello, of: .server, "ServerHello without a connection ID"),
        ].compactMap { $0 })
    },
    Rule(.alertIgnoredByTinydtlsClient) { facts in
      guard !facts.isEstablished, let alert = facts.fatalAlert, alert.sender == .server, !alert.isEncrypted,
        facts.clientSentItsFlight
      else { return nil }
      let later = facts.sendings(facts.lastFlight).filter {
        $0.milliseconds(since: alert.stamp) >= Handshake.shortestTimer
      }
      guard let first = later.first else { return nil }
      return Verdict(
        .likely, severity: .info,
        """
        The server ended the handshake with an alert in the clear, and the client repeats its last flight all the same \
        (\(later.count.of("time")) after it): it drops alerts that nothing protects, as tinyDTLS does, and takes the \
        failure for silence.
        """,
        [
          facts.evidence(alert),
          Finding.Evidence(first, "the client's last flight again, after the alert"),
        ])
    },
  ]

  /// The server's goodbye in a session that the client had not left.
  private static func serverGoodbye(_ facts: SessionCase) -> Session.AlertFact? {
    guard let first = facts.session.alerts.first(where: \.isEncrypted), first.sender == .server,
      first.alert.map({ $0.description == .closeNotify }) ?? true
    else { return nil }
    return first
  }

  /// Whether the client sent data after `goodbye`.
  private static func isSpeakingTo(_ facts: SessionCase, after goodbye: Session.AlertFact) -> Bool {
    guard let silence = facts.session.activity.client.unanswered else { return false }
    return silence.applicationData > 0 && silence.first.number > goodbye.stamp.number
  }

  /// Records of `side` that are not authentic, but for a Finished that was damaged: that is a finding of its own.
  private static func failedApart(from side: Side, _ facts: SessionCase) -> Int {
    let records = facts.session.records[side]
    guard records.opened > 0 else { return 0 }
    return records.failed - (facts.session.association.damagedFinished?.sender == side ? 1 : 0)
  }
}
