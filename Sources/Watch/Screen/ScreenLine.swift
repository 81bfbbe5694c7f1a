import Rendering

/// A line of the screen being put together: never wider than the screen, and whatever is cut ends with `…`.
///
/// What it is given is safe to show.
struct ScreenLine {
  /// Columns that it may take.
  let width: Int
  /// Columns taken so far.
  private(set) var columns = 0
  /// The text with its colours.
  private(set) var text = ""
  private let style: Style

  /// A line without text.
  init(width: Int, _ style: Style) {
    self.width = width
    self.style = style
  }

  /// Columns that are left.
  var rest: Int { max(0, width - columns) }

  /// Adds text, cut to what is left.
  mutating func add(_ piece: String, _ tone: Style.Tone? = nil) {
    let piece = TextWidth.cut(piece, to: rest)
    guard !piece.isEmpty else { return }
    columns += TextWidth.columns(piece)
    text += tone.map { style.paint(piece, $0) } ?? piece
  }

  /// Adds text in a column of `width`.
  mutating func add(_ piece: String, width: Int, isRight: Bool = false, _ tone: Style.Tone? = nil) {
    add(TextWidth.fit(piece, to: min(width, rest), isRight: isRight), tone)
  }

  /// Adds blanks up to `column`.
  mutating func pad(to column: Int) {
    add(String(repeating: " ", count: max(0, min(column, width) - columns)))
  }

  /// Adds text that ends at the right edge, if there is room for all of it and two blanks before it.
  mutating func addRight(_ piece: String, _ tone: Style.Tone? = nil) {
    let needed = TextWidth.columns(piece)
    guard needed + 2 <= rest else { return }
    pad(to: width - needed)
    add(piece, tone)
  }
}
