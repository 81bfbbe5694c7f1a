import Analysis
import Capture
import CoAP

/// One way for CoAP to go wrong, whether DTLS carries it or not: what shows it.
struct ConversationRule: Sendable {
  /// The long form of what it finds.
  let explanation: Explanation
  /// Whether what ended the session explains it.
  let followsFromCause: Bool
  /// What it finds in a conversation; nil if the conversation does not show it.
  let check: @Sendable (ConversationCase) -> Verdict?

  init(
    _ explanation: Explanation, followsFromCause: Bool = false,
    check: @escaping @Sendable (ConversationCase) -> Verdict?
  ) {
    self.explanation = explanation
    self.followsFromCause = followsFromCause
    self.check = check
  }

  /// Every rule.
  static let all: [ConversationRule] =
    missingResponses + errorResponses + messageFaults + retransmissionFaults + blockFaults + observationFaults

  /// The same for the CoAP of a session.
  fileprivate var ofSession: Rule { Rule(explanation) { check(ConversationCase($0)) } }
}

extension Rule {
  /// What is wrong with the CoAP of a session whatever ended it.
  static let conversation = ConversationRule.all.filter { !$0.followsFromCause }.map(\.ofSession)
  /// What is wrong with it, unless the session's cause explains it.
  static let conversationWithoutCause = ConversationRule.all.filter(\.followsFromCause).map(\.ofSession)
}

extension CaptureRule {
  /// What is wrong with CoAP without DTLS. A client that talks from many ports says the same many times, so of what is
  /// found of a server the first is told, and how many there are.
  static let plainConversations = CaptureRule { history, _ in
    var history = history
    var found: [(finding: Finding, others: Int)] = []
    var places: [String: Int] = [:]
    for conversation in history.conversations {
      let facts = ConversationCase(conversation, in: history)
      history.noteWrites(of: conversation.facts, to: facts.server)
      // A DTLS port that does not answer plain CoAP has a rule of its own.
      guard !facts.facts.incidents.isEmpty || !facts.facts.writes.isEmpty, !isToDTLSPort(conversation) else { continue }
      for rule in ConversationRule.all {
        guard let verdict = rule.check(facts) else { continue }
        let finding = Finding(rule.explanation, verdict)
        let key = "\(rule.explanation.id) \(finding.severity) \(facts.server)"
        if let place = places[key] {
          found[place].others += 1
        } else {
          places[key] = found.count
          found.append((finding, 0))
        }
      }
    }
    return found.map { finding, others in
      var finding = finding
      if others > 0 { finding.text += " The like is in \(others.of("more conversation")) with this server." }
      return finding
    }
  }

  private static func isToDTLSPort(_ conversation: PlainConversation) -> Bool {
    conversation.destination.port == Recognition.coapsPort && conversation.received.count == 0
  }
}
