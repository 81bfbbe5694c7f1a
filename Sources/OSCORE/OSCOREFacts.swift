import CoAP

/// What OSCORE has to do with a message.
package struct OSCOREFacts: Equatable, Sendable {
  /// What became of it.
  package enum Outcome: Equatable, Sendable {
    /// It is authentic, under the context of this name.
    case opened(context: String)
    /// It is shown as it was sent, for this reason.
    case failed(OSCOREFailure)
  }

  /// The option; nil if it is malformed.
  package var option: OSCOREOption?
  /// The code that was sent, which says no more than that it is a request or a response (RFC 8613 §4.2).
  package let outerCode: Code
  /// Who protected it: the option's kid, or the one that the context has for the sender of a response; nil if neither is
  /// known.
  package var kid: [UInt8]?
  /// What became of it.
  package var outcome: Outcome
  /// Why its receiver takes it for a replay, if it does.
  package var replay: ReplayProblem?
  /// What is worth a notice of its own: a replay, a broken message, or a configuration that does not fit.
  package var problem: OSCOREProblem?

  /// The name of the context that opened it.
  package var context: String? {
    if case .opened(let context) = outcome { context } else { nil }
  }

  /// Why it could not be opened.
  package var failure: OSCOREFailure? {
    if case .failed(let failure) = outcome { failure } else { nil }
  }
}

/// Something that is wrong with a message that OSCORE protects, or with the contexts given.
package enum OSCOREProblem: Equatable, Sendable, CustomStringConvertible {
  /// It could not be opened.
  case failure(OSCOREFailure)
  /// It was opened, and its receiver takes it for a replay.
  case replay(ReplayProblem)

  package var description: String {
    switch self {
    case .failure(let failure): failure.description
    case .replay(let replay): replay.description
    }
  }
}
