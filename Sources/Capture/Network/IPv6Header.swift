import Bytes

/// The IPv6 header (RFC 8200 §3).
///
///     version(4 bits) traffic_class(8 bits) flow_label(20 bits)
///     payload_length(2) next_header(1) hop_limit(1) source(16) destination(16)
struct IPv6Header: Structure {
  static let structure: StaticString = "IPv6"

  /// Length in bytes of what follows this header; 0 if a jumbo payload option states it.
  var payloadLength: Int
  /// What follows this header.
  var nextHeader: IPProtocol
  var hopLimit: UInt8
  var source: IPAddress
  var destination: IPAddress
}

extension IPv6Header {
  /// Reads the header; the reader stands at the next header then.
  @inline(__always)
  @_lifetime(reader: copy reader)
  init(decoding reader: inout ByteReader) throws(DecodeError) {
    let first = try reader.readUInt32("version")
    guard first >> 28 == 6 else { throw reader.error("version", .outOfRange(Int(first >> 28), allowed: 6...6)) }
    payloadLength = Int(try reader.readUInt16("payload_length"))
    nextHeader = IPProtocol(rawValue: try reader.readUInt8("next_header"))
    hopLimit = try reader.readUInt8("hop_limit")
    source = try reader.readIPv6Address("source")
    destination = try reader.readIPv6Address("destination")
  }
}
