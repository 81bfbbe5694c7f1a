import Bytes

/// The radiotap header that precedes an 802.11 frame (radiotap.org); its fields are in little-endian order.
///
///     it_version(1) it_pad(1) it_len(2) it_present(4)... fields
enum Radiotap {
  /// Reads the header and the 802.11 header after it.
  ///
  /// Of the fields only the flag that the 802.11 header is padded matters. Whether a frame check sequence ends the
  /// frame does not, since the IP header states where the packet ends.
  @_lifetime(reader: copy reader)
  static func readHeader(_ reader: inout ByteReader) throws(DecodeError) -> LinkPayload {
    guard try reader.readUInt8("it_version") == 0 else { throw reader.error("it_version", .invalid("is not 0")) }
    _ = try reader.readUInt8("it_pad")
    let length = Int(try reader.readUInt16("it_len").byteSwapped)
    guard length >= 8 else { throw reader.error("it_len", .outOfRange(length, allowed: 8...Int(UInt16.max))) }
    var fields = try reader.readReader(length - 4, "it_present")
    return try IEEE80211.readHeader(&reader, isPadded: try readFlags(&fields) & 0x20 != 0)
  }

  /// The flags field; 0 if there is none.
  @_lifetime(fields: copy fields)
  private static func readFlags(_ fields: inout ByteReader) throws(DecodeError) -> UInt8 {
    let present = try fields.readUInt32("it_present").byteSwapped
    var more = present
    while more & 0x8000_0000 != 0 { more = try fields.readUInt32("it_present").byteSwapped }
    guard present & 2 != 0 else { return 0 }
    if present & 1 != 0 {
      // The time of the frame, at a multiple of 8 from the start of the header, which is 4 bytes before `fields`.
      let start = fields.offset
      _ = try fields.readSpan(start % 8 + 8, "tsft")
    }
    return try fields.readUInt8("flags")
  }
}
