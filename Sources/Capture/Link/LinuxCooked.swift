import Bytes

/// The header that Linux makes up for captures on all interfaces at once.
enum LinuxCooked {
  /// LINKTYPE_LINUX_SLL.
  ///
  ///     packet_type(2) hardware_type(2) address_length(2) address(8) protocol(2)
  @_lifetime(reader: copy reader)
  static func readHeader(_ reader: inout ByteReader) throws(DecodeError) -> EtherType {
    _ = try reader.readSpan(14, "address")
    return try readProtocol(try reader.readUInt16("protocol_type"), &reader)
  }

  /// LINKTYPE_LINUX_SLL2.
  ///
  ///     protocol(2) reserved(2) interface_index(4) hardware_type(2) packet_type(1) address_length(1) address(8)
  @_lifetime(reader: copy reader)
  static func readHeaderV2(_ reader: inout ByteReader) throws(DecodeError) -> EtherType {
    let type = try reader.readUInt16("protocol_type")
    _ = try reader.readSpan(18, "address")
    return try readProtocol(type, &reader)
  }

  /// What the protocol field means: an EtherType, or Linux's 0x0004 for an LLC header.
  @_lifetime(reader: copy reader)
  private static func readProtocol(_ type: UInt16, _ reader: inout ByteReader) throws(DecodeError) -> EtherType {
    guard type == 4 else { return try reader.readEncapsulation(EtherType(rawValue: type)) }
    return try LLC.readHeader(&reader)
  }
}
