import Bytes

/// Builds the text of a decoded payload: safe to show, laid out in lines, and bounded.
///
/// What a packet says goes through `appendQuoted` or `appendPlain`, so that neither control characters nor what changes
/// the direction of text reach the output. What is written with `open`, `separate` and `close` stays on one line if it
/// is short, and is broken into one line an element if it is not.
struct PayloadWriter: ~Copyable {
  /// Levels of nesting that are followed: more than any format in use has, few enough for the stack of a thread.
  static let maxDepth = 32
  /// Items that are shown: more than a person reads; a datagram could hold 16 times as many.
  static let maxItems = 4096
  /// Bytes of text for a payload, so that a report is never many times as long as its capture.
  static let maxLength = 16_384
  /// Bytes of what stays on one line.
  static let lineWidth = 72

  /// The first thing that contradicts the format, while the rest could still be read.
  private(set) var problem: DecodeError?
  /// Why the rest is not shown, though nothing is wrong with it.
  private(set) var bound: StaticString?
  /// Levels of nesting at this place.
  private(set) var depth = 0
  private var items = 0
  private var indentation = 0
  private var lines = TextBuffer(capacity: 1024)
  private var line = TextBuffer(capacity: 1024)
  private var breaks: [Break] = []
  private let width: Int

  /// A place where the line may be broken.
  private struct Break {
    enum Kind { case open, separator, close }
    let offset: Int
    let kind: Kind
  }

  /// A writer without text.
  init(width: Int = lineWidth) {
    self.width = width
  }

  /// All lines, without a line feed after the last.
  consuming func finish() -> String {
    endLine()
    dropLast(UInt8(ascii: "\n"))
    return lines.string
  }

  // MARK: Bounds

  /// Whether there is as much text as is shown.
  var isFull: Bool { line.count + lines.count >= Self.maxLength }

  /// Counts an item; throws if it is one too many, or the text is full.
  mutating func countItem(_ reader: borrowing ByteReader) throws(DecodeError) {
    items += 1
    if items > Self.maxItems { throw stop(reader, "only 4096 items are shown") }
    if bound != nil || isFull { throw stop(reader, "only 16384 bytes of text are shown") }
  }

  /// Goes a level deeper; throws if that is too deep.
  mutating func enter(_ reader: borrowing ByteReader) throws(DecodeError) {
    if depth == Self.maxDepth { throw stop(reader, "only 32 levels of nesting are shown") }
    depth += 1
  }

  /// Comes back from a level.
  mutating func leave() {
    depth -= 1
  }

  private mutating func stop(_ reader: borrowing ByteReader, _ words: StaticString) -> DecodeError {
    bound = bound ?? words
    return reader.error("", .invalid(words))
  }

  /// Keeps the first of what is wrong.
  mutating func note(_ error: DecodeError) {
    if bound == nil { problem = problem ?? error }
  }

  /// Runs `body` on a part with a format of its own, and gives what contradicts it: what is wrong with a part ends
  /// neither the whole nor what is known of it.
  mutating func part(_ body: (inout PayloadWriter) throws(DecodeError) -> Void) -> DecodeError? {
    let before = (problem, depth, indentation)
    problem = nil
    do throws(DecodeError) { try body(&self) } catch { note(error) }
    endLine()
    let found = problem
    (problem, depth, indentation) = before
    return found
  }

  // MARK: Text

  /// Appends literal text.
  mutating func append(_ text: StaticString) {
    line.append(text)
  }

  /// Appends text that is known to be printable.
  mutating func append(trusted text: String) {
    line.append(trusted: text)
  }

  /// Appends a number in decimal.
  mutating func append(decimal value: some FixedWidthInteger) {
    line.append(decimal: value)
  }

  /// Appends bytes in hexadecimal.
  mutating func append(hex bytes: RawSpan) {
    line.append(hex: bytes.extracting(first: max(0, Self.maxLength - line.count) / 2 + 1))
  }

  /// Appends bytes as characters in quotation marks, escaped as in JSON; a byte that is not UTF-8 as `\xff`.
  mutating func appendQuoted(_ bytes: RawSpan) {
    line.append(UInt8(ascii: "\""))
    append(bytes, escaping: true)
    line.append(UInt8(ascii: "\""))
  }

