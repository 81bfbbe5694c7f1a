/// Colours of a terminal, or nothing.
package struct Style: Sendable {
  /// Whether colours are used.
  package let isColored: Bool

  /// Colours for a terminal, unless the user asked for none (https://no-color.org).
  package init(isTerminal: Bool, noColor: String?) {
    isColored = isTerminal && (noColor ?? "").isEmpty
  }

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
