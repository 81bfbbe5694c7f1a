import Analysis
import Diagnosis

/// The long form of findings and codes, as text for people.
package struct ExplanationText {
  private let style: Style
  private let width: Int

  /// Lines are wrapped to `width` columns.
  package init(style: Style, width: Int) {
    self.style = style
    self.width = width
  }

  /// All that is known of what was asked for.
  package func text(_ answer: Answer) -> String {
    var paragraphs = answer.findings.map(text)
    if let composition = answer.composition { paragraphs.append(lines(composition)) }
    paragraphs += answer.codes.map(text)
    return paragraphs.joined(separator: "\n")
  }

  private func text(_ explanation: Explanation) -> String {
    var text = style.paint(explanation.id, .strong) + "  " + style.paint(explanation.gravity.text, .faint) + "\n"
    text += lines(explanation.title) + "\n"
    text += lines(explanation.meaning) + "\n"
    if !explanation.remedies.isEmpty {
      text += "What to change\n"
      for remedy in explanation.remedies {
        let stack = remedy.stack.map { $0.rawValue + ": " } ?? ""
        text += lines(stack + remedy.text, after: "  - ")
      }
      text += "\n"
    }
    return text + lines("See \(explanation.reference)")
  }

  private func text(_ code: StatusCode) -> String {
    let releases = code.releases == .all ? "" : " \(code.releases.rawValue)"
    var text = style.paint("\(code.numberText)  \(code.name)", .strong)
    text += "  " + style.paint(code.origin.rawValue + releases, .faint) + "\n"
    text += lines(code.meaning)
    if !code.related.isEmpty {
      text += "May belong to\n"
      for explanation in code.related { text += lines(explanation.title, after: Self.head(explanation)) }
    }
    return text
  }

  /// Everything that can be asked for: findings, then codes, one a line whatever its width, for tools like `grep`.
  package func list() -> String {
    var text = style.paint("Findings", .strong) + "\n"
    for explanation in Explanation.all { text += Self.head(explanation) + explanation.title + "\n" }
    for origin in StatusCode.Origin.allCases {
      text += "\n" + style.paint("\(origin.rawValue), by number or name", .strong) + "\n"
      for code in StatusCode.all where code.origin == origin {
        let releases = code.releases == .all ? "" : "  (\(code.releases.rawValue))"
        text += "  \(code.numberText)  \(code.name)\(releases)\n"
      }
    }
    return text
  }

  /// Columns of the longest identifier, and some.
  private static let identifierWidth = 34

  /// The identifier, and blanks up to where titles begin.
  private static func head(_ explanation: Explanation) -> String {
    "  " + explanation.id + String(repeating: " ", count: max(1, identifierWidth - explanation.id.count))
  }

  /// Lines of which the first begins with `first`, the others with as many blanks.
  private func lines(_ text: String, after first: String = "") -> String {
    let indent = String(repeating: " ", count: first.count)
    let lines = Wrapping.lines(text, width: max(1, width - first.count))
    return first + lines.joined(separator: "\n" + indent) + "\n"
  }
}

extension Explanation.Gravity {
  /// In a word or two.
  fileprivate var text: String {
    switch self {
    case .failure: "a failure"
    case .degradation: "a degradation"
    case .normal: "not a failure"
    }
  }
}
