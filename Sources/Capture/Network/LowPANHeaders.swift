import Bytes

/// The headers of an IPv6 packet out of LOWPAN_IPHC and LOWPAN_NHC (RFC 6282), as they were before they were compressed.
///
///     0b011(3 bits) tf(2 bits) nh(1 bit) hlim(2 bits) cid(1 bit) sac(1 bit) sam(2 bits) m(1 bit) dac(1 bit) dam(2 bits)
///     [context_identifier(1)] [traffic_class and flow_label(1, 3, 4)] [next_header(1)] [hop_limit(1)]
///     [source_address(2, 8, 16)] [destination_address(1...16)] [lowpan_nhc]...
struct LowPANHeaders {
  static let structure: StaticString = "LOWPAN_IPHC"

  /// The IPv6 header and what follows it, without lengths that are left to `packet(with:length:)`.
  var bytes: [UInt8] = []
  /// Where the UDP header is, if it was compressed.
  var udpOffset: Int?
  /// A bit for each context that an address was compressed with: the capture does not say what these stand for.
  private(set) var contexts: UInt16 = 0
}

extension LowPANHeaders {
  /// Reads the headers of a packet between two ends of a link; the reader stands at what was not compressed then. Nil if
  /// a header is compressed in a way that is not known.
  @_lifetime(reader: copy reader)
  init?(decoding reader: inout ByteReader, from source: LinkAddress, to destination: LinkAddress) throws(DecodeError) {
    let encoding = try reader.readUInt16("lowpan_iphc")
    let contextIDs = encoding & 0x80 == 0 ? 0 : try reader.readUInt8("context_identifier")
    let trafficAndFlow = try Self.readTrafficClass(encoding >> 11 & 3, &reader)
    let isNextHeaderCompressed = encoding & 0x400 != 0
    let nextHeader = isNextHeaderCompressed ? 0 : try reader.readUInt8("next_header")
    let hopLimit: UInt8 =
      switch encoding >> 8 & 3 {
      case 0: try reader.readUInt8("hop_limit")
      case 1: 1
      case 2: 64
      default: 255
      }
    let addresses = (
      source: try readSource(encoding >> 4 & 7, contextIDs >> 4, source, &reader),
      destination: encoding & 8 == 0
        ? try readUnicast(encoding & 7, contextIDs & 0xf, destination, "destination_address", &reader)
        : try readMulticast(encoding & 7, contextIDs & 0xf, &reader)
    )
    bytes.reserveCapacity(128)
    append(0x6000_0000 | trafficAndFlow)
    bytes += [0, 0, nextHeader, hopLimit]
    for address in [addresses.source, addresses.destination] {
      append(address.high)
      append(address.low)
    }
    if isNextHeaderCompressed, try !readNextHeaders(&reader) { return nil }
  }

  /// The whole packet: the headers with their lengths, and `rest`. It has `length` bytes, of which the capture may hold
  /// less.
  mutating func packet(with rest: RawSpan, length: Int) -> [UInt8] {
    fill(length - 40, at: 4)
    // The checksum may have been left out (RFC 6282 §4.3.2): it is 0 then, as where a sender does.
    if let udpOffset { fill(length - udpOffset, at: udpOffset + 4) }
    rest.withUnsafeBytes { bytes += $0 }
    return bytes
  }

  private mutating func fill(_ value: Int, at offset: Int) {
    bytes[offset] = UInt8(truncatingIfNeeded: value >> 8)
    bytes[offset + 1] = UInt8(truncatingIfNeeded: value)
  }

  /// Appends a number in network byte order.
  mutating func append(_ value: some FixedWidthInteger) {
    withUnsafeBytes(of: value.bigEndian) { bytes += $0 }
  }

