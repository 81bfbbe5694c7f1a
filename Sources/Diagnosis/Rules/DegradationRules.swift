import Analysis
import Bytes
import CoAP
import DTLS

/// Handshakes and answers that take longer than they could.
extension Rule {
  /// The part of a handshake's time that waiting has to be to dominate it: without it the handshake had been five times as
  /// fast.
  static let dominance = 0.8
  /// Milliseconds of waiting from which on it is worth a warning: the usual first timer of 1 s that runs out once is what
  /// DTLS has against UDP's loss, more than that is loss that repeats, or a timer that does not fit.
  static let costlyWaiting = 1500.0
  /// Milliseconds of computing from which on a device's share is worth a word: processors of servers take some ms.
  static let slowComputing = 100.0
  /// Datagrams that lwIP keeps for a socket by default (CONFIG_LWIP_UDP_RECVMBOX_SIZE).
  static let mailbox = 6
  /// Answers to application data without which nothing is said of a device's latency.
  static let enoughAnswers = 8
  /// Pings without which they are no habit.
  static let enoughPings = 3
  /// Milliseconds between pings that are closer than any address translation needs: RFC 4787 has 2 minutes, common ones
  /// 30 s.
  static let chattyInterval = 31_000.0

  static let waits: [Rule] = [
    Rule(.rtoDominatedHandshake) { facts in
      guard facts.isEstablished, facts.hasRetransmissions, let budget = facts.timeBudget,
        budget.waiting >= Handshake.shortestTimer, budget.waiting >= dominance * budget.total
      else { return nil }
      let steps = budget.steps.filter { $0.waiting >= Handshake.shortestTimer }
      let timers = steps.count + (budget.lastFlightAgain == nil ? 0 : 1)
      return Verdict(
        .certain, severity: budget.waiting >= costlyWaiting ? .warning : .info,
        """
        The handshake took \(TimeWords.seconds(budget.total)), and \(TimeWords.seconds(budget.waiting)) of it was waiting \
        for retransmission timers (\(timers.of("time"))). The network and the computing of both ends took \
        \(TimeWords.seconds(budget.possible)): that is what this suite needs on this path. \
        \(loss(facts, steps))
        """, steps.prefix(2).flatMap(facts.evidence))
    },
    Rule(.timerTooAggressive) { facts in
      let steps = tooSoon(facts)
      guard steps.count > 1,
        let slowest = steps.first(where: \.isOfCookieExchange) ?? (steps.count > 2 ? steps[0] : nil)
      else { return nil }
      let timer = slowest.question.repetitions.first ?? 0
      return Verdict(
        .likely, severity: .warning,
        """
        \(steps.count) flights were sent again after \(TimeWords.seconds(timer)) although their answers were on the way: \
        an answer takes \(TimeWords.seconds(slowest.responding)) on this path, the timer waits for less, and every copy is \
        answered too. No record is missing.
        """, facts.evidence(slowest))
    },
    Rule(.slowCryptoSpuriousRtx) { facts in
      let steps = tooSoon(facts)
      guard let step = steps.first(where: { !$0.isOfCookieExchange }),
        steps.count < 3, !steps.contains(where: \.isOfCookieExchange)
      else { return nil }
      return Verdict(
        .likely, severity: .warning,
        """
        The \(step.answerer) needed \(TimeWords.seconds(step.responding)) to answer \
        \(step.question.messages[0]), and the \(step.question.sender)'s timer had that sent again after \
        \(TimeWords.seconds(step.question.repetitions.first ?? 0)). No record is missing, and both copies were answered: \
        nothing was lost, the \(step.answerer) computes for longer than the timer waits.
        """, facts.evidence(step))
    },
    Rule(.udpMailboxOverflow) { facts in
      guard facts.hasRetransmissions,
        let flight = facts.flights.first(where: { isLostBurst($0, facts) })
      else { return nil }
      return Verdict(
        .possible, severity: facts.isEstablished ? .warning : .info,
        """
        The \(flight.sender) sends its flight in \(flight.datagrams) datagrams at once, and it had to be sent again \
        (\(flight.sent.count.of("sending")) in all) though none is missing at the capture point: a device with lwIP keeps \
        \(mailbox) datagrams for a socket until its task reads, and drops the rest. Loss behind the capture point looks \
        the same once; it hits other datagrams each time.
        """,
        flight.sent.prefix(3).enumerated().map { index, stamp in
          Finding.Evidence(stamp, index == 0 ? "the burst begins" : "the same again")
        })
    },
    Rule(.ecdhePskCost, toldOnce: true) { facts in
      guard facts.keyExchange == .ecdhePSK, facts.isEstablished, let budget = facts.timeBudget else { return nil }
      let shares = Side.allCases.map { side in (side, computing(of: side, budget)) }
      guard let (side, time) = shares.max(by: { $0.1 < $1.1 }), time >= slowComputing else { return nil }
      return Verdict(
        .likely, severity: .info,
        """
        The \(side) needs \(TimeWords.seconds(time)) more for answers that take elliptic curves than for those that do \
        not, of \(TimeWords.seconds(budget.total)) for the handshake. A plain PSK suite would save it, if forward secrecy \
        is not needed.
        """, [facts.evidence(.serverHello, of: .server, "ServerHello selects an ECDHE_PSK suite")].compactMap { $0 })
    },
    Rule(.sleepyDeviceLatency) { facts in
      guard facts.isEstablished, let side = Side.allCases.first(where: { isSleepy(facts.session.activity[$0].answers) })
      else { return nil }
      let answers = facts.session.activity[side].answers
      return Verdict(
        .possible, severity: .info,
        """
        Of \(answers.count) answers of the \(side), \(answers.prompt) are there within 20 ms and \(answers.late) take 40 to \
        400 ms (up to \(TimeWords.seconds(Double(answers.slowestLate) / 1e6))): its radio may sleep between an access \
        point's beacons, 102.4 ms apart. An application that takes its time for some requests looks the same.
        """, [Finding.Evidence(facts.session.first, "the first packet of the session")])
    },
    Rule(.chattyKeepalive) { facts in
      let pings = facts.session.pings
      guard pings.count >= enoughPings, let first = pings.first, let last = pings.last else { return nil }
      let interval = last.milliseconds(since: first) / Double(pings.count - 1)
      let requests = facts.session.conversation.facts.exchanges
      guard interval <= chattyInterval, pings.count > requests else { return nil }
      return Verdict(
        .certain, severity: .info,
        """
        \(pings.count) CoAP pings, one every \(TimeWords.seconds(interval)), and \(requests.of("request")): most of the \
        session's traffic keeps it alive.
        """,
        [Finding.Evidence(first, "the first ping"), Finding.Evidence(last, "the last ping")])
    },
  ]

