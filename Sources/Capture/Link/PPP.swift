import Bytes

/// The Point-to-Point Protocol's header (RFC 1661 §2), with or without HDLC-like framing (RFC 1662 §3.1).
///
///     [address(1) = 0xff control(1) = 0x03] protocol(1..2)
enum PPP {
  /// Reads the header.
  @_lifetime(reader: copy reader)
  static func readHeader(_ reader: inout ByteReader) throws(DecodeError) -> LinkPayload {
    var number = UInt16(try reader.readUInt8("address"))
    // 0x00 and 0x01 stand for the address in LINKTYPE_PPP_PPPD, where they say which way the packet went.
    if number == 0xff || number < 2, reader.unread.byte(at: 0) == 3 {
      _ = try reader.readUInt8("control")
      number = UInt16(try reader.readUInt8("protocol"))
    }
    // The last byte of a protocol number is odd and no other is, so an odd first byte is a compressed one (RFC 1661 §6.5).
    if number & 1 == 0 { number = number << 8 | UInt16(try reader.readUInt8("protocol")) }
    switch number {
    case 0x0021: return .packet(.ipv4)
    case 0x0057: return .packet(.ipv6)
    default: return .packet(.none)
    }
  }
}
