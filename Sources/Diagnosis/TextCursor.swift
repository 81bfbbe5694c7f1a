/// Reads a line from its start, a piece at a time.
struct TextCursor {
  /// What was not read yet.
  private(set) var rest: Substring

  init(_ text: String) {
    rest = text[...]
  }

  /// Reads `literal` if it comes next.
  mutating func take(_ literal: String) -> Bool {
    guard rest.hasPrefix(literal) else { return false }
    rest = rest.dropFirst(literal.count)
    return true
  }

  /// Reads characters as long as they are what is asked for.
  mutating func take(while matches: (Character) -> Bool) -> Substring {
    let piece = rest.prefix(while: matches)
    rest = rest[piece.endIndex...]
    return piece
  }

  /// Reads what `read` reads, or nothing if it gives nil.
  mutating func attempt<Value>(_ read: (inout TextCursor) -> Value?) -> Value? {
    var copy = self
    guard let value = read(&copy) else { return nil }
    self = copy
    return value
  }

  /// Reads decimal digits; nil if there are none, or more than fit.
  mutating func number() -> Int? {
    Int(take { $0.isASCII && $0.isNumber })
  }

  /// Reads a number of exactly `count` digits.
  mutating func number(digits count: Int) -> Int? {
    let digits = rest.prefix(count)
    guard digits.count == count, digits.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
    rest = rest[digits.endIndex...]
    return Int(digits)
  }

  /// Reads the letter of a level.
  mutating func level() -> DeviceLog.Level? {
    attempt { $0.takeFirst().flatMap { DeviceLog.Level(rawValue: String($0)) } }
  }

  private mutating func takeFirst() -> Character? {
    rest.popFirst()
  }

  /// Reads `12:34:56`, with `.789` or `,789` if it is there, as milliseconds since midnight.
  mutating func timeOfDay() -> Int? {
    guard let hours = number(digits: 2), hours < 24, take(":"), let minutes = number(digits: 2), minutes < 60,
      take(":"), let seconds = number(digits: 2), seconds <= 60
    else { return nil }
    let milliseconds = attempt { $0.take(".") || $0.take(",") ? $0.number(digits: 3) : nil }
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + (milliseconds ?? 0)
  }

  /// Reads `2026-11-24 ` or `26-11-24 `.
  mutating func date() -> Int? {
    guard let year = number(), take("-"), number(digits: 2) != nil, take("-"), number(digits: 2) != nil,
      take(" ") || take("T")
    else { return nil }
    return year
  }

  /// Reads `Jan  1 ` or `Jan 01 `.
  mutating func monthAndDay() -> Int? {
    guard take(while: \.isLetter).count == 3, take(" ") else { return nil }
    _ = take { $0 == " " }
    guard let day = number(), take(" ") else { return nil }
    return day
  }

  /// Reads what a terminal puts before a line: a date and time, or a time in brackets.
  mutating func hostTime() -> Int? {
    if take("[") {
      _ = attempt { $0.date() }
      guard let time = timeOfDay(), take("]") else { return nil }
      _ = take { $0 == " " }
      return time
    }
    guard date() != nil, let time = timeOfDay(), take(" ") else { return nil }
    return time
  }
}
