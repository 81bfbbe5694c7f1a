/// A length of time as people write it: `90`, `90s`, `2.5`, `250ms`, `10m`, `1h30m`, `2d`.
package struct TimeSpan: Equatable, Sendable, CustomStringConvertible {
  /// It in nanoseconds.
  package let nanoseconds: Int64

  /// Units and their nanoseconds, the largest first.
  private static let units: [(name: String, nanoseconds: Int64)] = [
    ("d", 86_400_000_000_000), ("h", 3_600_000_000_000), ("m", 60_000_000_000), ("s", 1_000_000_000),
    ("ms", 1_000_000),
  ]
  /// The longest that is read: some 30 years, in nanoseconds.
  private static let longest = 1e18

  /// So many nanoseconds.
  package init(nanoseconds: Int64) {
    self.nanoseconds = nanoseconds
  }

  /// Reads numbers with units, each unit smaller than the one before it; a number without one is in seconds. Nil for
  /// anything else, and for what is longer than 30 years.
  package init?(_ text: String) {
    if text.utf8.last.map(Self.isDigit) ?? false, let seconds = Self.number(text[...]) {
      self.init(nanoseconds: seconds * 1e9)
      return
    }
    var rest = text[...]
    var units = Self.units[...]
    var sum = 0.0
    while !rest.isEmpty {
      let digits = rest.prefix { $0 == "." || $0.isASCII && $0.isNumber }
      let name = rest.dropFirst(digits.count).prefix { $0.isLetter }
      guard let value = Self.number(digits), let place = units.firstIndex(where: { $0.name == name })
      else { return nil }
      sum += value * Double(units[place].nanoseconds)
      units = units[(place + 1)...]
      rest = rest.dropFirst(digits.count + name.count)
    }
    guard !text.isEmpty else { return nil }
    self.init(nanoseconds: sum)
  }

  private init?(nanoseconds: Double) {
    guard nanoseconds <= Self.longest else { return nil }
    self.init(nanoseconds: Int64(nanoseconds.rounded()))
  }

  /// Digits with one point at most.
  private static func number(_ text: Substring) -> Double? {
    let isDecimal = text.utf8.allSatisfy { isDigit($0) || $0 == UInt8(ascii: ".") }
    return isDecimal ? Double(text) : nil
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

  /// `1h30m`
  package var description: String {
    var rest = nanoseconds
    var text = ""
    for unit in Self.units where rest >= unit.nanoseconds {
      text += "\(rest / unit.nanoseconds)\(unit.name)"
      rest %= unit.nanoseconds
    }
    return text.isEmpty ? "0s" : text
  }
}
