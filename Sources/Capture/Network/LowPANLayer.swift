import Bytes

// IPv6 over IEEE 802.15.4: 6LoWPAN (RFC 4944, RFC 6282), as in Thread and RPL networks.
//
//     MAC header → mesh header → fragments held → LOWPAN_IPHC → IPv6 packet

extension PacketDecoder {
  /// An IEEE 802.15.4 frame that ends in a check sequence of so many bytes.
  @inline(never)
  mutating func receiveIEEE802154(
    _ reader: ByteReader, checkSequenceLength: Int, _ context: PacketContext, _ handler: any DatagramHandler
  ) throws(DecodeError) {
    var reader = reader
    let header = try IEEE802154Header(decoding: &reader)
    switch header.payload {
    case .nothing: counters.otherPackets &+= 1
    case .encrypted: counters.encryptedFrames &+= 1
    case .data:
      // What is missing is missing from the frame's end, where the check sequence is.
      let trailer = checkSequenceLength + header.integrityCodeLength
      let captured = max(0, trailer - context.missing)
      guard captured <= reader.remaining else { throw reader.error("fcs", .needs(captured, has: reader.remaining)) }
      let payload = try reader.readReader(reader.remaining - captured, "payload").renamed(LowPANFrame.structure)
      let inner = PacketContext(stamp: context.stamp, missing: max(0, context.missing - trailer))
      do throws(DecodeError) {
        try receiveLowPAN(payload, in: header, inner, handler)
      } catch {
        report(error, in: .network, inner, handler)
      }
    }
  }

  /// What a frame carries, if it is 6LoWPAN.
  private mutating func receiveLowPAN(
    _ reader: ByteReader, in header: IEEE802154Header, _ context: PacketContext, _ handler: any DatagramHandler
  ) throws(DecodeError) {
    var reader = reader
    let frame = try LowPANFrame(decoding: &reader, in: header)
    guard let fragment = frame.fragment else {
      guard let packet = try decompress(reader, of: frame, context, handler) else {
        return counters.otherPackets &+= 1
      }
      return try receiveIPv6(ByteReader(packet.span.bytes, as: IPv6Header.structure), context, handler)
    }
    counters.ipFragments &+= 1
    for loss in lowPANFragments.removeOld(at: context.stamp.nanoseconds) { report(loss, context.stamp, handler) }
    guard fragment.offset == 0 else {
      return try insert(fragment, reader, length: reader.remaining + context.missing, of: frame, context, handler)
    }
    guard let packet = try decompress(reader, of: frame, context, handler) else { return counters.otherPackets &+= 1 }
    let start = ByteReader(packet.span.bytes, as: IPv6Header.structure)
    guard context.isTruncated else {
      return try insert(fragment, start, length: packet.count, of: frame, context, handler)
    }
    // The packet can never be whole, but its beginning says what it was.
    lowPANFragments.markDelivered(
      part(fragment, of: frame, length: 0), of: payload(start, length: packet.count, of: frame, fragment),
      at: context.stamp.nanoseconds)
    let rest = PacketContext(stamp: context.stamp, missing: max(0, fragment.size - packet.count))
    try receiveIPv6(start, rest, handler)
  }

  /// The IPv6 packet at the reader, or the beginning of one that a first fragment has; nil if it is something else, or is
  /// compressed in a way that is not known.
  private mutating func decompress(
    _ reader: ByteReader, of frame: LowPANFrame, _ context: PacketContext, _ handler: any DatagramHandler
  ) throws(DecodeError) -> [UInt8]? {
    var reader = reader
    switch reader.unread.byte(at: 0) {
    case nil where context.isTruncated: throw reader.error("dispatch", .needs(1, has: 0))
    case 0x41?:
      _ = try reader.readUInt8("dispatch")
      return reader.readRemaining()
    case let first? where first & 0xe0 == 0x60:
      reader = reader.renamed(LowPANHeaders.structure)
      guard var headers = try LowPANHeaders(decoding: &reader, from: frame.source, to: frame.destination) else {
        return nil
      }
      noteContexts(headers.contexts, context, handler)
      let length = frame.fragment?.size ?? headers.bytes.count + reader.remaining + context.missing
      guard headers.bytes.count <= length else {
        throw reader.error(
          "datagram_size", .outOfRange(length, allowed: headers.bytes.count...max(headers.bytes.count, 0x7ff)))
      }
      return headers.packet(with: reader.unread, length: length)
    default: return nil
    }
  }

  /// Reports the contexts among `contexts` that have not been reported: once is enough.
  private mutating func noteContexts(_ contexts: UInt16, _ context: PacketContext, _ handler: any DatagramHandler) {
    let new = contexts & ~reportedContexts
    guard new != 0 else { return }
    reportedContexts |= new
    for number in UInt8(0)..<16 where new & 1 << number != 0 {
      handler.receive(.unknownContext(number), at: context.stamp)
    }
  }
}

// MARK: Fragments (RFC 4944 §5.3)

extension PacketDecoder {
  /// Holds a part of an IPv6 packet, of which the frame had `length` bytes, and passes the packet on when it is whole.
  private mutating func insert(
    _ fragment: LowPANFrame.Fragment, _ reader: ByteReader, length: Int, of frame: LowPANFrame,
    _ context: PacketContext, _ handler: any DatagramHandler
  ) throws(DecodeError) {
    let end = fragment.offset + length
    guard end <= fragment.size else {
      throw reader.error("datagram_size", .outOfRange(fragment.size, allowed: end...max(end, 0x7ff)))
    }
    guard end == fragment.size || length.isMultiple(of: 8) else {
      throw reader.error("datagram_offset", .notMultiple(length, of: 8))
    }
    var conflicts = false
    let packet = payload(reader, length: length, of: frame, fragment)
    let outcome = lowPANFragments.insert(
      part(fragment, of: frame, length: length), of: packet, at: context.stamp.nanoseconds, conflicts: &conflicts)
    switch outcome {
    case .held: break
    case .lost(let loss): report(loss, context.stamp, handler)
    case .complete(let bytes, _):
      counters.reassembledDatagrams &+= 1
      try receiveIPv6(
        ByteReader(bytes.span.bytes, as: IPv6Header.structure), PacketContext(stamp: context.stamp, missing: 0), handler
      )
    }
  }

  /// A fragment in the terms of the table: packets are told apart by their size and tag.
  private func part(
    _ fragment: LowPANFrame.Fragment, of frame: LowPANFrame, length: Int
  ) -> ExtensionHeaders.Fragment {
    ExtensionHeaders.Fragment(
      identification: UInt32(fragment.size) << 16 | UInt32(fragment.tag), offset: fragment.offset,
      moreFragments: fragment.offset + length < fragment.size)
  }

  /// What a fragment carries: between the link-local addresses of the ends of the link, which tell packets apart and are
  /// what a report of a loss can name.
  @_lifetime(copy reader)
  private func payload(
    _ reader: ByteReader, length: Int, of frame: LowPANFrame, _ fragment: LowPANFrame.Fragment
  ) -> IPPayload {
    IPPayload(
      source: frame.source.linkLocal, destination: frame.destination.linkLocal, hopLimit: 0,
      identification: UInt32(fragment.tag), protocolNumber: .ipv6, length: length, reader: reader)
  }
}