  /// The traffic class and flow label as the first word of the IPv6 header has them; the compressed form has the two
  /// parts of the traffic class the other way round (RFC 6282 §3.1.1).
  @_lifetime(reader: copy reader)
  private static func readTrafficClass(_ form: UInt16, _ reader: inout ByteReader) throws(DecodeError) -> UInt32 {
    func first(_ byte: UInt8) -> UInt32 { UInt32(byte << 2 | byte >> 6) << 20 }
    switch form {
    case 0: return first(try reader.readUInt8("traffic_class")) | UInt32(try reader.readUInt24("flow_label") & 0xfffff)
    case 1:
      let bits = try reader.readUInt24("flow_label")
      return UInt32(bits >> 22) << 20 | UInt32(bits & 0xfffff)
    case 2: return first(try reader.readUInt8("traffic_class"))
    default: return 0
    }
  }
}

// MARK: Addresses (RFC 6282 §3.1.1, §3.2)

extension LowPANHeaders {
  @_lifetime(reader: copy reader)
  private mutating func readSource(
    _ mode: UInt16, _ context: UInt8, _ link: LinkAddress, _ reader: inout ByteReader
  ) throws(DecodeError) -> IPAddress {
    mode == 4
      ? IPAddress(high: 0, low: 0) : try readUnicast(mode, context, link, "source_address", &reader)
  }

  /// An address of the mode `stateful(1 bit) form(2 bits)`: its prefix is that of link-local addresses or that of a
  /// context, its identifier is there in full, in part, or is that of the link.
  @_lifetime(reader: copy reader)
  private mutating func readUnicast(
    _ mode: UInt16, _ context: UInt8, _ link: LinkAddress, _ field: StaticString, _ reader: inout ByteReader
  ) throws(DecodeError) -> IPAddress {
    if mode == 0 { return try reader.readIPv6Address(field) }
    guard mode != 4 else { throw reader.error(field, .invalid("has a reserved form")) }
    let prefix = mode & 4 == 0 ? IPAddress.linkLocalPrefix : resolve(context)
    switch mode & 3 {
    case 1: return IPAddress(high: prefix, low: try reader.readUInt64(field))
    case 2:
      let short = LinkAddress.short(try reader.readUInt16(field))
      return IPAddress(high: prefix, low: short.interfaceIdentifier ?? 0)
    default:
      guard let identifier = link.interfaceIdentifier else {
        throw reader.error(field, .invalid("is that of a link header that has none"))
      }
      return IPAddress(high: prefix, low: identifier)
    }
  }

  /// A multicast address of the mode `stateful(1 bit) form(2 bits)`.
  @_lifetime(reader: copy reader)
  private mutating func readMulticast(
    _ mode: UInt16, _ context: UInt8, _ reader: inout ByteReader
  ) throws(DecodeError) -> IPAddress {
    let field: StaticString = "destination_address"
    switch mode {
    case 0: return try reader.readIPv6Address(field)
    case 1:
      let high = 0xff00 | UInt64(try reader.readUInt8(field))
      let group = UInt64(try reader.readUInt8(field)) << 32 | UInt64(try reader.readUInt32(field))
      return IPAddress(high: high << 48, low: group)
    case 2:
      let high = 0xff00 | UInt64(try reader.readUInt8(field))
      return IPAddress(high: high << 48, low: UInt64(try reader.readUInt24(field)))
    case 3: return IPAddress(high: 0xff02 << 48, low: UInt64(try reader.readUInt8(field)))
    case 4:
      // RFC 3306 §4: the prefix of the network is between the scope and the group.
      let high = 0xff << 24 | UInt64(try reader.readUInt8(field)) << 16 | UInt64(try reader.readUInt8(field)) << 8
      let prefix = resolve(context)
      return IPAddress(high: high << 32 | prefix >> 32, low: prefix << 32 | UInt64(try reader.readUInt32(field)))
    default: throw reader.error(field, .invalid("has a reserved form"))
    }
  }

  /// What stands for the prefix of a context.
  private mutating func resolve(_ context: UInt8) -> UInt64 {
    contexts |= 1 << context
    return IPAddress.prefix(ofContext: context)
  }
}
