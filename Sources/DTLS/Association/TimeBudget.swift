import Bytes

/// Where the time of a handshake went, as seen from the capture point: into waiting for retransmission timers, or into
/// what the two ends, and the network between each of them and the capture point, needed.
package struct TimeBudget: Sendable {
  /// From a flight to the one that answers it.
  package struct Step: Sendable {
    /// What was said.
    package let question: Flight
    /// What answered it; nil for a flight that could not be read.
    package let answer: Flight?
    /// The first packet of the answer.
    package let answered: PacketStamp
    /// The packets of its first message, or of ChangeCipherSpec: the original, then each repetition.
    fileprivate let answers: [PacketStamp]
    /// Who answered.
    package var answerer: Side { question.sender.peer }
    /// Whether the answer belongs to the cookie exchange, for which nobody computes much.
    package let isOfCookieExchange: Bool
    /// The last sending of the question before the answer, if it is a repetition.
    package let repeated: PacketStamp?
    /// Whether the repetition was not needed: the answer to an earlier sending was on its way.
    package fileprivate(set) var isRepeatedTooSoon = false

    /// Milliseconds until a timer had the question sent again, the last time before the answer.
    package var waiting: Double {
      guard !isRepeatedTooSoon, let repeated else { return 0 }
      return max(0, repeated.milliseconds(since: question.sent[0]))
    }

    /// Milliseconds from the sending that was answered to the answer.
    package var responding: Double {
      // What the question's own packets took is no time of the answerer.
      let end = question.ended.number < answered.number ? question.ended : question.sent[0]
      return max(0, answered.milliseconds(since: isRepeatedTooSoon ? end : repeated ?? end))
    }
  }

  /// Milliseconds from the first ClientHello to the last flight, its repetitions included.
  package let total: Double
  /// Milliseconds of it in which both ends waited for a timer.
  package let waiting: Double
  /// Milliseconds of it until answers of each end came: its computing, and its side of the network.
  package let responding: PerSide<Double>
  /// Milliseconds until the soonest answer of each end, which its side of the network took at most.
  package let fastest: PerSide<Double?>
  /// The steps, in order.
  package let steps: [Step]
  /// The repetition of the last flight that the other end had asked for by repeating its own; nil if there was none.
  package let lastFlightAgain: PacketStamp?

  /// Milliseconds that the handshake had taken on this path, with this suite and these ends, without any waiting.
  package var possible: Double { total - waiting }

  /// Milliseconds of a difference between two answers that no network explains which answers promptly otherwise.
  package static let margin = 50.0

  /// The budget of the handshake that began `association`, whose flights are `flights`; nil if its beginning or its end
  /// was not captured.
  package init?(_ association: Association, flights: [Flight]) {
    let handshake = association.handshake
    guard let first = flights.first, first.messages[0] == .clientHello, let start = first.sent.first,
      let finished = handshake.lastFinished
    else { return nil }
    var steps = Self.steps(flights, handshake)
    for side in Side.allCases {
      let isComplete = association.missingHandshakeRecords(of: side) == 0
      let fastest = Self.fastest(steps, of: side)
      for index in steps.indices where steps[index].answerer == side && isComplete {
        steps[index].isRepeatedTooSoon = Self.isTooSoon(steps[index], fastest)
      }
    }
    var waiting = steps.reduce(0) { $0 + $1.waiting }
    var responding = PerSide(both: 0.0)
    for step in steps { responding[step.answerer] += step.responding }

    // The end that speaks last has no timer: it repeats its flight when the other one repeats its own.
    let last: Side = handshake.isResumed ? .client : .server
    let question = flights.last { $0.sender == last.peer }?.sent.last { $0.number > finished.number }
    // One that was sent before the last flight can have been there was not asked for by its loss.
    let fastest = PerSide(client: Self.fastest(steps, of: .client), server: Self.fastest(steps, of: .server))
    let isTimer = question.map { $0.milliseconds(since: finished) > max(Self.margin, fastest[last.peer] ?? 0) } ?? false
    if isTimer, let question, let again = handshake.changeCipherSpecs[last].last, again.number > question.number {
      waiting += question.milliseconds(since: finished)
      responding[last] += again.milliseconds(since: question)
      lastFlightAgain = again
    } else {
      lastFlightAgain = nil
    }
    total = max(0, (lastFlightAgain ?? finished).milliseconds(since: start))
    self.waiting = waiting
    self.responding = responding
    self.steps = steps
    self.fastest = fastest
  }

  private static func steps(_ flights: [Flight], _ handshake: Handshake) -> [Step] {
    let lastHello = flights.lastIndex { $0.messages == [.clientHello] } ?? 0
    var steps = zip(flights, flights.dropFirst()).enumerated().compactMap { index, pair -> Step? in
      guard pair.0.sender != pair.1.sender, let answered = pair.1.sent.first else { return nil }
      return Step(pair.0, pair.1, answered, pair.1.sent, isOfCookieExchange: index < lastHello)
    }
    // The flight of the other end that is ChangeCipherSpec and a Finished that could not be read.
    if let last = flights.last,
      let answered = handshake.changeCipherSpecs[last.sender.peer].first ?? handshake.finished[last.sender.peer]?.stamp,
      answered.number > last.sent[0].number
    {
      steps.append(
        Step(last, nil, answered, handshake.changeCipherSpecs[last.sender.peer], isOfCookieExchange: false))
    }
    return steps
  }

  private static func fastest(_ steps: [Step], of side: Side) -> Double? {
    steps.lazy.filter { $0.answerer == side && $0.repeated == nil }.map(\.responding).min()
  }

  /// Whether the answer came of an earlier sending than the last: it is given again for the last one, and came sooner or
  /// later after it than this end answers.
  private static func isTooSoon(_ step: Step, _ fastest: Double?) -> Bool {
    guard let repeated = step.repeated, step.answers.count > 1,
      step.answers[1].milliseconds(since: step.answers[0]) <= repeated.milliseconds(since: step.question.sent[0])
        + margin
    else { return false }
    let delay = step.answered.milliseconds(since: repeated)
    let usual = fastest ?? 0
    return delay > usual + max(margin, usual) || delay < usual / 2
  }
}

