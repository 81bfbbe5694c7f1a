import Analysis

/// The long form of a finding: what is known of its cause whatever session it is found in.
package struct Explanation: Sendable {
  /// How much a finding matters where its session did not recover.
  package enum Gravity: Sendable {
    /// The handshake or the session cannot go on.
    case failure
    /// It goes on, worse than it could.
    case degradation
    /// Nothing is wrong: people take it for a failure.
    case normal
  }

  /// The identifier that reports carry: lower-case words with hyphens.
  package let id: String
  /// How much it matters.
  package let gravity: Gravity
  /// What is wrong, in some words, without a full stop.
  package let title: String
  /// Why it happens, what it looks like in a capture, what it is mistaken for and what would decide between them.
  package let meaning: String
  /// What to change, the likeliest first.
  package let remedies: [Remedy]
  /// Where its mechanism is specified or was seen: RFC and section, or a public source.
  package let reference: String

  package init(
    _ id: String, _ gravity: Gravity, _ title: String, meaning: String, remedies: [Remedy], reference: String
  ) {
    self.id = id
    self.gravity = gravity
    self.title = title
    self.meaning = meaning
    self.remedies = remedies
    self.reference = reference
  }
}

/// Something to change, and where.
package struct Remedy: Sendable, ExpressibleByStringLiteral {
  /// The implementation it is for; nil if it is for any.
  package let stack: Stack?
  /// What to do, in a sentence, with the exact names of options and calls.
  package let text: String

  /// A remedy whatever the implementation.
  package init(stringLiteral text: String) {
    stack = nil
    self.text = text
  }

  private init(_ stack: Stack?, _ text: String) {
    self.stack = stack
    self.text = text
  }

  /// A remedy for an end that runs `stack`.
  package static func on(_ stack: Stack, _ text: String) -> Remedy { Remedy(stack, text) }
}
