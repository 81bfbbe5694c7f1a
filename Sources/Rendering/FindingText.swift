import Analysis
import Diagnosis

/// A finding as text.
enum FindingText {
  /// A line with its title and its text below, indented as the lines of a session's paragraph. Everything in it is safe
  /// to show.
  static func paragraph(_ finding: Finding, _ style: Style) -> String {
    let head = style.paint(
      "\(finding.severity.rawValue.uppercased()): \(finding.explanation.title)", finding.severity.tone)
    let lines = Wrapping.lines(SafeText.string(finding.text), width: style.paragraphWidth - 4)
    let title = "\(head)   \(finding.explanation.id), \(finding.confidence.rawValue)"
    return "  \(Wrapping.hanging(title, style, indent: 4, first: 2))\n"
      + lines.map { "    \($0)\n" }.joined()
  }
}

extension Finding.Severity {
  /// The colour it is shown in.
  package var tone: Style.Tone {
    switch self {
    case .info: .faint
    case .warning: .notable
    case .error: .bad
    }
  }
}
