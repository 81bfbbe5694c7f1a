import Bytes

/// CBOR in diagnostic notation (RFC 8949 §8), with the names that the format gives to labels and numbers as comments:
///
///     {/ alg / 1: 10 / AES-CCM-16-64-128 /, / kid / 4: h'3131'}
extension PayloadWriter {
  /// Appends the only item of a payload.
  mutating func appendCBOR(_ payload: RawSpan, _ meaning: CBORMeaning) throws(DecodeError) {
    var reader = ByteReader(payload, as: cborStructure)
    try appendItem(&reader, meaning)
    try reader.expectEnd()
  }

  /// Appends the items of a CBOR sequence, a line each (RFC 8742).
  mutating func appendCBORSequence(_ payload: RawSpan) throws(DecodeError) {
    var reader = ByteReader(payload, as: cborStructure)
    while !reader.isAtEnd {
      endLine()
      try appendItem(&reader, .plain)
    }
  }

  /// Appends an item, and goes down into what it holds.
  @_lifetime(reader: copy reader)
  private mutating func appendItem(_ reader: inout ByteReader, _ meaning: CBORMeaning) throws(DecodeError) {
    try countItem(reader)
    let start = reader.offset
    let head = try CBORHead(decoding: &reader)
    if let count = meaning.elementCount, head.majorType != .array, head.majorType != .tag {
      note(DecodeError(cborStructure, meaning.name, at: start, .invalid(count.words)))
    }
    switch head.majorType {
    case .unsigned, .negative:
      let isNegative = head.majorType == .negative
      appendInteger(head.argument, isNegative: isNegative)
      if let value = Int64(exactly: head.argument), let name = meaning.name(of: isNegative ? ~value : value) {
        appendComment(name)
      }
    case .bytes: try appendBytes(head, &reader, meaning)
    case .text: try appendText(head, &reader)
    case .array: try appendArray(head, &reader, meaning)
    case .map: try appendMap(head, &reader, meaning)
    case .tag: try appendTag(head.argument, &reader, meaning)
    case .simple: try appendSimple(head, at: start)
    }
  }

  private mutating func appendInteger(_ argument: UInt64, isNegative: Bool) {
    guard isNegative else { return append(decimal: argument) }
    if argument == .max {
      append("-18446744073709551616")
    } else {
      append("-")
      append(decimal: argument + 1)
    }
  }

  private mutating func appendComment(_ name: StaticString) {
    append(" / ")
    append(name)
    append(" /")
  }

  // MARK: Strings

  /// The bytes of a string or of a piece of one.
  @_lifetime(copy reader)
  @_lifetime(reader: copy reader)
  private func readString(_ head: CBORHead, _ reader: inout ByteReader) throws(DecodeError) -> RawSpan {
    try reader.readSpan(
      Int(clamping: head.argument), head.majorType == .text ? "text string" : "byte string")
  }

  @_lifetime(reader: copy reader)
  private mutating func appendBytes(
    _ head: CBORHead, _ reader: inout ByteReader, _ meaning: CBORMeaning
  ) throws(DecodeError) {
    guard !head.isIndefinite else { return try appendPieces(of: .bytes, &reader) }
    if let embedded = meaning.embedded, head.argument > 0 {
      var inner = try reader.readReader(Int(clamping: head.argument), "byte string")
      append("<<")
      try enter(inner)
      try appendItem(&inner, embedded)
      leave()
      try inner.expectEnd()
      append(">>")
    } else {
      append("h'")
      append(hex: try readString(head, &reader))
      append("'")
    }
  }

  @_lifetime(reader: copy reader)
  private mutating func appendText(_ head: CBORHead, _ reader: inout ByteReader) throws(DecodeError) {
    guard !head.isIndefinite else { return try appendPieces(of: .text, &reader) }
    let start = reader.offset
    let text = try readString(head, &reader)
    if let place = UTF8Text.firstError(in: text) {
      note(DecodeError(cborStructure, "text string", at: start + place, .invalid("not UTF-8")))
    }
    appendQuoted(text)
  }

  /// Appends a string of indefinite length: its pieces are strings of the same kind with a length (RFC 8949 §3.2.3).
  @_lifetime(reader: copy reader)
  private mutating func appendPieces(
    of majorType: CBORHead.MajorType, _ reader: inout ByteReader
  ) throws(DecodeError) {
    open("(_ ")
    var isFirst = true
    while true {
      try countItem(reader)
      let start = reader.offset
      let head = try CBORHead(decoding: &reader)
      if head.isBreak { return close(")") }
      guard head.majorType == majorType, !head.isIndefinite else {
        throw DecodeError(cborStructure, "piece of a string", at: start, .invalid("not a string of the same kind"))
      }
      if !isFirst { separate() }
      isFirst = false
      if majorType == .text {
        try appendText(head, &reader)
      } else {
        try appendBytes(head, &reader, .plain)
      }
    }
  }

  // MARK: Arrays, maps and tags

  /// Whether an array or map ends here, and its break is read if that ends it.
  @_lifetime(reader: copy reader)
  private func ends(_ head: CBORHead, after count: UInt64, _ reader: inout ByteReader) throws(DecodeError) -> Bool {
    guard head.isIndefinite else { return count == head.argument }
    guard reader.unread.byte(at: 0) == 0xff else { return false }
    _ = try reader.readUInt8("break")
    return true
  }

