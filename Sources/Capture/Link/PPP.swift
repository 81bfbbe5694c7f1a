import Bytes

/// The Point-to-Point Protocol's header (RFC 1661 §2), with or without HDLC-like framing (RFC 1662 §3.1).
///
///     [address(1) = 0xff control(1) = 0x03] protocol(1..2)
///
/// In LINKTYPE_PPP_PPPD the address is always there, and is 0 or 1 for the direction of the packet.
enum PPP {
  /// Reads the header.
  @_lifetime(reader: copy reader)
  static func readHeader(_ reader: inout ByteReader, hasDirection: Bool = false) throws(DecodeError) -> LinkPayload {
    var number = UInt16(try reader.readUInt8("address"))
    // No protocol has the number 0xff, compressed or not (RFC 1661 §2).
    if hasDirection || number == 0xff {
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
