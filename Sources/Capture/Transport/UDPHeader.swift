import Bytes

/// The UDP header (RFC 768).
///
///     source_port(2) destination_port(2) length(2) checksum(2)
struct UDPHeader: Structure {
  static let structure: StaticString = "UDP"
  /// Length of the header in bytes.
  static let size = 8

  var sourcePort: UInt16
  var destinationPort: UInt16
  /// Length of header and payload in bytes; 0 in an IPv6 jumbogram (RFC 2675 §4).
  var length: Int
  /// 0 if the sender left it out.
  var checksum: UInt16
}

extension UDPHeader {
  @inline(__always)
  @_lifetime(reader: copy reader)
  init(decoding reader: inout ByteReader) throws(DecodeError) {
    sourcePort = try reader.readUInt16("source_port")
    destinationPort = try reader.readUInt16("destination_port")
    length = Int(try reader.readUInt16("length"))
    checksum = try reader.readUInt16("checksum")
  }
}
