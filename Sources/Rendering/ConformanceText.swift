import Bytes
import Conformance

/// What a capture says of the tests of a suite, as text for people.
package struct ConformanceText {
  /// Runs without a pass that are shown of one test, unless everything is.
  static let maximumRuns = 5
  /// Messages of a step that are shown.
  static let maximumMessages = 4
  /// Columns up to the title of a test.
  private static let idWidth = 18
  private static let verdictWidth = 14

  private let style: Style
  private let isVerbose: Bool

  /// Text in `style`; with every run and every step if it is verbose.
  package init(style: Style, isVerbose: Bool) {
    self.style = style
    self.isVerbose = isVerbose
  }

  /// Everything in it is safe to show.
  package func text(_ results: [TestResult], path: String, _ history: MessageHistory) -> String {
    var text = ""
    for result in results where !result.runs.isEmpty { text += self.text(result) + "\n" }
    return text + summary(results, path: path, history)
  }

  private func text(_ result: TestResult) -> String {
    guard let verdict = result.verdict else { return "" }
    var text = style.paint(padded(result.test.id, Self.idWidth), .strong)
    text += painted(verdict, width: Self.verdictWidth) + result.test.title + "\n"
    let passes = result.runs.count { $0.verdict == .pass }
    let others = result.runs.enumerated().filter { isVerbose || $0.element.verdict != .pass }
    if result.runs.count > 1 || result.omittedRuns > 0 {
      let omitted = result.omittedRuns > 0 ? "; \(result.omittedRuns) more were not looked at" : ""
      text += "  \(passes) of \(result.runs.count) runs pass\(omitted)\n"
    }
    for (index, run) in others.prefix(isVerbose ? others.count : Self.maximumRuns) {
      text += self.text(run, number: result.runs.count > 1 ? index + 1 : nil)
    }
    if !isVerbose, others.count > Self.maximumRuns {
      text += "  and \(others.count - Self.maximumRuns) more; -v lists them all\n"
    }
    return text
  }

  private func text(_ run: RunResult, number: Int?) -> String {
    let name = number.map { "run \($0): " } ?? ""
    let verdict = number == nil ? "" : painted(run.verdict) + ", "
    var text = "  \(name)\(verdict)\(run.stimulus.source) → \(run.stimulus.destination)"
    text += " from packet \(run.stimulus.stamp.number) on\n"
    for step in isVerbose ? run.steps : run.decisive.map({ [$0] }) ?? [] { text += self.text(step) }
    return text
  }

  private func text(_ result: StepResult) -> String {
    let step = result.step
    let outcome: String
    switch result.outcome {
    case .judged(let verdict): outcome = isVerbose ? painted(verdict, width: Self.verdictWidth) : ""
    case .notVisible: outcome = style.paint(padded("not visible", Self.verdictWidth), .faint)
    case .skipped: outcome = style.paint(padded("not seen", Self.verdictWidth), .faint)
    case .notReached: outcome = style.paint(padded("not reached", Self.verdictWidth), .faint)
    }
    var text = "    step \(step.number < 10 && isVerbose ? " " : "")\(step.number)  \(outcome)\(step.text)\n"
    if isVerbose {
      for message in result.messages.prefix(Self.maximumMessages) { text += line(message) }
      if result.messages.count > Self.maximumMessages {
        text += "      and \((result.messages.count - Self.maximumMessages).counted("more message"))\n"
      }
    }
    for (message, violation) in result.violations.prefix(isVerbose ? result.violations.count : 1) {
      if !isVerbose { text += line(message) }
      text += line(violation, of: message)
    }
    if let missing = result.missing { text += line(missing, of: nil) }
    return text
  }

  private func line(_ message: CapturedMessage) -> String {
    let copies = message.copies > 0 ? ", sent \(message.copies + 1) times" : ""
    return "      packet \(message.stamp.number)  \(SafeText.string(message.summary))\(copies)\n"
  }

  private func line(_ violation: Violation, of message: CapturedMessage?) -> String {
    let packet = isVerbose ? message.map { "packet \($0.stamp.number): " } ?? "" : ""
    let text = "\(packet)expected \(violation.expected); found \(violation.found)"
    return "      " + style.paint(SafeText.string(text), violation.verdict == .fail ? .bad : .notable) + "\n"
  }

  private func summary(_ results: [TestResult], path: String, _ history: MessageHistory) -> String {
    let judged = results.filter { !$0.runs.isEmpty }
    let counts = Verdict.allCases.compactMap { verdict -> String? in
      let count = judged.count { $0.verdict == verdict }
      return count > 0 ? "\(count) \(painted(verdict))" : nil
    }
    var text = "\(SafeText.string(path)): \(history.messages.count.counted("CoAP message")), "
    text +=
      judged.isEmpty
      ? "no test can be judged\n" : "\(judged.count.counted("test")): \(counts.joined(separator: ", "))\n"
    if history.omitted > 0 {
      text += "\(history.omitted.counted("message")) at the end did not fit and were not judged\n"
    }
    let rest = results.filter(\.runs.isEmpty).map(\.test.id)
    if !rest.isEmpty {
      let list = Wrapping.lines("No stimulus of " + rest.joined(separator: ", "), width: FindingText.width)
      text += style.paint(list.joined(separator: "\n"), .faint) + "\n"
    }
    return text
  }

  private func painted(_ verdict: Verdict, width: Int = 0) -> String {
    let tone: Style.Tone =
      switch verdict {
      case .pass: .good
      case .inconclusive: .notable
      case .fail: .bad
      }
    return style.paint(padded(verdict.rawValue, width), tone)
  }

  private func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}
