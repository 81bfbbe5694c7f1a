import Analysis
import Bytes
import CoAP

/// Requests that come to nothing, and messages that should not be.
extension ConversationRule {
  static let missingResponses: [ConversationRule] = [
    ConversationRule(.coapRequestTimeout, followsFromCause: true) { facts in
      let found = facts.incidents { $0.kind == .timedOut }
      guard let first = found.first else { return nil }
      return Verdict(
        .certain, severity: facts.isLeftInSilence ? .error : .warning,
        """
        \(facts.subject(first.sender)) sent \(first.request) \(first.sendings) times within \
        \(TimeWords.seconds(first.milliseconds)) and gave it up: neither an acknowledgement nor a response came\
        \(facts.isLeftInSilence ? ", nor anything else of \(facts.name(first.sender.peer)) since" : ""). \
        \(requests(found, "given up")) \(facts.facts.answered) of \(facts.facts.exchanges) were answered.
        """, facts.evidence(found))
    },
    ConversationRule(.coapRequestUnanswered, followsFromCause: true) { facts in
      let all = facts.incidents { incident in
        switch incident.kind {
        case .unanswered: !facts.mayLackMessages || incident.sendings > 1
        case .promiseBroken: !facts.mayLackMessages
        default: false
        }
      }
      guard let first = all.first else { return nil }
      let found = all.filter { $0.sender == first.sender }
      return Verdict(
        first.sendings > 1 || first.kind == .promiseBroken ? .likely : .possible, severity: .info,
        """
        \(facts.subject(first.sender)) got no response to \(facts.list(found)). \(why(first))
        """, facts.evidence(found))
    },
    ConversationRule(.coapReset) { facts in
      let found = facts.incidents { $0.kind == .reset }
      guard let first = found.first else { return nil }
      return Verdict(
        .certain, severity: .warning,
        """
        \(facts.subject(first.sender.peer)) answered \(facts.list(found)) with Reset: it got the message, and could make \
        nothing of it.
        """, facts.evidence(found))
    },
  ]

  static let errorResponses: [ConversationRule] = [
    ConversationRule(.referencePut500) { facts in
      var values = facts.valuesBefore
      var found: [(write: ConversationFacts.Write, before: [UInt8])] = []
      for write in facts.facts.writes {
        let before = values[write.resource]
        if let before, write.status == .internalServerError, isAlike(write.value, before) {
          found.append((write, before))
        }
        if write.status.class == 2 { values[write.resource] = write.value }
      }
      guard let (first, before) = found.first else { return nil }
      return Verdict(
        first.value == before ? .likely : .possible, severity: .info,
        """
        PUT \(Quotation.text(first.resource)) with \(Quotation.text(first.value)) is answered 5.00 Internal Server Error, \
        and \(first.value == before ? "the same value" : Quotation.text(before)) was put there before\
        \(found.count > 1 ? "; so it is \(found.count) times" : ""). The light resource of the ESP32-C3 example does that \
        to a value which is stored already, or which is its beginning.
        """,
        [
          Finding.Evidence(first.request, "PUT with the value"), Finding.Evidence(first.response, "5.00"),
        ])
    },
    ConversationRule(.coapErrorResponses) { facts in
      let found = facts.incidents { if case .error = $0.kind { true } else { false } }
      guard !found.isEmpty else { return nil }
      let text = facts.list(found) { incident in
        if case .error(let code) = incident.kind { code.words } else { nil }
      }
      // Who makes a request conditional wants that answer where the condition does not hold.
      let isWanted = found.allSatisfy { $0.kind == .error(.preconditionFailed) }
      return Verdict(
        .certain, severity: isWanted ? .info : .warning,
        "Of \(facts.facts.exchanges.of("request")), these are answered with errors: \(text).",
        facts.evidence(found))
    },
  ]

