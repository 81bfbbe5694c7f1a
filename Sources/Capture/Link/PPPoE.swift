import Bytes

/// The header of PPP over Ethernet in the session stage (RFC 2516 §4, §6).
///
///     version(4 bits) = 1 type(4 bits) = 1 code(1) = 0 session_id(2) length(2), then a PPP protocol number
enum PPPoE {
  /// Reads the header and that of PPP; `none` for what is not IP.
  @_lifetime(reader: copy reader)
  static func readHeader(_ reader: inout ByteReader) throws(DecodeError) -> EtherType {
    reader = reader.renamed("PPPoE")
    guard try reader.readUInt16("version") == 0x1100 else { return .none }
    _ = try reader.readUInt16("session_id")
    _ = try reader.readUInt16("length")
    return try PPP.readProtocol(&reader)
  }
}
