import Bytes

/// The IPv4 header (RFC 791 §3.1); options are skipped.
///
///     version(4 bits) ihl(4 bits) type_of_service(1) total_length(2)
///     identification(2) flags(3 bits) fragment_offset(13 bits)
///     time_to_live(1) protocol(1) header_checksum(2) source(4) destination(4) options
struct IPv4Header: Structure {
  static let structure: StaticString = "IPv4"

  /// Length of the header with its options in bytes.
  var headerLength: Int
  /// Length of header and payload in bytes; 0 in packets captured on their way to a card that segments them (TSO).
  var totalLength: Int
  /// Equal in all fragments of a packet.
  var identification: UInt16
  /// Whether more fragments follow.
  var moreFragments: Bool
  /// Where in the packet's payload this one belongs, in bytes.
  var fragmentOffset: Int
  var timeToLive: UInt8
  var protocolNumber: IPProtocol
  var source: IPAddress
  var destination: IPAddress

  /// Whether the payload is a part of a larger one.
  @inline(__always)
  var isFragment: Bool { moreFragments || fragmentOffset > 0 }
}

extension IPv4Header {
  /// Reads the header; the reader stands at the payload then. The checksum is not verified: a packet that arrived had a
  /// good one, and one captured on its sender may not have it yet.
  @inline(__always)
  @_lifetime(reader: copy reader)
  init(decoding reader: inout ByteReader) throws(DecodeError) {
    let first = try reader.readUInt8("version")
    guard first >> 4 == 4 else { throw reader.error("version", .outOfRange(Int(first >> 4), allowed: 4...4)) }
    headerLength = Int(first & 0xf) * 4
    guard headerLength >= 20 else { throw reader.error("ihl", .outOfRange(Int(first & 0xf), allowed: 5...15)) }
    _ = try reader.readUInt8("type_of_service")
    totalLength = Int(try reader.readUInt16("total_length"))
    identification = try reader.readUInt16("identification")
    let fragment = try reader.readUInt16("fragment_offset")
    moreFragments = fragment & 0x2000 != 0
    fragmentOffset = Int(fragment & 0x1fff) * 8
    timeToLive = try reader.readUInt8("time_to_live")
    protocolNumber = IPProtocol(rawValue: try reader.readUInt8("protocol"))
    _ = try reader.readUInt16("header_checksum")
    source = try reader.readIPv4Address("source")
    destination = try reader.readIPv4Address("destination")
    if headerLength > 20 { _ = try reader.readSpan(headerLength - 20, "options") }
  }
}
