import Bytes

/// What a test says of an implementation (ISO/IEC 9646-1: pass, fail, inconclusive).
package enum Verdict: String, Hashable, Sendable, CaseIterable, Comparable {
  /// Every check holds.
  case pass
  /// The capture does not tell: a step was not seen, or what the test presupposes does not hold.
  case inconclusive
  /// A check is violated.
  case fail

  /// The graver one is the greater.
  package static func < (one: Verdict, other: Verdict) -> Bool { one.gravity < other.gravity }

  private var gravity: Int {
    switch self {
    case .pass: 0
    case .inconclusive: 1
    case .fail: 2
    }
  }
}

/// Something that is not as a step wants it.
package struct Violation: Hashable, Sendable {
  /// What is said by it: `fail`, or `inconclusive` where only a precondition does not hold.
  package let verdict: Verdict
  /// What the step wants.
  package let expected: String
  /// What is there instead. May hold text from packets.
  package let found: String
}

/// What became of a step.
package struct StepResult: Sendable {
  /// The step.
  package let step: Step
  /// The messages it looked at.
  package internal(set) var messages: [CapturedMessage] = []
  /// What is not as it should be, each with its message; at most `maximumViolations`.
  package internal(set) var violations: [(message: CapturedMessage, violation: Violation)] = []
  /// What the test was waiting for, if it did not come, and the last message of the run before that.
  package internal(set) var missing: (violation: Violation, last: CapturedMessage)?
  /// How the step came out.
  package internal(set) var outcome: Outcome

  /// The ways in which a step comes out.
  package enum Outcome: Hashable, Sendable {
    case judged(Verdict)
    /// A person or a device does it, and no packet shows it.
    case notVisible
    /// It is optional, and was not seen.
    case skipped
    /// The run stopped before it.
    case notReached
  }

  /// Violations that are kept of a step: the first says what is wrong, the others that it goes on.
  static let maximumViolations = 8

  /// The verdict, if the step has one.
  package var verdict: Verdict? { if case .judged(let verdict) = outcome { verdict } else { nil } }
}

/// One execution of a test that the capture shows.
package struct RunResult: Sendable {
  /// The gravest verdict of its steps.
  package let verdict: Verdict
  /// The message that began it.
  package let stimulus: CapturedMessage
  /// Every step of the description, in order.
  package let steps: [StepResult]

  init(stimulus: CapturedMessage, steps: [StepResult]) {
    self.stimulus = stimulus
    self.steps = steps
    verdict = steps.compactMap(\.verdict).max() ?? .inconclusive
  }

  /// The step that the verdict rests on; nil for a pass.
  package var decisive: StepResult? {
    verdict == .pass ? nil : steps.first { $0.verdict == verdict }
  }
}

/// What the capture says of a test.
package struct TestResult: Sendable {
  /// The test.
  package let test: TestDescription
  /// Its executions in the order of their stimuli; none if the capture has no stimulus of it.
  package internal(set) var runs: [RunResult] = []
  /// Stimuli that were not looked at, because there are more than `Judge.maximumRuns`.
  package internal(set) var omittedRuns = 0

  /// The gravest verdict of its runs; nil without one.
  package var verdict: Verdict? { runs.map(\.verdict).max() }
}
