import Bytes

/// Links (RFC 6690 §2), one a line: the target, then its attributes as they were sent.
///
///     </sensors/temp>  rt="temperature-c"  ct=50 (application/json)
extension PayloadWriter {
  /// Appends the links of a payload.
  mutating func appendLinks(_ payload: RawSpan) throws(DecodeError) {
    var reader = ByteReader(payload, as: "link-format")
    try reader.skipWhitespace()
    while !reader.isAtEnd {
      try countItem(reader)
      try appendTarget(&reader)
      while try reader.skips(UInt8(ascii: ";")) { try appendAttribute(&reader) }
      endLine()
      guard try reader.skips(UInt8(ascii: ",")) else {
        guard reader.isAtEnd else { throw reader.error("link", .invalid("neither a semicolon nor a comma after it")) }
        return
      }
      guard !reader.isAtEnd else { throw reader.error("link", .invalid("none after the comma")) }
    }
  }

  @_lifetime(reader: copy reader)
  private mutating func appendTarget(_ reader: inout ByteReader) throws(DecodeError) {
    guard reader.next == UInt8(ascii: "<") else { throw reader.error("link", .invalid("does not begin with <")) }
    let rest = reader.unread
    guard let end = rest.firstIndex(where: { $0 == UInt8(ascii: ">") }) else {
      throw reader.error("target", .invalid("does not end with >"))
    }
    try appendText(&reader, end + 1, "target")
  }

  /// Appends `name`, `name=token` or `name="text"`.
  @_lifetime(reader: copy reader)
  private mutating func appendAttribute(_ reader: inout ByteReader) throws(DecodeError) {
    try countItem(reader)
    let name = reader.unread.extracting(first: reader.lengthOfToken)
    guard name.byteCount > 0 else { throw reader.error("attribute", .invalid("has no name")) }
    append("  ")
    try appendText(&reader, name.byteCount, "attribute")
    guard try reader.skips(UInt8(ascii: "=")) else { return }
    append("=")
    let value = reader.unread
    guard reader.next == UInt8(ascii: "\"") else {
      let length = reader.lengthOfToken
      guard length > 0 else { throw reader.error("attribute", .invalid("has no value after =")) }
      try appendText(&reader, length, "attribute")
      if name.equals("ct") { appendFormats(value.extracting(first: length)) }
      return
    }
    guard let end = value.endOfQuotedString else {
      throw reader.error("attribute", .invalid("does not end with a quotation mark"))
    }
    try appendText(&reader, end, "attribute")
    if name.equals("ct") { appendFormats(value.extracting(1..<(end - 1))) }
  }

  @_lifetime(reader: copy reader)
  private mutating func appendText(
    _ reader: inout ByteReader, _ length: Int, _ field: StaticString
  ) throws(DecodeError) {
    let start = reader.offset
    let text = try reader.readSpan(length, field)
    if let place = UTF8Text.firstError(in: text) {
      note(DecodeError("link-format", field, at: start + place, .invalid("not UTF-8")))
    }
    appendPlain(text)
  }

  /// Appends the names of the content formats whose numbers `ct` lists (RFC 7252 §7.2.1).
  private mutating func appendFormats(_ numbers: RawSpan) {
    var number = 0
    var isFirst = true
    for index in 0...numbers.byteCount where !isFull {
      let byte = numbers.byte(at: index) ?? UInt8(ascii: " ")
      if byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9"), number <= Int(UInt16.max) {
        number = number * 10 + Int(byte - UInt8(ascii: "0"))
        continue
      }
      // Anything else is no list of numbers, and is shown as it is alone.
      guard byte == UInt8(ascii: " ") else { break }
      if index > 0, let name = UInt16(exactly: number).flatMap({ ContentFormat(rawValue: $0).label }) {
        append(isFirst ? " (" : ", ")
        append(name)
        isFirst = false
      }
      number = 0
    }
    if !isFirst { append(")") }
  }
}

extension ByteReader {
  /// Reads past white space and, if it comes then, `byte` and white space after it.
  @_lifetime(self: copy self)
  fileprivate mutating func skips(_ byte: UInt8) throws(DecodeError) -> Bool {
    try skipWhitespace()
    guard next == byte else { return false }
    _ = try readUInt8("separator")
    try skipWhitespace()
    return true
  }

  /// Number of bytes before a separator, the end or white space.
  fileprivate var lengthOfToken: Int {
    unread.firstIndex {
      $0 == UInt8(ascii: ";") || $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: "\"")
        || $0 <= 0x20
    } ?? remaining
  }
}

extension RawSpan {
  /// The index of the first byte for which `isSought`.
  fileprivate func firstIndex(where isSought: (UInt8) -> Bool) -> Int? {
    withUnsafeBytes { $0.firstIndex(where: isSought) }
  }

  /// Whether these are the bytes of `text`.
  fileprivate func equals(_ text: StaticString) -> Bool {
    withUnsafeBytes { $0.elementsEqual(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)) }
  }

  /// The index after a string that begins with a quotation mark; a backslash quotes the character after it.
  fileprivate var endOfQuotedString: Int? {
    var index = 1
    while let byte = byte(at: index) {
      if byte == UInt8(ascii: "\"") { return index + 1 }
      index += byte == UInt8(ascii: "\\") ? 2 : 1
    }
    return nil
  }
}
