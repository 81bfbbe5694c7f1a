import Analysis

/// One way for a session to go wrong, or to look wrong: what shows it.
///
/// Rules see facts, and never parse. What is known of the cause whatever session it is found in stands in its explanation.
package struct Rule: Sendable {
  /// The long form of what it finds.
  package let explanation: Explanation
  /// Whether it says the same of most sessions of a capture, so that once is enough: at the first that shows it.
  let isToldOnce: Bool
  /// What it finds in a session; nil if the session does not show it.
  let check: @Sendable (SessionCase) -> Verdict?

  init(
    _ explanation: Explanation, toldOnce: Bool = false, check: @escaping @Sendable (SessionCase) -> Verdict?
  ) {
    self.explanation = explanation
    isToldOnce = toldOnce
    self.check = check
  }
}

/// What a rule found in a session.
struct Verdict {
  /// How sure the packets make it.
  var confidence: Confidence
  /// How much it matters here; nil for what the explanation's gravity says.
  var severity: Finding.Severity?
  /// What was found, in the session's terms.
  var text: String
  /// The packets that show it.
  var evidence: [Finding.Evidence]

  init(
    _ confidence: Confidence, severity: Finding.Severity? = nil, _ text: String, _ evidence: [Finding.Evidence]
  ) {
    self.confidence = confidence
    self.severity = severity
    self.text = text
    self.evidence = evidence
  }
}

extension Rule {
  /// The rules for what ends a session or keeps it from coming up, a cause before its consequences: the first that
  /// applies is the root cause.
  static let causes: [Rule] =
    ports + storms + binders + proofs + keyAlerts + certificates + negotiation + unreachable + droppedFragments
    + reboots + silentKeys + silentFlights + silentHellos + afterHandshake + leftovers

  /// The rules for what is worth a remark, whatever else is wrong: each may apply.
  static let remarks: [Rule] = captureCopies + recoveries + endings + waits + conversation + costs + lookalikes

  /// The remarks on a session in which no cause was found, which would explain what is missing.
  static let remarksWithoutCause = captureGaps + conversationWithoutCause + remarks

  /// Every rule.
  package static let all = causes + remarksWithoutCause
}
