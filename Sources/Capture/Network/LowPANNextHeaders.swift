import Bytes

// LOWPAN_NHC: the headers after that of IPv6 (RFC 6282 §4).

extension LowPANHeaders {
  /// Reads the compressed headers, up to that of UDP or up to one that is not compressed; false if a header is compressed
  /// in a way that is not known.
  @_lifetime(reader: copy reader)
  mutating func readNextHeaders(_ reader: inout ByteReader) throws(DecodeError) -> Bool {
    reader = reader.renamed("LOWPAN_NHC")
    // Where the header before says what comes next: byte 6 of that of IPv6, byte 0 of an extension header.
    var nextHeaderOffset = 6
    while true {
      let encoding = try reader.readUInt8("lowpan_nhc")
      if encoding & 0xf8 == 0xf0 {
        bytes[nextHeaderOffset] = IPProtocol.udp.rawValue
        try readUDP(encoding, &reader)
        return true
      }
      guard encoding & 0xf0 == 0xe0, let type = Self.extensionHeader(encoding >> 1 & 7) else { return false }
      bytes[nextHeaderOffset] = type.rawValue
      // What an encapsulated IPv6 header is, is for the layer above to say.
      guard type.isExtensionHeader else { return true }
      nextHeaderOffset = bytes.count
      let isNextCompressed = encoding & 1 != 0
      bytes.append(isNextCompressed ? 0 : try reader.readUInt8("next_header"))
      try readExtensionHeader(type, &reader)
      if !isNextCompressed { return true }
    }
  }

  /// The IPv6 extension header of an EID (RFC 6282 §4.2), of which 5 and 6 are reserved.
  private static func extensionHeader(_ identifier: UInt8) -> IPProtocol? {
    switch identifier {
    case 0: IPProtocol(rawValue: 0)
    case 1: IPProtocol(rawValue: 43)
    case 2: .fragment
    case 3: IPProtocol(rawValue: 60)
    case 4: IPProtocol(rawValue: 135)
    case 7: .ipv6
    default: nil
    }
  }

  /// What follows the next_header of an extension header: its length, here in bytes, and its content, of which padding at
  /// the end was left out. A fragment header has a reserved byte for the length, which is always the same.
  @_lifetime(reader: copy reader)
  private mutating func readExtensionHeader(_ type: IPProtocol, _ reader: inout ByteReader) throws(DecodeError) {
    let stated = Int(try reader.readUInt8("length"))
    let length = type == .fragment ? 6 : stated
    let units = max(1, (length + 2 + 7) / 8)
    bytes.append(type == .fragment ? 0 : UInt8(units - 1))
    let content = try reader.readSpan(length, "options")
    content.withUnsafeBytes { bytes += $0 }
    bytes += [UInt8](repeating: 0, count: units * 8 - 2 - length)
  }

  /// The UDP header, its length left open (RFC 6282 §4.3).
  ///
  ///     0b11110(5 bits) c(1 bit) p(2 bits) source_port destination_port(1...4 in all) [checksum(2)]
  @_lifetime(reader: copy reader)
  private mutating func readUDP(_ encoding: UInt8, _ reader: inout ByteReader) throws(DecodeError) {
    udpOffset = bytes.count
    var ports: (source: UInt16, destination: UInt16) = (0xf000, 0xf000)
    switch encoding & 3 {
    case 0:
      ports.source = try reader.readUInt16("source_port")
      ports.destination = try reader.readUInt16("destination_port")
    case 1:
      ports.source = try reader.readUInt16("source_port")
      ports.destination |= UInt16(try reader.readUInt8("destination_port"))
    case 2:
      ports.source |= UInt16(try reader.readUInt8("source_port"))
      ports.destination = try reader.readUInt16("destination_port")
    default:
      let both = UInt16(try reader.readUInt8("source_port"))
      ports = (0xf0b0 | both >> 4, 0xf0b0 | both & 0xf)
    }
    append(ports.source)
    append(ports.destination)
    append(UInt16(0))
    append(encoding & 4 == 0 ? try reader.readUInt16("checksum") : 0)
  }
}
