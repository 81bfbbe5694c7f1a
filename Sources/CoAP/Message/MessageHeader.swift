import Bytes

/// The fixed four bytes at the start of a message (RFC 7252 §3).
///
///     Ver: 2 | T: 2 | TKL: 4 | Code: 8 | Message ID: 16
struct MessageHeader {
  let type: MessageType
  /// `TKL`: the length of the token, or how many bytes say it.
  let tokenLengthField: UInt8
  let code: Code
  let messageID: UInt16

  @_lifetime(reader: copy reader)
  init(decoding reader: inout ByteReader) throws(DecodeError) {
    let start = reader.offset
    let first = try reader.readUInt8("Ver")
    guard first >> 6 == MessageView.version else {
      throw DecodeError(messageStructure, "Ver", at: start, .outOfRange(Int(first >> 6), allowed: 1...1))
    }
    type = MessageType(bits: first >> 4)
    tokenLengthField = first & 15
    code = Code(rawValue: try reader.readUInt8("Code"))
    messageID = try reader.readUInt16("Message ID")
  }

  /// The length of the token that follows.
  @_lifetime(reader: copy reader)
  func readTokenLength(_ reader: inout ByteReader) throws(DecodeError) -> Int {
    switch tokenLengthField {
    case 9...12: throw DecodeError(messageStructure, "TKL", at: 0, .invalid("9 to 12 are reserved"))
    case 15: throw DecodeError(messageStructure, "TKL", at: 0, .invalid("15 is reserved"))
    default: return try reader.readExtended(tokenLengthField, "Token Length")
    }
  }
}
