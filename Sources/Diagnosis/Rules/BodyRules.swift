import Analysis
import Bytes
import CoAP

/// Bodies in blocks, and observations.
extension ConversationRule {
  /// Stale notifications of one resource from which on the network's order does not explain them.
  static let manyStale = 3

  static let blockFaults: [ConversationRule] = [
    ConversationRule(.coapBlockIncomplete, followsFromCause: true) { facts in
      guard !facts.mayLackMessages else { return nil }
      let found = facts.incidents { if case .blockIncomplete = $0.kind { true } else { false } }
      guard let first = found.first, case .blockIncomplete(let isUpload, let bytes, let declared) = first.kind else {
        return nil
      }
      let whole = declared.map { " of \($0)" } ?? ""
      return Verdict(
        .likely, severity: .warning,
        """
        The body of \(first.request) did not become whole: \(bytes)\(whole) bytes \
        \(isUpload ? "went to" : "came from") \(facts.name(first.sender.peer)), and then no block followed for 10 s or \
        more\(found.count > 1 ? "; \(found.count) transfers end so" : "").
        """, facts.evidence(found))
    },
    ConversationRule(.coapBlockEtagChanged) { facts in
      let found = facts.incidents { $0.kind == .block(.eTagChanged) }
      guard let first = found.first else { return nil }
      return Verdict(
        .certain, severity: .warning,
        """
        The ETag changed between the blocks of \(first.request): the resource changed meanwhile, and blocks before and \
        after it do not make one body.
        """, facts.evidence(found))
    },
    ConversationRule(.coapBlockMalformed) { facts in
      let found = facts.incidents { incident in
        if case .block(let problem) = incident.kind {
          problem != .eTagChanged && problem != .tooManyGaps
        } else {
          false
        }
      }
      guard let first = found.first, case .block(let problem) = first.kind else { return nil }
      return Verdict(
        .certain, severity: .warning,
        """
        Blocks of \(first.request) do not fit together: \(problem)\
        \(found.count > 1 ? ", and \((found.count - 1).of("other fault"))" : "").
        """, facts.evidence(found))
    },
  ]

  static let observationFaults: [ConversationRule] = [
    ConversationRule(.coapNotifiedAfterCancellation) { facts in
      let found = facts.incidents { $0.kind == .notifiedAfterEnd }
      guard let first = found.first else { return nil }
      return Verdict(
        .likely, severity: .warning,
        """
        \(facts.subject(first.sender)) ended its observation of \(Quotation.text(first.resource)), and \
        \(first.count.of("notification")) came more than 2 s later.
        """, facts.evidence(found))
    },
    ConversationRule(.coapStaleNotification) { facts in
      let found = facts.incidents { $0.kind == .stale }
      guard let first = found.first else { return nil }
      let isOften = found.contains { $0.count >= manyStale }
      return Verdict(
        .certain, severity: isOften ? .warning : .info,
        """
        \(first.count.of("notification")) of \(Quotation.text(first.resource)) came after a newer one, by the number in \
        the Observe option: a client keeps the newer state. \
        \(isOften ? "That many are a server whose numbers do not grow." : "Datagrams that overtake each other do that.")
        """, facts.evidence(found))
    },
    ConversationRule(.coapObserveNotRenewed) { facts in
      let found = facts.incidents { $0.kind == .notRenewed }
      guard !facts.mayLackMessages, let first = found.first else { return nil }
      return Verdict(
        .likely, severity: .info,
        """
        The last state that \(facts.name(first.sender)) was told of \(Quotation.text(first.resource)) grew older than its \
        Max-Age, \(first.count.of("time")), and it did not register again: it cannot know whether the server has \
        forgotten it.
        """, facts.evidence(found))
    },
    ConversationRule(.coapNotObserved) { facts in
      let found = facts.incidents { $0.kind == .notObserved }
      guard let first = found.first else { return nil }
      return Verdict(
        .certain, severity: .info,
        """
        \(facts.subject(first.sender.peer)) answers the registration for \(facts.list(found)) without an Observe option: there \
        will be no notifications.
        """, facts.evidence(found))
    },
  ]
}
