import Bytes

/// The radiotap header that precedes an 802.11 frame (radiotap.org); its fields are in little-endian order.
///
///     it_version(1) it_pad(1) it_len(2) it_present(4)... fields
enum Radiotap {
  /// Reads the header and the 802.11 header after it.
  ///
  /// The fields are not needed: whether a frame check sequence ends the frame makes no difference, since the IP
  /// header states where the packet ends.
  @_lifetime(reader: copy reader)
  static func readHeader(_ reader: inout ByteReader) throws(DecodeError) -> LinkPayload {
    guard try reader.readUInt8("it_version") == 0 else { throw reader.error("it_version", .invalid("is not 0")) }
    _ = try reader.readUInt8("it_pad")
    let length = Int(try reader.readUInt16("it_len").byteSwapped)
    guard length >= 8 else { throw reader.error("it_len", .outOfRange(length, allowed: 8...Int(UInt16.max))) }
    _ = try reader.readSpan(length - 4, "it_present")
    return try IEEE80211.readHeader(&reader)
  }
}
