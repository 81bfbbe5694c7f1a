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
    .packet(try readProtocol(&reader, hasDirection: hasDirection))
  }

  /// Reads the header of LINKTYPE_PPP_WITH_DIR, in which a byte for the direction comes before everything else.
  @_lifetime(reader: copy reader)
  static func readHeaderAfterDirection(_ reader: inout ByteReader) throws(DecodeError) -> LinkPayload {
    _ = try reader.readUInt8("direction")
    return .packet(try readProtocol(&reader))
  }

  /// Reads the header; `none` for what is not IP.
  @_lifetime(reader: copy reader)
  static func readProtocol(_ reader: inout ByteReader, hasDirection: Bool = false) throws(DecodeError) -> EtherType {
    var number = UInt16(try reader.readUInt8("address"))
    // No protocol has the number 0xff, compressed or not (RFC 1661 §2).
    if hasDirection || number == 0xff {
      _ = try reader.readUInt8("control")
      number = UInt16(try reader.readUInt8("protocol"))
    }
    // The last byte of a protocol number is odd and no other is, so an odd first byte is a compressed one (RFC 1661 §6.5).
    if number & 1 == 0 { number = number << 8 | UInt16(try reader.readUInt8("protocol")) }
    switch number {
    case 0x0021: return .ipv4
    case 0x0057: return .ipv6
    // RFC 3032 §4.2.
    case 0x0281, 0x0283: return try MPLS.readLabels(&reader)
    default: return .none
    }
  }
}
