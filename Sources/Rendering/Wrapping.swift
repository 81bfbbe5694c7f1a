/// Text in lines of a given width.
package enum Wrapping {
  /// The words of `text` in lines of at most `width` columns; a word that is longer has a line of its own. Where a line
  /// does not end, spaces stay as they are. Colours take no columns.
  ///
  /// - Parameter first: columns of the first line; as many as of the others if nil.
  package static func lines(_ text: String, width: Int, first: Int? = nil) -> [String] {
    var lines: [String] = []
    var line = ""
    var columns = 0
    // Spaces before the next word.
    var gap = 0
    for word in text.split(separator: " ", omittingEmptySubsequences: false) {
      guard !word.isEmpty else {
        gap += 1
        continue
      }
      let length = Self.columns(of: word)
      if columns > 0, columns + gap + length > (lines.isEmpty ? first ?? width : width) {
        lines.append(line)
        (line, columns, gap) = ("", 0, 0)
      }
      line += String(repeating: " ", count: gap) + word
      columns += gap + length
      gap = 1
    }
    return columns > 0 ? lines + [line] : lines
  }

  /// `text`, and where it goes beyond the terminal's width, further lines that are indented.
  ///
  /// - Parameters:
  ///   - indent: columns before the further lines.
  ///   - first: columns that stand before `text`; as many as before the further lines if nil.
  package static func hanging(_ text: String, _ style: Style, indent: Int, first: Int? = nil) -> String {
    let first = first ?? indent
    guard let width = style.width, columns(of: text[...]) + first > width else { return text }
    let lines = Self.lines(text, width: width - indent, first: width - first)
    return lines.joined(separator: "\n" + String(repeating: " ", count: indent))
  }

  /// The columns that `text` takes: its characters, without those of colours.
  static func columns(of text: Substring) -> Int {
    guard text.utf8.contains(0x1b) else { return text.count }
    var count = 0
    var isColor = false
    for character in text {
      switch character {
      case "\u{1b}": isColor = true
      case "m" where isColor: isColor = false
      default: count += isColor ? 0 : 1
      }
    }
    return count
  }
}
