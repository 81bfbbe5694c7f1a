import Analysis
import Bytes
import Capture
import DTLS

/// IP fragments that do not arrive, or that their receiver cannot put together.
extension Rule {
  static let droppedFragments: [Rule] = [
    Rule(.ipFragmentsDropped) { facts in
      guard facts.outcome == .failed, facts.fatalAlert == nil else { return nil }
      let lost = facts.lostFragments
      if let first = lost.first {
        return Verdict(
          .likely,
          """
          \(lost.count.of("packet")) from \(first.source) to \(first.destination) came in IP fragments, and not all of \
          them: \(first.bytes) bytes in \(first.fragments.of("fragment")) of the first were captured. The handshake \
          stopped there: a datagram that is larger than the path's MTU is lost with any of its fragments, and filters \
          often let only the first one pass.
          """,
          lost.prefix(3).map { Finding.Evidence($0.stamp, "fragments from \($0.source) are given up, not whole") })
      }
      guard let side = Side.allCases.first(where: { isRepeatedInFragments($0, facts) }),
        let first = facts.session.activity[side].firstFragmented
      else { return nil }
      let count = facts.session.activity[side].fragmentedHandshakeDatagrams
      return Verdict(
        .likely,
        """
        The \(side) sends its flight in datagrams of up to \(facts.session.activity[side].largestHandshakeDatagram) bytes, \
        which travel in IP fragments (\(count) of them), and the \(side.peer) does not answer any: lwIP does not put \
        fragments together unless it is built to, and filters drop them.
        """,
        [
          Finding.Evidence(first, "the last fragment of a datagram of the \(side)"),
          Finding.Evidence(facts.session.last, "the last packet, with no answer before it"),
        ])
    }
  ]

  /// Whether `side` repeated a flight that came in IP fragments, and the other end did not go on.
  private static func isRepeatedInFragments(_ side: Side, _ facts: SessionCase) -> Bool {
    let activity = facts.session.activity[side]
    guard activity.fragmentedHandshakeDatagrams > 1, let first = activity.firstFragmented else { return false }
    return !facts.flights.contains { $0.sender == side.peer && $0.sent[0].number > first.number }
  }

  /// Fragments that were lost from a session that came up: part of the remarks.
  static let lostDatagrams = Rule(.ipFragmentsDropped) { facts in
    guard facts.isEstablished, let first = facts.lostFragments.first else { return nil }
    let lost = facts.lostFragments
    return Verdict(
      .possible, severity: lost.count > 1 ? .warning : .info,
      """
      \(lost.count.of("packet")) between the two hosts came in IP fragments, and not all of them (\(first.bytes) bytes in \
      \(first.fragments.of("fragment")) of the first, from \(first.source)): what was in \(lost.count == 1 ? "it" : "them") \
      is lost. Smaller datagrams, or CoAP's block transfer, need no fragments.
      """,
      lost.prefix(3).map { Finding.Evidence($0.stamp, "fragments from \($0.source) are given up, not whole") })
  }
}

extension SessionCase {
  /// Packets between the hosts of the session, in its time, that lack fragments.
  var lostFragments: [LostFragments] {
    guard !history.lostFragments.isEmpty else { return [] }
    let (client, server) = (session.client.address, session.server.address)
    // They are given up some time after their first fragment.
    return history.lostFragments.filter {
      ($0.source == client && $0.destination == server || $0.source == server && $0.destination == client)
        && $0.stamp.nanoseconds >= time.lowerBound
    }
  }
}
