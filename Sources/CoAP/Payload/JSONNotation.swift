import Bytes

/// JSON, laid out anew (RFC 8259): numbers, the order of names and the escapes in strings stay as they were sent.
extension PayloadWriter {
  /// Appends the only value of a payload.
  mutating func appendJSON(_ payload: RawSpan) throws(DecodeError) {
    var reader = ByteReader(payload, as: "JSON")
    try reader.skipWhitespace()
    try appendValue(&reader)
    try reader.skipWhitespace()
    try reader.expectEnd()
  }

  /// Appends a pack of SenML records, which is an array of objects (RFC 8428 §5).
  mutating func appendSenMLJSON(_ payload: RawSpan) throws(DecodeError) {
    var reader = ByteReader(payload, as: "SenML JSON")
    try reader.skipWhitespace()
    if reader.next != UInt8(ascii: "[") { note(reader.error("", .invalid("is an array of records"))) }
    try appendJSON(payload)
  }

  @_lifetime(reader: copy reader)
  private mutating func appendValue(_ reader: inout ByteReader) throws(DecodeError) {
    try countItem(reader)
    switch reader.next {
    case UInt8(ascii: "{"): try appendObject(&reader)
    case UInt8(ascii: "["): try appendArray(&reader)
    case UInt8(ascii: "\""): try appendString(&reader, "string")
    case UInt8(ascii: "t"): try appendLiteral("true", &reader)
    case UInt8(ascii: "f"): try appendLiteral("false", &reader)
    case UInt8(ascii: "n"): try appendLiteral("null", &reader)
    case UInt8(ascii: "-"): try appendNumber(&reader)
    case let digit? where (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit): try appendNumber(&reader)
    case nil: throw reader.error("value", .needs(1, has: 0))
    default: throw reader.error("value", .invalid("no JSON value begins so"))
    }
  }

  @_lifetime(reader: copy reader)
  private mutating func appendObject(_ reader: inout ByteReader) throws(DecodeError) {
    try enter(reader)
    _ = try reader.readUInt8("object")
    open("{")
    try reader.skipWhitespace()
    if reader.next != UInt8(ascii: "}") {
      while true {
        guard reader.next == UInt8(ascii: "\"") || reader.isAtEnd else {
          throw reader.error("name", .invalid("no quotation mark"))
        }
        try appendString(&reader, "name")
        try reader.skipWhitespace()
        guard try reader.readUInt8(":") == UInt8(ascii: ":") else {
          throw DecodeError("JSON", "object", at: reader.offset - 1, .invalid("no colon after the name"))
        }
        append(": ")
        try reader.skipWhitespace()
        try appendValue(&reader)
        guard try hasNext(&reader, "object", UInt8(ascii: "}")) else { break }
      }
    }
    _ = try reader.readUInt8("}")
    close("}")
    leave()
  }

  @_lifetime(reader: copy reader)
  private mutating func appendArray(_ reader: inout ByteReader) throws(DecodeError) {
    try enter(reader)
    _ = try reader.readUInt8("array")
    open("[")
    try reader.skipWhitespace()
    if reader.next != UInt8(ascii: "]") {
      repeat { try appendValue(&reader) } while try hasNext(&reader, "array", UInt8(ascii: "]"))
    }
    _ = try reader.readUInt8("]")
    close("]")
    leave()
  }

  /// Reads what stands between elements; false at `end`, which is left unread.
  @_lifetime(reader: copy reader)
  private mutating func hasNext(
    _ reader: inout ByteReader, _ structure: StaticString, _ end: UInt8
  ) throws(DecodeError) -> Bool {
    try reader.skipWhitespace()
    switch reader.next {
    case end: return false
    case UInt8(ascii: ","):
      _ = try reader.readUInt8(",")
      try reader.skipWhitespace()
      separate()
      return true
    case nil: throw reader.error(structure, .needs(1, has: 0))
    default: throw reader.error(structure, .invalid("neither a comma nor its end"))
    }
  }