extension TimeBudget.Step {
  fileprivate init(
    _ question: Flight, _ answer: Flight?, _ answered: PacketStamp, _ answers: [PacketStamp], isOfCookieExchange: Bool
  ) {
    self.question = question
    self.answer = answer
    self.answered = answered
    self.answers = answers
    self.isOfCookieExchange = isOfCookieExchange
    repeated = question.sent.dropFirst().last { $0.number < answered.number }
  }
}

extension Handshake {
  /// The first ClientHello.
  var firstHello: HandshakeStream.Entry? {
    let hello = streams.client.entries.first { $0.type == .clientHello }
    guard let earlier = streams.client.superseded.first else { return hello }
    return earlier.type == .clientHello ? earlier : hello
  }

  /// The later one of the two Finished; nil unless both were seen.
  var lastFinished: PacketStamp? {
    guard let client = finished.client?.stamp, let server = finished.server?.stamp else { return nil }
    return client.number > server.number ? client : server
  }

  /// Milliseconds from the first ClientHello to the last Finished; nil if either was not captured.
  package var duration: Double? {
    guard let start = firstHello?.copies.first?.packets.first, let end = lastFinished else { return nil }
    return end.milliseconds(since: start)
  }

  /// Milliseconds after which a repetition is one by a timer: the shortest first timer that implementations are given is
  /// 400 ms.
  package static let shortestTimer = 300.0

  /// Whether the server took the cookie only when the ClientHello with it came again, once, after a timer; nil if there
  /// was no cookie exchange, or no end of it.
  package var stalledAfterCookie: Bool? {
    guard cookieExchange?.acceptedAt != nil, let hello = streams.client.last(.clientHello),
      let answer = streams.server.entries.first?.copies.first?.packets.first,
      let first = hello.copies.first?.packets.first
    else { return nil }
    let before = hello.copies.compactMap(\.packets.first).filter { $0.number < answer.number }
    guard before.count == 2, let last = before.last else { return false }
    return last.milliseconds(since: first) >= Self.shortestTimer
  }

  /// Whether the client shows something by which it could resume a session: a session ID, a ticket, or a key of a ticket.
  package var offersResumption: Bool {
    guard let hello = clientHello else { return false }
    return !hello.sessionID.isEmpty || hello.extensions.sessionTicket.map { !$0.isEmpty } ?? false
      || hello.extensions.preSharedKey != nil
  }
}
