import Bytes

/// The pseudo-header of LINKTYPE_IEEE802_15_4_TAP, which is in little-endian order.
///
///     version(1) reserved(1) length(2), then of each TLV: type(2) length(2) value, padded to a multiple of 4
enum IEEE802154TAP {
  /// Reads the header; the length in bytes of the frame check sequence at the frame's end.
  ///
  /// A TLV of type 0 says which one there is: none, 16 or 32 bits long. Without it there is none.
  @_lifetime(reader: copy reader)
  static func readHeader(_ reader: inout ByteReader) throws(DecodeError) -> Int {
    guard try reader.readUInt8("version") == 0 else { throw reader.error("version", .invalid("is not 0")) }
    _ = try reader.readUInt8("reserved")
    let length = Int(try reader.readUInt16("length").byteSwapped)
    guard length >= 4 else { throw reader.error("length", .outOfRange(length, allowed: 4...Int(UInt16.max))) }
    var fields = try reader.readReader(length - 4, "tlvs")
    var checkSequenceLength = 0
    while !fields.isAtEnd {
      let type = try fields.readUInt16("type").byteSwapped
      let length = Int(try fields.readUInt16("length").byteSwapped)
      var value = try fields.readReader(length, "value")
      _ = try fields.readSpan(min((4 - length % 4) % 4, fields.remaining), "padding")
      guard type == 0 else { continue }
      switch try value.readUInt8("fcs_type") {
      case 1: checkSequenceLength = 2
      case 2: checkSequenceLength = 4
      default: checkSequenceLength = 0
      }
    }
    return checkSequenceLength
  }
}
