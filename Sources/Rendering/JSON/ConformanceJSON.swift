import Bytes
import Capture
import Conformance

/// What a capture says of the tests of a suite, as one JSON document.
package enum ConformanceJSON {
  /// Every test that was looked for, with its runs and their steps.
  package static func text(_ results: [TestResult], path: String, _ history: MessageHistory) -> String {
    var json = JSONWriter()
    json.object { json in
      json.member("schemaVersion", 1)
      json.member("path", path)
      json.member("messages", history.messages.count)
      json.member("omittedMessages", history.omitted)
      json.member("tests", results.filter { !$0.runs.isEmpty }) { $0.result($1) }
      json.member("notApplicable", results.filter(\.runs.isEmpty)) { $0.value($1.test.id) }
    }
    return json.bytes.string + "\n"
  }
}

extension JSONWriter {
  fileprivate mutating func result(_ result: TestResult) {
    object { json in
      json.member("id", result.test.id)
      json.member("title", result.test.title)
      json.member("reference", result.test.reference)
      json.member("verdict", result.verdict?.rawValue)
      json.member("omittedRuns", result.omittedRuns)
      json.member("runs", result.runs) { $0.run($1) }
    }
  }

  private mutating func run(_ run: RunResult) {
    object { json in
      json.member("verdict", run.verdict.rawValue)
      json.member("client", run.stimulus.source.description)
      json.member("server", run.stimulus.destination.description)
      json.member("packet", run.stimulus.stamp.number)
      json.member("decisiveStep", run.decisive?.step.number)
      json.member("steps", run.steps) { $0.step($1) }
    }
  }

  private mutating func step(_ result: StepResult) {
    object { json in
      json.member("number", result.step.number)
      json.member("kind", result.step.kind.rawValue)
      json.member("text", result.step.text)
      json.member("outcome", result.outcome.word)
      json.member("packets", result.messages) { $0.value($1.stamp.number) }
      json.key("violations")
      json.array(result.violations) { $0.violation($1.violation, $1.message) }
      json.key("missing")
      if let missing = result.missing { json.violation(missing.violation, missing.last) } else { json.null() }
    }
  }

  private mutating func violation(_ violation: Violation, _ message: CapturedMessage) {
    object { json in
      json.member("verdict", violation.verdict.rawValue)
      json.member("packet", message.stamp.number)
      json.member("message", message.summary)
      json.member("expected", violation.expected)
      json.member("found", violation.found)
    }
  }
}

extension StepResult.Outcome {
  /// As JSON names it.
  fileprivate var word: String {
    switch self {
    case .judged(let verdict): verdict.rawValue
    case .notVisible: "not-visible"
    case .skipped: "not-seen"
    case .notReached: "not-reached"
    }
  }
}
