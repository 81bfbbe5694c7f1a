import Analysis
import Diagnosis

/// A finding as text.
enum FindingText {
  /// Columns that a paragraph takes at most.
  static let width = 100

  /// A line with its title and its text below, indented as the lines of a session's paragraph. Everything in it is safe
  /// to show.
  static func paragraph(_ finding: Finding, _ style: Style) -> String {
    let head = style.paint(
      "\(finding.severity.rawValue.uppercased()): \(finding.explanation.title)", finding.severity.tone)
    let lines = Wrapping.lines(SafeText.string(finding.text), width: width - 4)
    return "  \(head)   \(finding.explanation.id), \(finding.confidence.rawValue)\n"
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

/// Text in lines of a given width.
package enum Wrapping {
  /// The words of `text` in lines of at most `width` columns; a word that is longer has a line of its own.
  package static func lines(_ text: String, width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    var columns = 0
    for word in text.split(separator: " ") {
      if columns > 0, columns + 1 + word.count > width {
        lines.append(line)
        (line, columns) = ("", 0)
      }
      if columns > 0 {
        line += " "
        columns += 1
      }
      line += word
      columns += word.count
    }
    return columns > 0 ? lines + [line] : lines
  }
}
