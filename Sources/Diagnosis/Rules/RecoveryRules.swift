import Analysis
import Bytes
import DTLS

/// What went wrong in a handshake that came up all the same.
extension Rule {
  static let recoveries: [Rule] = [
    Rule(.recordCorrupted) { facts in
      guard facts.isEstablished, let damage = facts.session.association.damagedFinished else { return nil }
      return Verdict(
        .certain, severity: .warning,
        """
        The Finished of the \(damage.sender) decrypts to a Finished under \(damage.keySource), but its tag does not \
        match: bytes of it were altered on the way. The \(damage.sender.peer) dropped it, and the next one was taken.
        """, [Finding.Evidence(damage.stamp, "a Finished whose content is right and whose tag is not")])
    },
    Rule(.clientRestartSamePort) { facts in
      guard facts.isEstablished, let before = facts.session.predecessor, before.wasEstablished, !before.wasClosed,
        !before.wasLeftByClient
      else { return nil }
      let stall =
        facts.handshake.stalledAfterCookie == true
        ? " It took the new handshake up only when the ClientHello with the cookie came again." : ""
      return Verdict(
        .certain, severity: .warning,
        """
        The client began a new handshake from the same address and port \
        \(TimeWords.seconds(facts.session.first.milliseconds(since: before.last))) after the last packet of its session, \
        without closing it: it restarted, or threw its session away. The server took the new handshake and gave up the old \
        session, as RFC 6347 has it.\(stall)
        """,
        [
          Finding.Evidence(before.last, "the last packet of the session that was there"),
          Finding.Evidence(facts.session.first, "a ClientHello in epoch 0 on the same ports"),
        ])
    },
    Rule(.hvrLost) { facts in
      guard let step = facts.repeatedSteps.first(where: \.isOfCookieExchange) else { return nil }
      let wasSeen = step.question.messages == [.helloVerifyRequest]
      return Verdict(
        wasSeen ? .certain : .likely,
        wasSeen
          ? """
          The server's demand for a cookie was lost behind the capture point: the client repeated its ClientHello after \
          \(TimeWords.seconds(step.waiting)), got the demand again and went on.
          """
          : """
          The first ClientHello was answered only when it came again, \(TimeWords.seconds(step.waiting)) later: it was lost \
          behind the capture point, or the server's HelloVerifyRequest before it. The handshake recovered.
          """, facts.evidence(step))
    },
    Rule(.f4Lost) { facts in
      guard
        let step = facts.repeatedSteps.first(where: { step in
          !step.isOfCookieExchange && (isServerFlight(step.answer) || isServerFlight(step.question))
        })
      else { return nil }
      let wasSeen = step.question.sender == .server
      return Verdict(
        facts.missing(of: .server) > 0 || wasSeen ? .likely : .possible,
        wasSeen
          ? """
          The server repeated its flight after \(TimeWords.seconds(step.waiting)), and then the client answered: \
          \(facts.missing(of: .server) > 0 ? "a part of it was lost before the capture point" : "it was lost behind the capture point")\
          \(facts.missing(of: .client) > 0 ? ", or the client's answer before it" : ""). The handshake recovered.
          """
          : """
          The server's flight came only after the ClientHello was sent again, \(TimeWords.seconds(step.waiting)) later: \
          \(facts.place(.server, question: "the ClientHello", answer: "the flight")). The handshake recovered.
          """, facts.evidence(step))
    },
    Rule(.f5Lost) { facts in
      guard let step = lastStep(facts), facts.missing(of: .server) == 0,
        facts.session.association.damagedFinished == nil
      else { return nil }
      return Verdict(
        .likely,
        """
        The client's last flight was answered only when it came again, \(TimeWords.seconds(step.waiting)) later: it was \
        lost behind the capture point. The handshake recovered.
        """, facts.evidence(step))
    },
    Rule(.finalFlightLost) { facts in
      guard facts.isEstablished, facts.hasRetransmissions, !facts.handshake.isResumed else { return nil }
      if let step = lastStep(facts) {
        guard facts.missing(of: .server) > 0 else { return nil }
        return Verdict(
          .likely,
          """
          The server's Finished came only after the client had sent its last flight again, \
          \(TimeWords.seconds(step.waiting)) later, and record numbers of the server are missing: its last flight was lost \
          before the capture point, and it sent it again as it has to. The handshake recovered.
          """, facts.evidence(step))
      }
      guard let budget = facts.timeBudget, let again = budget.lastFlightAgain,
        let first = facts.handshake.finished.server?.stamp
      else { return nil }
      return Verdict(
        .certain,
        """
        The server's last flight was lost behind the capture point: the client repeated its own, and the server sent its \
        Finished again \(TimeWords.seconds(again.milliseconds(since: first))) after the first time. The handshake \
        recovered.
        """,
        [
          Finding.Evidence(first, "the server's last flight"),
          Finding.Evidence(again, "the same again, after the client's last flight came again"),
        ])
    },
    Rule(.singleRtxRecovered) { facts in
      guard facts.isEstablished, facts.hasRetransmissions, facts.repeatedSteps.isEmpty,
        facts.timeBudget?.lastFlightAgain == nil, let flight = facts.flights.first(where: { $0.sent.count > 1 })
      else { return nil }
      let copies = facts.session.retransmittedDatagrams
      return Verdict(
        .certain,
        """
        \((copies.client + copies.server).of("datagram")) of the handshake came again (\(copies.client) of the client, \
        \(copies.server) of the server), and it went on to its end: UDP loses datagrams, and DTLS repeats them.
        """,
        flight.sent.prefix(3).enumerated().map { index, stamp in
          Finding.Evidence(stamp, index == 0 ? "\(flight.messages[0]) of the \(flight.sender)" : "the same again")
        })
    },
    Rule(.statefulServerDoubleF4) { facts in
      guard let copies = doubledServerFlight(facts), isAnswerToRepetition(facts, copies) else { return nil }
      return Verdict(
        .likely,
        """
        The ClientHello came again, and the server sent its flight twice within \
        \(TimeWords.seconds(max(1, copies[1].milliseconds(since: copies[0])))), once for its own timer and once for the hello. It \
        costs air time and nothing else.
        """,
        [
          Finding.Evidence(copies[0], "the server's flight"), Finding.Evidence(copies[1], "the same again"),
        ])
    },
    Rule(.flightDuplicates) { facts in
      guard let copies = doubledServerFlight(facts), !isAnswerToRepetition(facts, copies),
        let answer = facts.flights.first(where: { $0.messages.contains(.clientKeyExchange) }), answer.sent.count > 1,
        answer.sent[1].milliseconds(since: answer.sent[0]) < TimeBudget.margin
      else { return nil }
      return Verdict(
        .certain,
        """
        Both ends sent their flights twice within milliseconds, in new records: each answered the other's copy, and no \
        timer was waited for.
        """,
        [
          Finding.Evidence(copies[1], "the server's flight again"),
          Finding.Evidence(answer.sent[1], "the client's flight again"),
        ])
    },
    Rule(.finishedBeforeCcs) { facts in
      guard facts.isEstablished, facts.handshake.version != .dtls13,
        let side = Side.allCases.first(where: { finishedOvertook($0, facts) }),
        let finished = facts.handshake.finished[side]?.stamp, let change = facts.handshake.changeCipherSpecs[side].first
      else { return nil }
      return Verdict(
        .likely, severity: .info,
        """
        The \(side)'s Finished arrived before the ChangeCipherSpec that announces its epoch: the network changed the order \
        of the two datagrams. The handshake went on.
        """,
        [
          Finding.Evidence(finished, "Finished of the \(side)"),
          Finding.Evidence(change, "ChangeCipherSpec of the \(side), later"),
        ])
    },
  ]