  @_lifetime(reader: copy reader)
  private mutating func appendString(_ reader: inout ByteReader, _ field: StaticString) throws(DecodeError) {
    let start = reader.offset
    let rest = reader.unread
    let length = try Self.lengthOfString(reader, field)
    let string = rest.extracting(first: length)
    if let place = UTF8Text.firstError(in: string) {
      note(DecodeError("JSON", field, at: start + place, .invalid("not UTF-8")))
    }
    appendPlain(string)
    _ = try reader.readSpan(length, field)
  }

  /// Length in bytes of the string that comes next, with its quotation marks.
  private static func lengthOfString(
    _ string: borrowing ByteReader, _ field: StaticString
  ) throws(DecodeError) -> Int {
    var reader = ByteReader(string.unread, as: "JSON", origin: string.offset)
    _ = try reader.readUInt8(field)
    while true {
      let place = reader.offset
      switch try reader.readUInt8(field) {
      case UInt8(ascii: "\""): return reader.offset - string.offset
      case ..<0x20: throw DecodeError("JSON", field, at: place, .invalid("a control character that is not escaped"))
      case UInt8(ascii: "\\"):
        switch try reader.readUInt8(field) {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
          UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
          break
        case UInt8(ascii: "u"):
          for _ in 0..<4 where Hex.value(of: try reader.readUInt8(field)) == nil {
            throw DecodeError("JSON", field, at: place, .invalid("an escape without four hexadecimal digits"))
          }
        default: throw DecodeError("JSON", field, at: place, .invalid("an escape that JSON does not have"))
        }
      default: break
      }
    }
  }

  @_lifetime(reader: copy reader)
  private mutating func appendLiteral(_ literal: StaticString, _ reader: inout ByteReader) throws(DecodeError) {
    let start = reader.offset
    for index in 0..<literal.utf8CodeUnitCount where try reader.readUInt8("literal") != literal.utf8Start[index] {
      throw DecodeError("JSON", "literal", at: start, .invalid("neither true, false nor null"))
    }
    append(literal)
  }

  /// Appends a number as it is spelled (RFC 8259 §6).
  @_lifetime(reader: copy reader)
  private mutating func appendNumber(_ reader: inout ByteReader) throws(DecodeError) {
    let start = reader.offset
    let number = reader.unread
    if reader.next == UInt8(ascii: "-") { _ = try reader.readUInt8("number") }
    let first = reader.next
    let digits = try reader.skipDigits()
    guard digits > 0 else { throw reader.error("number", .invalid("no digit")) }
    if first == UInt8(ascii: "0"), digits > 1 {
      throw DecodeError("JSON", "number", at: start, .invalid("a zero in front"))
    }
    if reader.next == UInt8(ascii: ".") {
      _ = try reader.readUInt8("number")
      guard try reader.skipDigits() > 0 else { throw reader.error("number", .invalid("no digit after the point")) }
    }
    if reader.next == UInt8(ascii: "e") || reader.next == UInt8(ascii: "E") {
      _ = try reader.readUInt8("number")
      if reader.next == UInt8(ascii: "+") || reader.next == UInt8(ascii: "-") { _ = try reader.readUInt8("number") }
      guard try reader.skipDigits() > 0 else { throw reader.error("number", .invalid("no digit in the exponent")) }
    }
    appendPlain(number.extracting(first: reader.offset - start))
  }
}

extension ByteReader {
  /// The next byte, without reading it.
  var next: UInt8? { unread.byte(at: 0) }

  /// Reads past spaces, tabs and ends of lines.
  @_lifetime(self: copy self)
  mutating func skipWhitespace() throws(DecodeError) {
    while let byte = next, byte == 0x20 || byte == 0x09 || byte == 0x0a || byte == 0x0d {
      _ = try readUInt8("white space")
    }
  }

  /// Reads past decimal digits, and gives their number.
  @_lifetime(self: copy self)
  fileprivate mutating func skipDigits() throws(DecodeError) -> Int {
    let start = offset
    while let byte = next, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { _ = try readUInt8("digit") }
    return offset - start
  }
}
