import Bytes

extension PacketDecoder {
  /// A fragment of an IP packet.
  @inline(never)
  mutating func receive(
    _ fragment: ExtensionHeaders.Fragment, of packet: borrowing IPPayload, _ context: PacketContext,
    _ handler: any DatagramHandler
  ) throws(DecodeError) {
    counters.ipFragments &+= 1
    let time = context.stamp.nanoseconds
    guard !fragment.moreFragments || packet.length.isMultiple(of: 8) else {
      throw packet.reader.error("fragment_offset", .notMultiple(packet.length, of: 8))
    }
    for loss in fragments.removeOld(at: time) { report(loss, context.stamp, handler) }
    if packet.isTruncated, fragment.offset == 0 {
      // The packet can never be whole, but its beginning says what it was. How long the whole is only the last fragment
      // tells, so any length that the UDP header states is taken.
      fragments.markDelivered(fragment, of: packet, at: time)
      let beginning = IPPayload(
        source: packet.source, destination: packet.destination, hopLimit: packet.hopLimit,
        identification: fragment.identification, protocolNumber: packet.protocolNumber,
        length: FragmentTable.maximumLength, reader: packet.reader)
      try receiveReassembled(
        beginning, PacketContext(stamp: context.stamp, missing: context.missing, isReassembled: true), handler)
    } else {
      try insert(fragment, of: packet, context, handler)
    }
  }

  private mutating func insert(
    _ fragment: ExtensionHeaders.Fragment, of packet: borrowing IPPayload, _ context: PacketContext,
    _ handler: any DatagramHandler
  ) throws(DecodeError) {
    var conflicts = false
    let outcome = fragments.insert(fragment, of: packet, at: context.stamp.nanoseconds, conflicts: &conflicts)
    if conflicts {
      let problem = NetworkProblem.conflictingFragments(
        source: packet.source, destination: packet.destination, identification: fragment.identification)
      handler.receive(problem, at: context.stamp)
    }
    switch outcome {
    case .held: break
    case .lost(let loss): report(loss, context.stamp, handler)
    case .complete(let bytes, let protocolNumber):
      counters.reassembledDatagrams &+= 1
      let whole = IPPayload(
        source: packet.source, destination: packet.destination, hopLimit: packet.hopLimit,
        identification: fragment.identification, protocolNumber: protocolNumber, length: bytes.count,
        reader: ByteReader(bytes.span.bytes, as: "reassembled IP payload"))
      try receiveReassembled(whole, PacketContext(stamp: context.stamp, missing: 0, isReassembled: true), handler)
    }
  }

  /// A payload whose fragment header has been read: of IPv6, more extension headers may follow.
  ///
  /// A fragment inside is not looked for, since RFC 8200 has one fragment header a packet; else fragments nested in
  /// fragments would make this recursive.
  private mutating func receiveReassembled(
    _ packet: borrowing IPPayload, _ context: PacketContext, _ handler: any DatagramHandler
  ) throws(DecodeError) {
    guard packet.source.isIPv6, packet.protocolNumber.isExtensionHeader else {
      return receive(packet, context, handler)
    }
    var reader = packet.reader
    let start = reader.offset
    let headers = try ExtensionHeaders(startingWith: packet.protocolNumber, decoding: &reader)
    guard headers.fragment.map(\.isWhole) ?? true else {
      throw reader.error("next_header", .invalid("is a fragment header in a fragment"))
    }
    let payload = IPPayload(
      source: packet.source, destination: packet.destination, hopLimit: packet.hopLimit,
      identification: packet.identification, protocolNumber: headers.nextHeader,
      length: packet.length - (reader.offset - start), reader: reader)
    receive(payload, context, handler)
  }
}