  /// Steps whose question was repeated while the answer was on its way.
  private static func tooSoon(_ facts: SessionCase) -> [TimeBudget.Step] {
    guard facts.isEstablished, facts.hasRetransmissions else { return [] }
    return facts.timeBudget?.steps.filter(\.isRepeatedTooSoon) ?? []
  }

  /// Where what was waited for was lost.
  private static func loss(_ facts: SessionCase, _ steps: [TimeBudget.Step]) -> String {
    let lost = Side.allCases.filter { facts.missing(of: $0) > 0 }
    if lost.isEmpty {
      return "No record number is missing, so the losses lie behind the capture point, or in the ends themselves."
    }
    let who = lost.map { "\(facts.missing(of: $0)) of the \($0)" }.joined(separator: " and ")
    return "Record numbers are missing, \(who): records were lost before they came to the capture point."
  }

  /// Milliseconds that answers of `side` took beyond its soonest one.
  private static func computing(of side: Side, _ budget: TimeBudget) -> Double {
    guard let fastest = budget.fastest[side] else { return 0 }
    return budget.steps.reduce(0) { sum, step in
      step.answerer == side && step.repeated == nil ? sum + step.responding - fastest : sum
    }
  }

  /// Whether a flight of many datagrams that all came to the capture point had to be sent again.
  private static func isLostBurst(_ flight: Flight, _ facts: SessionCase) -> Bool {
    guard flight.datagrams > mailbox, flight.sent.count > 1,
      facts.missing(of: .client) + facts.missing(of: .server) == 0
    else { return false }
    let answer = facts.flights.first { $0.sender == flight.sender.peer && $0.sent[0].number > flight.ended.number }
    return answer.map { $0.sent[0].number > flight.sent[1].number } ?? true
  }

  /// Whether answers are prompt or as late as beacons make them, and often enough either.
  private static func isSleepy(_ answers: AnswerTimes) -> Bool {
    answers.count >= enoughAnswers && answers.late * 10 >= answers.count * 3 && answers.prompt > 0
      && (answers.late + answers.prompt) * 10 >= answers.count * 8
  }
}
