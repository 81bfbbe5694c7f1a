/// How many columns of a terminal text takes.
enum TextWidth {
  /// Scalars that take two columns: East Asian Width W and F (Unicode Annex 11), by their blocks.
  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115f, 0x2e80...0x303e, 0x3041...0x33ff, 0x3400...0x4dbf, 0x4e00...0x9fff, 0xa000...0xa4cf,
    0xa960...0xa97f, 0xac00...0xd7a3, 0xf900...0xfaff, 0xfe30...0xfe6f, 0xff00...0xff60, 0xffe0...0xffe6,
    0x17000...0x18cff, 0x1b000...0x1b2ff, 0x20000...0x3fffd,
  ]

  /// Columns of a scalar: 0 of one that goes onto the one before it, 2 of ideographs and pictures, else 1.
  static func columns(_ scalar: Unicode.Scalar) -> Int {
    if scalar.value < 0x300 { return 1 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return 0
    default:
      return scalar.properties.isEmojiPresentation || wide.contains { $0.contains(scalar.value) } ? 2 : 1
    }
  }

  /// Columns of `text`.
  static func columns(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + columns($1) }
  }

  /// `text` in at most `width` columns: what is cut ends with `…`.
  static func cut(_ text: String, to width: Int) -> String {
    guard columns(text) > width else { return text }
    guard width > 0 else { return "" }
    var kept = String.UnicodeScalarView()
    var rest = width - 1
    for scalar in text.unicodeScalars {
      rest -= columns(scalar)
      guard rest >= 0 else { break }
      kept.append(scalar)
    }
    return String(kept) + "…"
  }

  /// `text` in exactly `width` columns.
  static func fit(_ text: String, to width: Int, isRight: Bool = false) -> String {
    let text = cut(text, to: width)
    let padding = String(repeating: " ", count: max(0, width - columns(text)))
    return isRight ? padding + text : text + padding
  }
}
