/// The configuration that a firmware was built with: ESP-IDF's sdkconfig.
package struct SDKConfig: Sendable {
  /// A longer line is passed over: no option of ESP-IDF has as long a value.
  static let maximumLineLength = 4096
  /// More options are passed over: ESP-IDF has some thousand.
  static let maximumOptions = 20_000

  private var values: [String: String] = [:]

  /// How many lines were passed over because they are neither options nor comments nor empty.
  package private(set) var unknownLines = 0

  /// Reads it; an option that stands there twice has the value that comes last, as in the build.
  package init(_ text: String) {
    for line in text.split(whereSeparator: \.isNewline) {
      var cursor = TextCursor(Self.trimmed(line.utf8.count > Self.maximumLineLength ? "?" : line))
      if cursor.rest.isEmpty { continue }
      let isComment = cursor.take("#")
      if isComment { _ = cursor.take { $0 == " " } }
      let name = cursor.take { $0.isASCII && ($0.isLetter || $0.isNumber) || $0 == "_" }
      let isOption = name.hasPrefix(Self.prefix) && name.count > Self.prefix.count
      switch (isComment, isOption) {
      case (true, true) where cursor.rest == " is not set": set(name, "n")
      case (true, _): continue
      case (false, true) where cursor.take("="): set(name, Self.unquoted(cursor.rest))
      default: unknownLines += 1
      }
    }
  }

  /// Whether it has any option: a file without one is no sdkconfig.
  package var isEmpty: Bool { values.isEmpty }

  /// The value of an option, with or without `CONFIG_` before its name: `y`, `n` if the file says that it is not set, a
  /// number, or a text without its quotes. Nil if the file does not have it. It may be a secret: of a key, show that it
  /// is there, never what it is.
  package func value(of name: String) -> String? {
    values[name.hasPrefix(Self.prefix) ? name : Self.prefix + name]
  }

  /// Whether an option is on; nil if the file does not have it, or it is none that is on or off.
  package func isOn(_ name: String) -> Bool? {
    switch value(of: name) {
    case "y": true
    case "n": false
    default: nil
    }
  }

  /// The value of an option as a number, decimal or hexadecimal; nil if the file does not have it or it is none.
  package func number(of name: String) -> Int? {
    guard let value = value(of: name) else { return nil }
    let digits = value.lowercased()
    return digits.hasPrefix("0x") ? Int(digits.dropFirst(2), radix: 16) : Int(digits)
  }

  private static let prefix = "CONFIG_"

  private mutating func set(_ name: Substring, _ value: String) {
    guard values.count < Self.maximumOptions || values[String(name)] != nil else { return }
    values[String(name)] = value
  }

  private static func trimmed(_ line: Substring) -> String {
    var line = line.drop { $0.isWhitespace || $0 == "\u{feff}" }
    while line.last?.isWhitespace == true { line.removeLast() }
    return String(line)
  }

  /// `"a \"b\" \\ c"` as it is meant; anything else as it is.
  private static func unquoted(_ text: Substring) -> String {
    guard text.count >= 2, text.first == "\"", text.last == "\"" else { return String(text) }
    var value = ""
    var isEscaped = false
    for character in text.dropFirst().dropLast() {
      if !isEscaped && character == "\\" {
        isEscaped = true
      } else {
        value.append(character)
        isEscaped = false
      }
    }
    return value
  }
}
