import Bytes
import Conformance

/// What a capture says of the tests of a suite, as text for people.
package struct ConformanceText {
  /// Runs without a pass that are shown of one test, unless everything is.
  static let maximumRuns = 5
  /// Messages of a step that are shown.
  static let maximumMessages = 4
  /// Columns up to the verdict of a test, and up to its title.
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
    let tests = results.filter { !$0.runs.isEmpty }.map(text).joined()
    return tests + (tests.isEmpty || tests.hasSuffix("\n\n") ? "" : "\n") + summary(results, path: path, history)
  }

  private func text(_ result: TestResult) -> String {
    guard let verdict = result.verdict else { return "" }
    var text = style.paint(padded(result.test.id, Self.idWidth), .strong)
    text += painted(verdict, width: Self.verdictWidth) + result.test.title + count(result) + "\n"
    let shown = result.runs.enumerated().filter { isVerbose || $0.element.verdict != .pass }
    let limit = isVerbose ? shown.count : Self.maximumRuns
    for (index, run) in shown.prefix(limit) {
      text += self.text(run, number: result.runs.count > 1 ? index + 1 : nil)
    }
    if shown.count > limit { text += "  and \(shown.count - limit) more; -v has them all\n" }
    return shown.isEmpty ? text : text + "\n"
  }

  /// How many runs pass, if there are several.
  private func count(_ result: TestResult) -> String {
    guard result.runs.count > 1 || result.omittedRuns > 0 else { return "" }
    let omitted = result.omittedRuns > 0 ? ", and \(result.omittedRuns) more were not looked at" : ""
    return "; \(result.runs.count { $0.verdict == .pass }) of \(result.runs.count.counted("run")) pass\(omitted)"
  }

  private func text(_ run: RunResult, number: Int?) -> String {
    let name = number.map { "run \($0), " + painted(run.verdict) + ": " } ?? ""
    var text = "  \(name)\(run.stimulus.source) → \(run.stimulus.destination)"
    text += " from packet \(run.stimulus.stamp.number) on\n"
    for step in isVerbose ? run.steps : run.decisive.map({ [$0] }) ?? [] { text += self.text(step) }
    return text
  }

  private func text(_ result: StepResult) -> String {
    let number = padded("\(result.step.number)", isVerbose ? 4 : 0)
    var text = "    step \(number)\(isVerbose ? outcome(result) : "  ")\(result.step.text)\n"
    if isVerbose {
      for message in result.messages.prefix(Self.maximumMessages) { text += line("packet", message) }
      let more = result.messages.count - Self.maximumMessages
      if more > 0 { text += "      and \(more.counted("message")) more\n" }
    }
    for (message, violation) in result.violations.prefix(isVerbose ? result.violations.count : 1) {
      if !isVerbose { text += line("packet", message) }
      text += line(violation, isVerbose ? "packet \(message.stamp.number): " : "")
    }
    if let missing = result.missing {
      text += line("after packet", missing.last) + line(missing.violation, "")
    }
    return text
  }

  private func outcome(_ result: StepResult) -> String {
    switch result.outcome {
    case .judged(let verdict): painted(verdict, width: Self.verdictWidth)
    case .notVisible: style.paint(padded("not visible", Self.verdictWidth), .faint)
    case .skipped: style.paint(padded("not seen", Self.verdictWidth), .faint)
    case .notReached: style.paint(padded("not reached", Self.verdictWidth), .faint)
    }
  }

  private func line(_ place: String, _ message: CapturedMessage) -> String {
    let copies = message.copies > 0 ? ", sent \(message.copies + 1) times" : ""
    return "      \(place) \(message.stamp.number)  \(SafeText.string(message.summary))\(copies)\n"
  }

  private func line(_ violation: Violation, _ place: String) -> String {
    let text = SafeText.string("\(place)expected \(violation.expected); found \(violation.found)")
    let lines = Wrapping.lines(text, width: style.paragraphWidth - 8)
    return "      " + style.paint(lines.joined(separator: "\n        "), violation.verdict == .fail ? .bad : .notable)
      + "\n"
  }

  private func summary(_ results: [TestResult], path: String, _ history: MessageHistory) -> String {
    let judged = results.filter { !$0.runs.isEmpty }
    let counts = Verdict.allCases.compactMap { verdict -> String? in
      let count = judged.count { $0.verdict == verdict }
      return count > 0 ? "\(count) \(painted(verdict))" : nil
    }
    var text = "\(SafeText.string(path)): \(history.messages.count.counted("CoAP message")), "
    text += judged.isEmpty ? "no test in it\n" : "\(judged.count.counted("test")): \(counts.joined(separator: ", "))\n"
    if history.omitted > 0 {
      text += "\(history.omitted.counted("message")) at the end did not fit and were not judged\n"
    }
    for suite in Suite.allCases {
      let names = results.filter { $0.runs.isEmpty && $0.test.id.hasPrefix(suite.prefix) }.map {
        $0.test.id.dropFirst(suite.prefix.count)
      }
      if !names.isEmpty {
        let lines = Wrapping.lines(
          "not in it: \(suite.prefix)\(names.joined(separator: ", "))", width: style.paragraphWidth)
        text += style.paint(lines.joined(separator: "\n  "), .faint) + "\n"
      }
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
