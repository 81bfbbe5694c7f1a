import Bytes

/// The headers that may come before the dispatch of an IPv6 packet in a 6LoWPAN frame (RFC 4944 §5).
struct LowPANFrame {
  static let structure: StaticString = "LOWPAN"

  /// A fragment header (RFC 4944 §5.3).
  struct Fragment {
    /// Length of the whole IPv6 packet in bytes, before compression.
    var size: Int
    /// Equal in all fragments of a packet.
    var tag: UInt16
    /// Where in the packet this fragment belongs, in bytes.
    var offset: Int
  }

  /// Who sent the packet into the mesh, or the frame over this hop.
  var source: LinkAddress
  /// For whom in the mesh the packet is, or the frame on this hop.
  var destination: LinkAddress
  /// Which part of a packet follows; nil if the whole does.
  var fragment: Fragment?
}

extension LowPANFrame {
  /// Reads the headers of a frame, so that the reader stands at a dispatch, or within a packet after another fragment
  /// header than the first.
  ///
  ///     mesh:      0b10(2 bits) v(1 bit) f(1 bit) hops_left(4 bits) [deep_hops_left(1)] originator(2, 8) final(2, 8)
  ///     broadcast: 0b01010000(8 bits) sequence_number(1)
  ///     fragment:  0b11000 or 0b11100(5 bits) datagram_size(11 bits) datagram_tag(2) [datagram_offset(1)]
  @_lifetime(reader: copy reader)
  init(decoding reader: inout ByteReader, in header: IEEE802154Header) throws(DecodeError) {
    (source, destination) = (header.source, header.destination)
    if let first = reader.unread.byte(at: 0), first & 0xc0 == 0x80 {
      let bits = try reader.readUInt8("mesh")
      if bits & 0xf == 0xf { _ = try reader.readUInt8("deep_hops_left") }
      source = try Self.readAddress(isShort: bits & 0x20 != 0, "originator_address", &reader)
      destination = try Self.readAddress(isShort: bits & 0x10 != 0, "final_address", &reader)
    }
    if reader.unread.byte(at: 0) == 0x50 { _ = try reader.readUInt16("broadcast") }
    guard let first = reader.unread.byte(at: 0), first & 0xd8 == 0xc0 else { return }
    let size = Int(try reader.readUInt16("datagram_size") & 0x7ff)
    let tag = try reader.readUInt16("datagram_tag")
    let offset = first & 0x20 == 0 ? 0 : Int(try reader.readUInt8("datagram_offset")) * 8
    fragment = Fragment(size: size, tag: tag, offset: offset)
  }

  @_lifetime(reader: copy reader)
  private static func readAddress(
    isShort: Bool, _ field: StaticString, _ reader: inout ByteReader
  ) throws(DecodeError) -> LinkAddress {
    isShort ? .short(try reader.readUInt16(field)) : .extended(try reader.readUInt64(field))
  }
}
