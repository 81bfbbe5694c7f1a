/// A table that fits a number of columns: a name at the left of each row, numbers at its right.
///
/// A name that is longer than what the numbers leave stands on a line of its own, and one that is longer than a line of a
/// terminal loses its middle, because paths and addresses differ at their ends. Numbers stay whole.
struct TextTable {
  private let heads: [String]
  private var rows: [(name: String, cells: [String])] = []

  /// Columns before the names, and between all others; where names do not fit so, 1.
  private static let gap = 2
  /// Columns for names where there are any to spare, so that few of them need a line of their own.
  private static let longestName = 40

  /// A table whose first column, and then the others, have these heads.
  init(_ heads: [String]) {
    self.heads = heads
  }

  /// Adds a row with a cell for each head but the first.
  mutating func add(_ name: String, _ cells: [String]) {
    rows.append((name, cells))
  }

  /// Its lines, of at most `width` columns as long as the numbers alone fit.
  func lines(width: Int, _ style: Style) -> [String] {
    let widths = heads.indices.dropFirst().map { index in
      ([heads[index]] + rows.compactMap { index - 1 < $0.cells.count ? $0.cells[index - 1] : nil }).map(\.count).max()
        ?? 0
    }
    let wanted = min(([heads[0]] + rows.map(\.name)).map(\.count).max() ?? 0, Self.longestName)
    let numbers = widths.reduce(0, +)
    let isTight = Self.gap + wanted + numbers + Self.gap * widths.count > width
    let gap = isTight ? 1 : Self.gap
    let nameWidth = min(max(width - Self.gap - numbers - gap * widths.count, 0), wanted)
    let indent = String(repeating: " ", count: Self.gap)
    func line(_ name: String, _ cells: [String]) -> String {
      indent + Self.pad(name, nameWidth)
        + zip(cells, widths).map { Self.pad($0, -($1 + gap)) }.joined()
    }
    var lines = [style.paint(line(heads[0].count > nameWidth ? "" : heads[0], Array(heads.dropFirst())), .faint)]
    for (name, cells) in rows {
      if name.count <= nameWidth {
        lines.append(line(name, cells))
      } else {
        lines.append(indent + (style.width == nil ? name : Self.shortened(name, to: width - Self.gap)))
        lines.append(line("", cells))
      }
    }
    return lines
  }

  /// `text` with spaces after it up to `width` columns, or before it if `width` is negative.
  private static func pad(_ text: String, _ width: Int) -> String {
    let spaces = String(repeating: " ", count: max(0, abs(width) - text.count))
    return width < 0 ? spaces + text : text + spaces
  }

  /// `text`, without its middle if it is longer than `width`.
  static func shortened(_ text: String, to width: Int) -> String {
    guard text.count > width, width > 1 else { return text }
    let tail = (width - 1) / 2
    return text.prefix(width - 1 - tail) + "…" + text.suffix(tail)
  }
}
