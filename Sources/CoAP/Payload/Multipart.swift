import Bytes

/// Parts with formats of their own (RFC 8710 §2): a CBOR array in which a content format's number and a byte string, or
/// null for a part that is not there, take turns.
extension PayloadWriter {
  /// Appends the parts of a payload, each below a line that says what it is.
  mutating func appendMultipart(_ payload: RawSpan) throws(DecodeError) {
    var reader = ByteReader(payload, as: "multipart-core")
    let array = try CBORHead(decoding: &reader)
    guard array.majorType == .array else {
      throw DecodeError("multipart-core", "", at: 0, .invalid("is an array of formats and parts"))
    }
    var number = 0
    while true {
      if array.isIndefinite, reader.next == 0xff {
        _ = try reader.readUInt8("break")
        break
      }
      if !array.isIndefinite, UInt64(number) * 2 >= array.argument { break }
      number += 1
      try countItem(reader)
      if !array.isIndefinite, UInt64(number) * 2 > array.argument {
        throw reader.error("array", .invalid("an odd number of elements: a format without a part"))
      }
      try appendPart(number, &reader)
    }
    try reader.expectEnd()
  }

  @_lifetime(reader: copy reader)
  private mutating func appendPart(_ number: Int, _ reader: inout ByteReader) throws(DecodeError) {
    let start = reader.offset
    let head = try CBORHead(decoding: &reader)
    guard head.majorType == .unsigned, let value = UInt16(exactly: head.argument) else {
      throw DecodeError("multipart-core", "format", at: start, .invalid("no number of a content format"))
    }
    let format = ContentFormat(rawValue: value)
    append("part ")
    append(decimal: number)
    append(": ")
    append(trusted: format.description)
    let place = reader.offset
    let body = try CBORHead(decoding: &reader)
    // null
    if body.majorType == .simple, body.information == 22 {
      append(", not there")
      return endLine()
    }
    guard body.majorType == .bytes, !body.isIndefinite else {
      throw DecodeError("multipart-core", "part", at: place, .invalid("neither a byte string nor null"))
    }
    let content = try reader.readSpan(Int(clamping: body.argument), "part")
    append(", ")
    append(trusted: content.byteCount.counted("byte"))
    try enter(reader)
    indent()
    let problem = part { writer throws(DecodeError) in try writer.append(content, as: format.content) }
    if let problem {
      append("not valid: ")
      append(trusted: problem.description)
      note(DecodeError("multipart-core", "part", at: place, .invalid("contradicts its format")))
    }
    outdent()
    leave()
  }
}
