/// How text for people looks: its colours, how long its lines may be, and how it tells times.
package struct Style: Sendable {
  /// Whether colours are used.
  package let isColored: Bool
  /// The columns of the terminal; nil where there is none, and lines are as long as they are.
  package let width: Int?
  /// How times are told.
  package let times: TimeForm

  /// Colours for a terminal, unless the user asked for none (https://no-color.org).
  package init(isTerminal: Bool, noColor: String?, width: Int? = nil, times: TimeForm = .relative) {
    isColored = isTerminal && (noColor ?? "").isEmpty
    self.width = width
    self.times = times
  }

  /// Columns of a paragraph, which is wrapped wherever it goes: at most as many as are read easily.
  var paragraphWidth: Int { min(width ?? Self.easyWidth, Self.easyWidth) }

  private static let easyWidth = 100

  /// No colours.
  package static let plain = Style(isTerminal: false, noColor: nil)

  /// What a stretch of text means.
  package enum Tone: String, Sendable {
    case good = "32"
    case bad = "31"
    case notable = "33"
    case faint = "2"
    case strong = "1"
    case selected = "7"
  }

  /// `text` in the colour of its meaning.
  package func paint(_ text: String, _ tone: Tone) -> String {
    isColored ? "\u{1b}[\(tone.rawValue)m\(text)\u{1b}[0m" : text
  }
}