  @_lifetime(reader: copy reader)
  private mutating func appendArray(
    _ head: CBORHead, _ reader: inout ByteReader, _ meaning: CBORMeaning
  ) throws(DecodeError) {
    let start = reader.offset
    try enter(reader)
    open(head.isIndefinite ? "[_ " : "[")
    var count: UInt64 = 0
    while try !ends(head, after: count, &reader) {
      if count > 0 { separate() }
      let element = meaning.element(Int(clamping: count))
      if element.name.utf8CodeUnitCount > 0 {
        append("/ ")
        append(element.name)
        append(" / ")
      }
      try appendItem(&reader, element.meaning)
      count += 1
    }
    close("]")
    leave()
    if let allowed = meaning.elementCount, !allowed.range.contains(Int(clamping: count)) {
      note(DecodeError(cborStructure, meaning.name, at: start, .invalid(allowed.words)))
    }
  }

  @_lifetime(reader: copy reader)
  private mutating func appendMap(
    _ head: CBORHead, _ reader: inout ByteReader, _ meaning: CBORMeaning
  ) throws(DecodeError) {
    try enter(reader)
    open(head.isIndefinite ? "{_ " : "{")
    var meaning = meaning
    var count: UInt64 = 0
    while try !ends(head, after: count, &reader) {
      if count > 0 { separate() }
      let key = Self.integer(reader)
      let label = key.flatMap { meaning.label($0) }
      if let label {
        append("/ ")
        append(label.name)
        append(" / ")
      }
      try appendItem(&reader, .plain)
      append(": ")
      // What the labels of a key mean depends on its type, which comes first in a key that keeps the order.
      if key == CBORMeaning.keyTypeLabel, let type = Self.integer(reader) { meaning = meaning.ofKeyType(type) }
      try appendItem(&reader, label?.meaning ?? .plain)
      count += 1
    }
    close("}")
    leave()
  }

  /// The integer that comes next, if one does; without reading it.
  private static func integer(_ reader: borrowing ByteReader) -> Int64? {
    var copy = ByteReader(reader.unread, as: cborStructure)
    guard let head = try? CBORHead(decoding: &copy), let value = Int64(exactly: head.argument) else { return nil }
    switch head.majorType {
    case .unsigned: return value
    case .negative: return ~value
    default: return nil
    }
  }

  @_lifetime(reader: copy reader)
  private mutating func appendTag(
    _ tag: UInt64, _ reader: inout ByteReader, _ meaning: CBORMeaning
  ) throws(DecodeError) {
    if tag == 2 || tag == 3, try appendBignum(&reader, isNegative: tag == 3) { return }
    try enter(reader)
    append(decimal: tag)
    append("(")
    try appendItem(&reader, meaning.tagged(tag))
    append(")")
    leave()
  }

  /// Appends a bignum in decimal (RFC 8949 §3.4.3); false if what follows is none, or has more than 32 bytes, which is
  /// more than anyone reads as a number.
  @_lifetime(reader: copy reader)
  private mutating func appendBignum(_ reader: inout ByteReader, isNegative: Bool) throws(DecodeError) -> Bool {
    var copy = ByteReader(reader.unread, as: cborStructure)
    guard let head = try? CBORHead(decoding: &copy), head.majorType == .bytes, !head.isIndefinite,
      head.argument <= 32, Int(head.argument) <= copy.remaining
    else { return false }
    _ = try CBORHead(decoding: &reader)
    var digits: [UInt8] = [0]
    for byte in try reader.readBytes(Int(head.argument), "byte string") {
      Self.multiply(&digits, by: 256, adding: Int(byte))
    }
    if isNegative {
      // -1 - n
      Self.multiply(&digits, by: 1, adding: 1)
      append("-")
    }
    append(trusted: String(decoding: digits.reversed().map { $0 + UInt8(ascii: "0") }, as: UTF8.self))
    return true
  }

  /// Decimal digits, the least first.
  private static func multiply(_ digits: inout [UInt8], by factor: Int, adding extra: Int) {
    var carry = extra
    for index in digits.indices {
      carry += Int(digits[index]) * factor
      digits[index] = UInt8(carry % 10)
      carry /= 10
    }
    while carry > 0 {
      digits.append(UInt8(carry % 10))
      carry /= 10
    }
  }

  private mutating func appendSimple(_ head: CBORHead, at start: Int) throws(DecodeError) {
    switch (head.information, head.argument) {
    case (25, let bits): append(trusted: FloatText.string(FloatText.half(UInt16(truncatingIfNeeded: bits))))
    case (26, let bits):
      append(trusted: FloatText.string(Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))))
    case (27, let bits): append(trusted: FloatText.string(Double(bitPattern: bits)))
    case (31, _):
      throw DecodeError(cborStructure, "break", at: start, .invalid("outside an item of indefinite length"))
    case (_, 20): append("false")
    case (_, 21): append("true")
    case (_, 22): append("null")
    case (_, 23): append("undefined")
    case (_, let value):
      append("simple(")
      append(decimal: value)
      append(")")
    }
  }
}
