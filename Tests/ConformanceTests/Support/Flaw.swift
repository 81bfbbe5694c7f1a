import CoAP
import Conformance
import Testing

/// A talk in which one thing is not as a test wants it, and what is to be said of it.
struct Flaw: Sendable, CustomTestStringConvertible {
  let id: String
  let what: String
  let talk: Talk
  let verdict: Verdict
  let step: Int

  init(_ id: String, _ what: String, _ talk: Talk, _ verdict: Verdict, step: Int) {
    self.id = id
    self.what = what
    self.talk = talk
    self.verdict = verdict
    self.step = step
  }

  var testDescription: String { "\(id): \(what)" }

  /// Expects the verdict, and that it rests on the step.
  func check() throws {
    let run = try #require(try talk.result(id).runs.first)
    #expect(run.verdict == verdict)
    #expect(run.decisive?.step.number == step)
    let decisive = try #require(run.decisive)
    #expect(decisive.violations.contains { $0.violation.verdict == verdict } || decisive.missing != nil)
  }
}