  private static func isServerFlight(_ flight: Flight?) -> Bool {
    flight.map { $0.sender == .server && $0.messages.contains(.serverHello) } ?? false
  }

  /// The step from the client's last flight to the server's, if the client had to repeat its own.
  private static func lastStep(_ facts: SessionCase) -> TimeBudget.Step? {
    facts.repeatedSteps.first { step in
      !step.isOfCookieExchange && step.question.sender == .client && !isServerFlight(step.answer)
    }
  }

  /// The first two sendings of the server's flight of which the later one waited for no timer.
  private static func doubledServerFlight(_ facts: SessionCase) -> [PacketStamp]? {
    guard facts.isEstablished, facts.session.retransmittedDatagrams.server > 0,
      let sent = facts.flights.first(where: { isServerFlight($0) && $0.messages.count > 1 })?.sent,
      let second = sent.indices.dropFirst().first(where: {
        sent[$0].milliseconds(since: sent[$0 - 1]) < TimeBudget.margin
      })
    else { return nil }
    return [sent[second - 1], sent[second]]
  }

  /// Whether the ClientHello had come again before the first of `copies`.
  private static func isAnswerToRepetition(_ facts: SessionCase, _ copies: [PacketStamp]) -> Bool {
    let hellos = facts.sendings(facts.message(.clientHello, of: .client)).filter { $0.number < copies[0].number }
    guard let last = hellos.last, hellos.count > 1 else { return false }
    return copies[0].milliseconds(since: last) < Handshake.shortestTimer
  }

