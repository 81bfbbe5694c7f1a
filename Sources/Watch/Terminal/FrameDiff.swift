/// What has to be sent to a terminal so that it shows a frame: the lines that are not there yet.
struct FrameDiff {
  /// What the terminal shows; nil if that is not known.
  private var shown: [String]?

  /// Forgets what the terminal shows: the next frame is sent whole.
  mutating func reset() {
    shown = nil
  }

  /// The text that turns what is shown into `lines`.
  mutating func text(for lines: [String]) -> String {
    var text = shown == nil ? "\u{1b}[2J" : ""
    for (row, line) in lines.enumerated() {
      if let shown, row < shown.count, shown[row] == line { continue }
      // Erased first: after a line as wide as the screen, what erases would take its last column.
      text += "\u{1b}[\(row + 1);1H\u{1b}[K\(line)"
    }
    shown = lines
    return text
  }
}
