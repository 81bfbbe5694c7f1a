import Bytes

/// A request for the link address of a neighbor (RFC 4861 §4.3), which is to IPv6 what ARP is to IPv4:
///
///     type(1) code(1) checksum(2) reserved(4) target_address(16)
struct NeighborSolicitation {
  static let type: UInt8 = 135

  /// The address that is asked for.
  let target: IPAddress

  /// Decodes an ICMPv6 message; nil if it is another one.
  init?(_ packet: borrowing IPPayload) throws(DecodeError) {
    guard packet.source.isIPv6 else { return nil }
    var reader = packet.reader.renamed("NeighborSolicitation")
    guard try reader.readUInt8("type") == Self.type else { return nil }
    _ = try reader.readUInt8("code")
    _ = try reader.readUInt16("checksum")
    _ = try reader.readUInt32("reserved")
    target = try reader.readIPv6Address("target_address")
  }
}
