import Bytes

/// What there was of a conversation, and what was not as it should be. Bounded; it holds no memory while all is well.
package struct ConversationFacts: Sendable {
  /// A value that a client put (RFC 7252 §5.8.3), and how the server answered.
  package struct Write: Sendable {
    /// What was written.
    package let resource: [UInt8]
    /// The whole payload.
    package let value: [UInt8]
    /// The answer.
    package let status: Code
    /// The request.
    package let request: PacketStamp
    /// The response.
    package let response: PacketStamp
  }

  /// Exchanges that began.
  package internal(set) var exchanges = 0
  /// Exchanges that are over and have a response.
  package private(set) var answered = 0
  /// What was not as it should be: the first of each kind and resource.
  package private(set) var incidents: [Incident] = []
  /// How many incidents of other kinds or resources there were.
  package private(set) var omitted = 0
  /// The values that were put last, from `oldestWrite` on, and then from the first.
  private var lastWrites: [Write] = []
  private var oldestWrite = 0
  /// Messages of either end.
  private var messages = (one: 0, other: 0)

  /// Kinds and resources that are kept of one conversation: what differs beyond them says no more of the cause.
  static let maximumIncidents = 16
  /// Values that are kept: to compare one with the one before takes two a resource.
  static let maximumWrites = 8
  /// Bytes of a value that is kept: the size of the buffer for such values in the examples for ESP-IDF.
  static let maximumValue = 100
  /// Nanoseconds after which a response is missing that nothing was repeated for: separate responses take what sensors take.
  static let patience: Int64 = 10_000_000_000
  /// Nanoseconds after which a client that gets no acknowledgement repeats its request, at the latest (RFC 7252 §4.8).
  static let acknowledgementPatience: Int64 =
    Transmission.ackTimeoutNanoseconds * Transmission.ackRandomFactorTenths / 10
  /// Copies of one message within a second from which on it is a storm: more than capturing on several interfaces makes.
  static let stormCopies = 8
  /// Nanoseconds in which a storm has so many copies.
  static let stormWindow: Int64 = 1_000_000_000
  /// Nanoseconds below which a copy may be the network's or the capture's.
  static let networkCopy: Int64 = 50_000_000

  package init() {}

  // MARK: Messages

  /// Takes in a message that is no copy.
  mutating func note(_ message: borrowing MessageView, from sender: Peer, at stamp: PacketStamp) {
    if sender == .one { messages.one += 1 } else { messages.other += 1 }
    if let violation = message.codeViolation {
      add(Incident(.codeViolation(violation), of: sender, [.init(stamp, .message)]))
    } else if message.emptyMessageViolation != nil {
      add(Incident(.emptyMessageWithMore, of: sender, [.init(stamp, .message)]))
    } else if message.code.isResponse, let option = message.unknownCriticalOption {
      add(Incident(.unknownCritical(option, isRejected: false), of: sender, [.init(stamp, .message)]))
    }
  }

  private func isHeard(_ peer: Peer) -> Bool { (peer == .one ? messages.one : messages.other) > 0 }

  private mutating func add(_ incident: Incident) {
    let same = incidents.firstIndex {
      $0.kind == incident.kind && $0.sender == incident.sender && $0.method == incident.method
        && $0.resource == incident.resource
    }
    if let same {
      incidents[same].count += incident.count
    } else if incidents.count < Self.maximumIncidents {
      incidents.append(incident)
    } else {
      omitted += 1
    }
  }

  // MARK: Exchanges

  /// Takes in an exchange that is over.
  mutating func note(_ exchange: Exchange) {
    if exchange.responseCount > 0 { answered += 1 }
    noteTiming(of: exchange.request, exchange)
    for request in exchange.laterRequests { noteTiming(of: request, exchange) }
    if let stamp = exchange.wrongToken { add(.wrongToken, exchange, [.init(stamp, .response)]) }
    if let option = exchange.criticalOption {
      let isRejected = exchange.status == .badOption || exchange.wasReset != nil
      add(.unknownCritical(option, isRejected: isRejected), exchange, answer(exchange))
    }
    // What was put away might have gone on.
    guard !exchange.wasPutAway, !exchange.isMulticast else { return }
    if exchange.lacksResponse {
      noteMissingResponse(exchange)
    } else if let stamp = exchange.wasReset {
      add(.reset, exchange, [.init(stamp, .reset)])
    } else if let status = exchange.status, let final = exchange.final {
      note(status, exchange, final)
    }
    for transfer in exchange.transfers { note(transfer, exchange) }
    if let observation = exchange.observation { note(observation, exchange) }
  }

  private mutating func note(_ status: Code, _ exchange: Exchange, _ final: PacketStamp) {
    // That the body is too large for one message is how the server asks for blocks (RFC 7959 §2.9.3).
    let isNegotiation = status == .requestEntityTooLarge && exchange.upload != nil
    if status.class > 2, !isNegotiation { add(.error(status), exchange, [.init(final, .response)]) }
    guard let value = exchange.value else { return }
    let write = Write(
      resource: exchange.resource.text, value: value, status: status, request: exchange.request.stamp, response: final)
    if lastWrites.count < Self.maximumWrites {
      lastWrites.append(write)
    } else {
      lastWrites[oldestWrite] = write
      oldestWrite = (oldestWrite + 1) % Self.maximumWrites
    }
  }

  /// The values that were put last, in their order.
  package var writes: [Write] { Array(lastWrites[oldestWrite...] + lastWrites[..<oldestWrite]) }

  private mutating func noteMissingResponse(_ exchange: Exchange) {
    let open = exchange.lastRequest
    let copies = open.copies.map { Incident.Step($0, .copy) }
    // Without a sign of the other end, it may be that only one direction was captured. A client that repeats its request
    // was not answered, whatever was captured.
    guard isHeard(exchange.requester.peer) || open.type == .confirmable && !copies.isEmpty else { return }
    let waited = (exchange.ended ?? exchange.last).nanoseconds &- open.stamp.nanoseconds
    if let acknowledged = open.acknowledged {
      if waited >= Self.patience { add(.promiseBroken, exchange, [.init(acknowledged, .acknowledgement)]) }
    } else if exchange.outcome == .timedOut, !copies.isEmpty {
      add(.timedOut, exchange, copies)
    } else if open.type == .confirmable, waited >= Self.acknowledgementPatience {
      add(.unanswered, exchange, copies)
    } else if waited >= Self.patience, exchange.method == .get || exchange.method == .fetch {
      // A message that is not confirmable and brings something may well be meant to stay without an answer.
      add(.unanswered, exchange, [])
    }
  }

  private mutating func noteTiming(of request: Exchange.Request, _ exchange: Exchange) {
    guard let last = request.copies.last, let first = request.copies.first else { return }
    let stamps = [request.stamp] + request.copies
    let steps = stamps.dropFirst().map { Incident.Step($0, .copy) }
    if request.copies.count >= Self.stormCopies, last.nanoseconds &- first.nanoseconds <= Self.stormWindow {
      return add(Incident(.storm, exchange, request, count: request.copyCount, steps))
    }
    guard request.type == .confirmable else { return }
    let pauses = zip(stamps.dropFirst(), stamps).map { $0.nanoseconds &- $1.nanoseconds }.filter {
      $0 >= Self.networkCopy
    }
    guard let least = pauses.first else { return }
    // A tenth is what a timer of coarse ticks is early.
    if least < Transmission.ackTimeoutNanoseconds * 9 / 10 {
      add(Incident(.timing(.early), exchange, request, steps))
    } else if zip(pauses.dropFirst(), pauses).contains(where: { $0 * 20 < $1 * 21 }) {
      // Where copies were lost before the capture point, a pause is still a fifteenth longer than the one before.
      add(Incident(.timing(.steady), exchange, request, steps))
    } else if pauses.count > Transmission.maxRetransmit {
      add(Incident(.timing(.many), exchange, request, steps))
    }
  }

  private mutating func note(_ transfer: BlockTransfer, _ exchange: Exchange) {
    for (problem, stamp) in transfer.problems { add(.block(problem), exchange, [.init(stamp, .message)]) }
    let waited = (exchange.ended ?? exchange.last).nanoseconds &- exchange.last.nanoseconds
    let isRefused = exchange.status.map { $0.class > 2 } ?? false
    // A server that answers the whole upload has it, whatever was captured of it.
    let isTaken = transfer.isUpload && exchange.status != nil
    guard !transfer.isComplete, !isRefused, !isTaken, waited >= Self.patience else { return }
    add(
      .blockIncomplete(isUpload: transfer.isUpload, bytes: transfer.bytes, declared: transfer.declaredSize), exchange,
      [.init(transfer.last, .block)])
  }

  private mutating func note(_ observation: Observation, _ exchange: Exchange) {
    if let stamp = observation.firstStale {
      add(.stale, exchange, count: observation.stale, [.init(stamp, .notification)])
    }
    if let stamp = observation.firstAfterEnd, let end = observation.ended, observation.end != .server {
      add(
        .notifiedAfterEnd, exchange, count: observation.afterEnd,
        [.init(end, .end), .init(stamp, .notification)])
    }
    if observation.end == .tokenReuse, observation.isEstablished, let end = observation.ended {
      add(.tokenReused, exchange, [.init(end, .end)])
    }
    if !observation.isEstablished, exchange.status?.class == 2, let final = exchange.final {
      add(.notObserved, exchange, [.init(final, .response)])
    }
    guard observation.reregistrations == 0 else { return }
    if let stamp = observation.firstExpired {
      add(.notRenewed, exchange, count: observation.expirations, [.init(stamp, .notification)])
    } else if observation.isActive, let last = observation.last, let ended = exchange.ended,
      ended.nanoseconds &- last.nanoseconds > Int64(observation.maxAge) * 1_000_000_000 + Observation.late
    {
      add(.notRenewed, exchange, [.init(last, .notification)])
    }
  }

  private func answer(_ exchange: Exchange) -> [Incident.Step] {
    if let stamp = exchange.wasReset { return [.init(stamp, .reset)] }
    return exchange.final.map { [.init($0, .response)] } ?? []
  }

  private mutating func add(_ kind: Incident.Kind, _ exchange: Exchange, count: Int = 1, _ steps: [Incident.Step]) {
    add(Incident(kind, exchange, exchange.lastRequest, count: count, steps))
  }
}

extension Incident {
  fileprivate init(
    _ kind: Kind, _ exchange: Exchange, _ request: Exchange.Request, count: Int = 1, _ steps: [Step]
  ) {
    self.init(
      kind, of: exchange.requester, method: exchange.method, resource: exchange.resource.text, count: count,
      [Step(request.stamp, .request)] + steps)
  }
}

extension MessageView {
  /// The first critical option that has no row in the registry.
  var unknownCriticalOption: OptionNumber? {
    if hasOrdinaryOptions { return nil }
    return OptionViolation.list(in: self).first { $0.rule == .unknownCritical }?.number
  }
}