  static let messageFaults: [ConversationRule] = [
    ConversationRule(.coapIllegalMessage) { facts in
      let found = facts.incidents { incident in
        switch incident.kind {
        case .codeViolation, .emptyMessageWithMore: true
        default: false
        }
      }
      // On a port of CoAP that carries something else, nothing else looks like CoAP either.
      guard let first = found.first, facts.facts.exchanges > 0 else { return nil }
      let what =
        if case .codeViolation(let violation) = first.kind {
          violation.description
        } else {
          "an Empty message has a token, or more than its four bytes: the receiver rejects the message"
        }
      return Verdict(
        .certain, severity: .warning,
        """
        \(facts.subject(first.sender)) sends messages that break the format: \(what). They are \
        \(found.reduce(0) { $0 + $1.count }) in all.
        """, facts.evidence(found))
    },
    ConversationRule(.coapUnknownCriticalOption) { facts in
      let found = facts.incidents { if case .unknownCritical = $0.kind { true } else { false } }
      // What becomes of a request shows whether its receiver knows the option.
      guard facts.facts.exchanges > 0, let first = found.first(where: { $0.method != nil }) ?? found.first,
        case .unknownCritical(let option, let isRejected) = first.kind
      else { return nil }
      let outcome =
        first.method == nil
        ? "It is in a response, which its receiver has to reject if it does not know the option either."
        : isRejected
          ? "\(facts.subject(first.sender.peer)) rejects \(first.request), as it has to if it does not know the option."
          : "\(facts.subject(first.sender.peer)) does not reject \(first.request): it knows the option, or must not ignore it."
      return Verdict(
        .certain, severity: isRejected ? .warning : .info,
        "Option \(option.rawValue) is critical, and not one of IANA's registry. \(outcome)",
        facts.evidence([first] + found.filter { $0.kind != first.kind || $0.method != first.method }))
    },
    ConversationRule(.coapTokenMismatch) { facts in
      let found = facts.incidents { $0.kind == .wrongToken }
      guard let first = found.first else { return nil }
      return Verdict(
        .certain, severity: .warning,
        """
        \(facts.subject(first.sender.peer)) answers \(facts.list(found)) under the request's message ID, with another token: \
        a client drops that response.
        """, facts.evidence(found))
    },
    ConversationRule(.coapTokenReused) { facts in
      let found = facts.incidents { $0.kind == .tokenReused }
      guard let first = found.first else { return nil }
      return Verdict(
        .certain, severity: .warning,
        """
        \(facts.subject(first.sender)) uses the token of its observation of \(facts.list(found)) for another request: what \
        comes under the token can be a notification or the response.
        """, facts.evidence(found))
    },
  ]

  static let retransmissionFaults: [ConversationRule] = [
    ConversationRule(.coapRetransmissionStorm) { facts in
      let found = facts.incidents { $0.kind == .storm }
      guard let first = found.first else { return nil }
      return Verdict(
        .certain, severity: .warning,
        """
        \(facts.subject(first.sender)) sends \(first.request) again \(first.count) times, the first of them within a second: \
        the same message, byte for byte.
        """, facts.evidence(found))
    },
    ConversationRule(.coapRetransmissionTiming) { facts in
      let found = facts.incidents { if case .timing = $0.kind { true } else { false } }
      guard let first = found.first, case .timing(let fault) = first.kind, let request = first.steps.first,
        let copy = first.steps.first(where: { $0.role == .copy })
      else { return nil }
      let pause = TimeWords.seconds(copy.stamp.milliseconds(since: request.stamp))
      let what =
        switch fault {
        case .early: "for the first time after \(pause), where ACK_TIMEOUT is 2 s by default"
        case .steady: "at intervals that do not double, the first of them \(pause)"
        case .many: "\(first.sendings - 1) times or more, where MAX_RETRANSMIT is 4 by default"
        }
      return Verdict(
        .likely, severity: .info,
        """
        \(facts.subject(first.sender)) repeats \(first.request) \(what). So it does with \
        \(found.reduce(0) { $0 + $1.count }.of("message")).
        """, facts.evidence(found))
    },
  ]

  /// How many requests came to the same.
  private static func requests(_ found: [Incident], _ what: String) -> String {
    let count = found.reduce(0) { $0 + $1.count }
    return "\(count.of("request")) \(count == 1 ? "was" : "were") \(what);"
  }

  private static func why(_ incident: Incident) -> String {
    if incident.kind == .promiseBroken {
      return """
        An acknowledgement promised a separate response, and none came in 10 s or more: the handler still works on it, or \
        forgot it.
        """
    }
    if incident.sendings > 1 {
      return "It was sent \(incident.sendings) times, and then the client gave up early, or the capture ends."
    }
    return "It was not sent again: the client did not wait for long, or the response is not in the capture."
  }

  /// Whether one value begins with the other.
  private static func isAlike(_ value: [UInt8], _ before: [UInt8]) -> Bool {
    before.starts(with: value) || !before.isEmpty && value.starts(with: before)
  }
}
