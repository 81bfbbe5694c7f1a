import Bytes

/// The IEEE 802.2 logical link control header, and the SNAP header after it (RFC 1042).
///
///     dsap(1) ssap(1) control(1..2) [oui(3) type(2)]
enum LLC {
  /// The service access point whose frames begin with a SNAP header.
  static let snap: UInt16 = 0xaaaa
  /// The service access point of IP without SNAP, which IEEE assigned and few use.
  static let ip: UInt16 = 0x0606

  /// Reads the header; `none` for what is not IP.
  ///
  /// The tags of the SNAP header's EtherType are read as well. Any organization code is taken: RFC 1042 uses 00-00-00,
  /// IEEE 802.1H tunnels use 00-00-F8.
  @_lifetime(reader: copy reader)
  static func readHeader(_ reader: inout ByteReader) throws(DecodeError) -> EtherType {
    var header = reader.renamed("LLC")
    let servicePoints = try header.readUInt16("dsap")
    guard servicePoints == snap || servicePoints == ip else { return .none }
    _ = try reader.readSpan(2, "dsap")
    guard try reader.readUInt8("control") == 3 else { return .none }
    guard servicePoints == snap else { return .ipv4 }
    _ = try reader.readUInt24("oui")
    return try reader.readEncapsulation(EtherType(rawValue: try reader.readUInt16("type")))
  }
}
