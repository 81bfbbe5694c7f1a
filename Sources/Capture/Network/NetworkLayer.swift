import Bytes

extension PacketDecoder {
  /// An IPv4 packet at the reader.
  @inline(__always)
  mutating func receiveIPv4(
    _ reader: ByteReader, _ context: PacketContext, _ handler: any DatagramHandler
  ) throws(DecodeError) {
    var reader = reader.renamed(IPv4Header.structure)
    let header = try IPv4Header(decoding: &reader)
    noteSender(header.source, context, handler)
    guard header.totalLength >= header.headerLength || header.totalLength == 0 else {
      throw reader.error("total_length", .outOfRange(header.totalLength, allowed: header.headerLength...65535))
    }
    // Without a length, all that is on the link is taken, since the card that would have stated it had not yet.
    let length =
      header.totalLength == 0 ? reader.remaining + context.missing : header.totalLength - header.headerLength
    try limit(&reader, to: length, "total_length", context, handler)
    if header.protocolNumber == .authentication, !header.isFragment {
      return try receiveAuthenticated(header, reader, length: length, context, handler)
    }
    let payload = IPPayload(
      source: header.source, destination: header.destination, hopLimit: header.timeToLive,
      identification: UInt32(header.identification), protocolNumber: header.protocolNumber, length: length,
      reader: reader)
    if header.isFragment {
      let fragment = ExtensionHeaders.Fragment(
        identification: UInt32(header.identification), offset: header.fragmentOffset,
        moreFragments: header.moreFragments)
      try receive(fragment, of: payload, context, handler)
    } else {
      receive(payload, context, handler)
    }
  }

  /// An IPv4 packet with an authentication header (RFC 4302 §3.1.1), which in IPv6 is one of the extension headers.
  private mutating func receiveAuthenticated(
    _ header: IPv4Header, _ reader: ByteReader, length: Int, _ context: PacketContext, _ handler: any DatagramHandler
  ) throws(DecodeError) {
    var reader = reader
    let start = reader.offset
    let next = try ExtensionHeaders(startingWith: .authentication, decoding: &reader).nextHeader
    let payload = IPPayload(
      source: header.source, destination: header.destination, hopLimit: header.timeToLive,
      identification: UInt32(header.identification), protocolNumber: next, length: length - (reader.offset - start),
      reader: reader)
    receive(payload, context, handler)
  }

  /// An IPv6 packet at the reader.
  mutating func receiveIPv6(
    _ reader: ByteReader, _ context: PacketContext, _ handler: any DatagramHandler
  ) throws(DecodeError) {
    var reader = reader.renamed(IPv6Header.structure)
    let header = try IPv6Header(decoding: &reader)
    noteSender(header.source, context, handler)
    // A jumbo payload option (RFC 2675) states a length of 0; so does a card that is to segment the packet.
    let length = header.payloadLength == 0 ? reader.remaining + context.missing : header.payloadLength
    try limit(&reader, to: length, "payload_length", context, handler)
    let packet = IPPayload(
      source: header.source, destination: header.destination, hopLimit: header.hopLimit, identification: nil,
      protocolNumber: header.nextHeader, length: length, reader: reader)
    try receiveExtended(packet, context, handler)
  }

  /// The extension headers of an IPv6 packet, whole or put together, and what follows them.
  mutating func receiveExtended(
    _ packet: borrowing IPPayload, _ context: PacketContext, _ handler: any DatagramHandler
  ) throws(DecodeError) {
    var reader = packet.reader
    let start = reader.offset
    let headers = try ExtensionHeaders(startingWith: packet.protocolNumber, decoding: &reader)
    let payload = IPPayload(
      source: packet.source, destination: packet.destination, hopLimit: packet.hopLimit,
      identification: headers.fragment?.identification ?? packet.identification, protocolNumber: headers.nextHeader,
      length: packet.length - (reader.offset - start), reader: reader)
    if let fragment = headers.fragment, !fragment.isWhole {
      try receive(fragment, of: payload, context, handler)
    } else {
      receive(payload, context, handler)
    }
  }

  /// Cuts what the link added after a packet of `length` bytes; reports a packet that is longer than its frame.
  @inline(__always)
  private mutating func limit(
    _ reader: inout ByteReader, to length: Int, _ field: StaticString, _ context: PacketContext,
    _ handler: any DatagramHandler
  ) throws(DecodeError) {
    if length < reader.remaining {
      reader = try reader.readReader(length, field)
    } else if length > reader.remaining + context.missing {
      counters.malformedPackets &+= 1
      let error = reader.error(field, .needs(length, has: reader.remaining + context.missing))
      handler.receive(.lengthMismatch(.network, error), at: context.stamp)
    }
  }
}