  /// Appends bytes as they are spelled, but for what is not to be shown.
  mutating func appendPlain(_ bytes: RawSpan) {
    append(bytes, escaping: false)
  }

  private mutating func append(_ bytes: RawSpan, escaping: Bool) {
    var index = 0
    while index < bytes.byteCount, !isFull {
      guard let scalar = UTF8Text.scalar(in: bytes, at: index) else {
        line.append("\\x")
        line.append(hex: bytes.byte(at: index) ?? 0, digits: 2)
        index += 1
        continue
      }
      switch scalar.value {
      case 0x22 where escaping: line.append("\\\"")
      case 0x5c where escaping: line.append("\\\\")
      case 0x09: line.append("\\t")
      case 0x0a: line.append("\\n")
      case 0x0d: line.append("\\r")
      case let value where UTF8Text.isControl(value) || UTF8Text.isInvisible(value):
        for unit in String(Unicode.Scalar(value) ?? "\u{fffd}").utf16 {
          line.append("\\u")
          line.append(hex: unit, digits: 4)
        }
      default: line.append(bytes.extracting(index..<(index + scalar.length)))
      }
      index += scalar.length
    }
  }

  // MARK: Layout

  /// Begins what may be broken into lines.
  mutating func open(_ text: StaticString) {
    line.append(text)
    breaks.append(Break(offset: line.count, kind: .open))
  }

  /// Ends an element before the next.
  mutating func separate() {
    line.append(", ")
    breaks.append(Break(offset: line.count, kind: .separator))
  }

  /// Ends what `open` began.
  mutating func close(_ text: StaticString) {
    breaks.append(Break(offset: line.count, kind: .close))
    line.append(text)
  }

  /// Begins lines that stand a step to the right.
  mutating func indent() {
    endLine()
    indentation += 1
  }

  /// Ends them.
  mutating func outdent() {
    endLine()
    indentation -= 1
  }

  /// Ends the line, which is broken where it is too long.
  mutating func endLine() {
    guard line.count > 0 else { return }
    let isBroken = brokenGroups
    var broken: [Bool] = []
    var start = 0
    var level = indentation
    beginLine(level)
    for (index, place) in breaks.enumerated() where lines.count < Self.maxLength {
      Self.copy(start..<place.offset, of: line, to: &lines)
      start = place.offset
      if place.kind == .open {
        broken.append(isBroken[index])
        if isBroken[index] { level += 1 }
      }
      let breaksHere = broken.last ?? false
      if place.kind == .close {
        if breaksHere { level -= 1 }
        broken.removeLast(broken.isEmpty ? 0 : 1)
      }
      if breaksHere {
        dropLast(UInt8(ascii: " "))
        lines.append(UInt8(ascii: "\n"))
        beginLine(level)
      }
    }
    if lines.count < Self.maxLength { Self.copy(start..<line.count, of: line, to: &lines) }
    dropLast(UInt8(ascii: " "))
    lines.append(UInt8(ascii: "\n"))
    line.removeAll()
    breaks.removeAll(keepingCapacity: true)
    if isFull { bound = bound ?? "only 16384 bytes of text are shown" }
  }

  private static func copy(_ range: Range<Int>, of line: borrowing TextBuffer, to lines: inout TextBuffer) {
    lines.append(line.bytes.extracting(range))
  }

  /// Drops the last byte if it is `byte`.
  private mutating func dropLast(_ byte: UInt8) {
    let count = lines.count
    if lines.last == byte { lines.truncate(to: count - 1) }
  }

  private mutating func beginLine(_ level: Int) {
    lines.append(repeating: UInt8(ascii: " "), count: 2 * level)
  }

  /// For each place that opens a group, whether the group is too long for a line.
  private var brokenGroups: [Bool] {
    var isBroken = Array(repeating: false, count: breaks.count)
    var open: [Int] = []
    for (index, place) in breaks.enumerated() {
      switch place.kind {
      case .open: open.append(index)
      case .separator: break
      case .close:
        if let start = open.popLast() { isBroken[start] = place.offset - breaks[start].offset > width }
      }
    }
    // Groups that an error left open.
    for start in open { isBroken[start] = line.count - breaks[start].offset > width }
    return isBroken
  }
}