  /// Whether the Finished of `side` came before its ChangeCipherSpec, and neither is a repetition.
  private static func finishedOvertook(_ side: Side, _ facts: SessionCase) -> Bool {
    guard let finished = facts.handshake.finished[side]?.stamp,
      let change = facts.handshake.changeCipherSpecs[side].first, finished.number < change.number
    else { return false }
    return change.milliseconds(since: finished) < Handshake.shortestTimer
  }
}

extension SessionCase {
  /// Whether any datagram of its handshakes was sent again.
  var hasRetransmissions: Bool {
    session.retransmittedDatagrams.client + session.retransmittedDatagrams.server > 0
  }

  /// Where the time of its handshake went; nil if it did not come up, or not all of it was captured.
  var timeBudget: TimeBudget? { TimeBudget(session.association, flights: flights) }

  /// Steps of a handshake that came up which waited for a timer.
  var repeatedSteps: [TimeBudget.Step] {
    guard isEstablished, hasRetransmissions else { return [] }
    return timeBudget?.steps.filter { $0.waiting >= Handshake.shortestTimer } ?? []
  }

  /// Record numbers of the handshake that `side` skipped.
  func missing(of side: Side) -> UInt64 { session.association.missingHandshakeRecords(of: side) }

  /// Where something was lost, by the record numbers of the end that answers.
  func place(_ answerer: Side, question: String, answer: String) -> String {
    let lost = missing(of: answerer)
    return lost > 0
      ? "the \(answerer)'s record numbers jump over \(Int(clamping: lost)), so \(answer) was sent and lost before the capture point"
      : "\(question) was lost behind the capture point, or the \(answerer) did not take it at once"
  }

  /// The sendings of a flight and its answer.
  func evidence(_ step: TimeBudget.Step) -> [Finding.Evidence] {
    let what = "\(step.question.messages[0]) of the \(step.question.sender)"
    let before = step.question.sent.filter { $0.number < step.answered.number }
    return before.prefix(4).enumerated().map { index, stamp in
      let wait = TimeWords.seconds(stamp.milliseconds(since: before[0]))
      return Finding.Evidence(stamp, index == 0 ? what : "the same again, \(wait) later")
    } + [Finding.Evidence(step.answered, "the \(step.answerer) answers")]
  }
}
