import Analysis
import Bytes

/// Writes JSON (RFC 8259) piece by piece, so that a report of any length needs the memory of one object.
///
/// Strings hold no control or direction-changing characters: they are written as escapes, so that a report is safe to
/// show on a terminal, too.
struct JSONWriter: ~Copyable {
  /// What was written and not yet taken.
  private(set) var bytes = TextBuffer()

  /// Gives what was written, and starts anew.
  mutating func take() -> [UInt8] {
    defer { bytes.removeAll() }
    return [UInt8](bytes.bytes)
  }

  /// Drops what was written.
  mutating func reset() {
    bytes.removeAll()
  }

  private mutating func separate() {
    switch bytes.last {
    case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: ":"), UInt8(ascii: "\n"), nil: break
    default: bytes.append(UInt8(ascii: ","))
    }
  }

  // MARK: Values

  mutating func object(_ members: (inout JSONWriter) -> Void) {
    separate()
    bytes.append(UInt8(ascii: "{"))
    members(&self)
    bytes.append(UInt8(ascii: "}"))
  }

  /// An object whose last members are not known yet: `object(continuing:_:)` adds them.
  mutating func openObject(_ members: (inout JSONWriter) -> Void) {
    separate()
    bytes.append(UInt8(ascii: "{"))
    members(&self)
  }

  /// An object that was left open, with its last members.
  mutating func object(continuing open: RawSpan, _ members: (inout JSONWriter) -> Void) {
    separate()
    bytes.append(open)
    members(&self)
    bytes.append(UInt8(ascii: "}"))
  }

  mutating func array<Elements: Sequence>(
    _ elements: Elements, _ element: (inout JSONWriter, Elements.Element) -> Void
  ) {
    separate()
    bytes.append(UInt8(ascii: "["))
    for item in elements { element(&self, item) }
    bytes.append(UInt8(ascii: "]"))
  }

  /// An array whose elements were written before, with commas between them.
  mutating func array(raw elements: RawSpan) {
    separate()
    bytes.append(UInt8(ascii: "["))
    bytes.append(elements)
    bytes.append(UInt8(ascii: "]"))
  }

  mutating func null() {
    separate()
    bytes.append("null")
  }

  mutating func value(_ value: Bool) {
    separate()
    bytes.append(value ? "true" : "false")
  }

  mutating func value(_ value: some FixedWidthInteger) {
    separate()
    bytes.append(decimal: value)
  }

  /// A number with three decimals.
  mutating func value(_ value: Double) {
    separate()
    let thousandths = Int64((value * 1000).rounded())
    if thousandths < 0 { bytes.append(UInt8(ascii: "-")) }
    bytes.append(decimal: thousandths.magnitude / 1000)
    bytes.append(UInt8(ascii: "."))
    bytes.append(decimal: thousandths.magnitude % 1000, width: 3, pad: UInt8(ascii: "0"))
  }

  /// Seconds with nine decimals.
  mutating func value(nanoseconds: Int64) {
    separate()
    if nanoseconds < 0 { bytes.append(UInt8(ascii: "-")) }
    bytes.append(decimal: nanoseconds.magnitude / 1_000_000_000)
    bytes.append(UInt8(ascii: "."))
    bytes.append(decimal: nanoseconds.magnitude % 1_000_000_000, width: 9, pad: UInt8(ascii: "0"))
  }

  mutating func value(_ value: String) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    var value = value
    value.withUTF8 { escape(UnsafeRawBufferPointer($0)) }
    bytes.append(UInt8(ascii: "\""))
  }

  /// Bytes that are meant to be text; what is no UTF-8 becomes U+FFFD.
  mutating func value(text: [UInt8]) {
    value(String(decoding: text, as: UTF8.self))
  }

  mutating func value(hex: RawSpan) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    bytes.append(hex: hex)
    bytes.append(UInt8(ascii: "\""))
  }

  /// Escapes valid UTF-8.
  private mutating func escape(_ text: UnsafeRawBufferPointer) {
    let isPlain = text.allSatisfy {
      $0 >= 0x20 && $0 <= 0x7e && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
    }
    if isPlain {
      bytes.append(text)
      return
    }
    for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
      switch scalar {
      case "\"": bytes.append("\\\"")
      case "\\": bytes.append("\\\\")
      case "\n": bytes.append("\\n")
      case "\r": bytes.append("\\r")
      case "\t": bytes.append("\\t")
      case _ where SafeText.isShown(scalar): bytes.append(trusted: String(scalar))
      default:
        for unit in String(scalar).utf16 {
          bytes.append("\\u")
          bytes.append(hex: unit, digits: 4)
        }
      }
    }
  }

  // MARK: Members

  mutating func key(_ key: StaticString) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    bytes.append(key)
    bytes.append("\":")
  }

  mutating func member(_ name: StaticString, _ value: String?) {
    key(name)
    if let value { self.value(value) } else { null() }
  }

  mutating func member(_ name: StaticString, _ value: Bool?) {
    key(name)
    if let value { self.value(value) } else { null() }
  }

  mutating func member(_ name: StaticString, _ value: (some FixedWidthInteger)?) {
    key(name)
    if let value { self.value(value) } else { null() }
  }

  mutating func member(_ name: StaticString, _ value: Double?) {
    key(name)
    if let value { self.value(value) } else { null() }
  }

  /// The number of a session, or null.
  mutating func member(_ name: StaticString, number session: Int?) {
    key(name)
    guard let session else { return null() }
    separate()
    bytes.append(sessionNumber: session)
  }

  /// The number of an exchange, or null.
  mutating func member(_ name: StaticString, exchangeNumber exchange: Int?) {
    key(name)
    guard let exchange else { return null() }
    separate()
    bytes.append(exchangeNumber: exchange)
  }

  mutating func member(_ name: StaticString, text: [UInt8]?) {
    key(name)
    if let text { value(text: text) } else { null() }
  }

  mutating func member(_ name: StaticString, hex: [UInt8]?) {
    key(name)
    if let hex { value(hex: hex.span.bytes) } else { null() }
  }

  mutating func member(_ name: StaticString, nanoseconds: Int64?) {
    key(name)
    if let nanoseconds { value(nanoseconds: nanoseconds) } else { null() }
  }

  mutating func member(_ name: StaticString, _ members: (inout JSONWriter) -> Void) {
    key(name)
    object(members)
  }

  mutating func member<Elements: Sequence>(
    _ name: StaticString, _ elements: Elements, _ element: (inout JSONWriter, Elements.Element) -> Void
  ) {
    key(name)
    array(elements, element)
  }

  mutating func memberNull(_ name: StaticString) {
    key(name)
    null()
  }

  mutating func newline() {
    bytes.append(UInt8(ascii: "\n"))
  }
}
