import Bytes

/// The few kinds of CBOR items that EDHOC sends in clear (RFC 8949 §3).
enum CBORItem: Equatable {
  case integer(Int)
  case byteString([UInt8])
  case textString([UInt8])
  /// An array of integers.
  case integers([Int])
  /// `true`.
  case yes

  /// Integers of an array that are read: more than there are cipher suites.
  private static let maximumCount = 64

  /// Reads the next item of a sequence.
  ///
  /// - Throws: also for items of other kinds, which no message of EDHOC begins with.
  @_lifetime(reader: copy reader)
  init(decoding reader: inout ByteReader, _ field: StaticString) throws(DecodeError) {
    let error = reader.error(field, .invalid("not what EDHOC has here"))
    let initial = try reader.readUInt8(field)
    if initial == 0xf5 {
      self = .yes
      return
    }
    let argument = try Self.argument(initial & 0x1f, &reader, field)
    switch initial >> 5 {
    case 0: self = .integer(argument)
    case 1: self = .integer(-1 - argument)
    case 2: self = .byteString(try reader.readBytes(argument, field))
    case 3: self = .textString(try reader.readBytes(argument, field))
    case 4 where argument <= Self.maximumCount:
      var values: [Int] = []
      for _ in 0..<argument {
        let initial = try reader.readUInt8(field)
        guard initial >> 5 <= 1 else { throw error }
        let value = try Self.argument(initial & 0x1f, &reader, field)
        values.append(initial >> 5 == 0 ? value : -1 - value)
      }
      self = .integers(values)
    default: throw error
    }
  }

  /// The argument of a head; one of 8 bytes is more than anything here is long.
  @_lifetime(reader: copy reader)
  private static func argument(
    _ information: UInt8, _ reader: inout ByteReader, _ field: StaticString
  ) throws(DecodeError) -> Int {
    switch information {
    case ..<24: return Int(information)
    case 24: return Int(try reader.readUInt8(field))
    case 25: return Int(try reader.readUInt16(field))
    case 26: return Int(try reader.readUInt32(field))
    default: throw reader.error(field, .invalid("a CBOR argument of another length"))
    }
  }
}
