import Bytes

extension PacketDecoder {
  /// The payload of an IP packet.
  @inline(__always)
  mutating func receive(
    _ packet: borrowing IPPayload, _ context: PacketContext, _ handler: any DatagramHandler
  ) {
    do {
      if packet.protocolNumber == .udp {
        try receiveUDP(packet, context, handler)
      } else {
        try receiveOther(packet, context, handler)
      }
    } catch {
      report(error, in: .transport, context, handler)
    }
  }

  /// A UDP datagram.
  @inline(__always)
  private mutating func receiveUDP(
    _ packet: borrowing IPPayload, _ context: PacketContext, _ handler: any DatagramHandler
  ) throws(DecodeError) {
    var reader = packet.reader.renamed(UDPHeader.structure)
    let bytes = reader.unread
    let header = try UDPHeader(decoding: &reader)
    let length = header.length == 0 && packet.source.isIPv6 ? packet.length : header.length
    // A host throws away what states a wrong length, so it must not be shown as received.
    guard length >= UDPHeader.size, length <= packet.length else {
      throw reader.error(
        "length", .outOfRange(length, allowed: UDPHeader.size...max(UDPHeader.size, packet.length)))
    }
    let whole = bytes.extracting(first: length)
    let checksum: Datagram.Checksum =
      if header.checksum == 0 {
        .zero
      } else if whole.byteCount < length {
        .unverifiable
      } else {
        Self.check(whole, from: packet.source, to: packet.destination)
      }
    counters.datagrams &+= 1
    if checksum == .zero { counters.zeroChecksums &+= 1 }
    if checksum == .badOrOffloaded { counters.badChecksums &+= 1 }
    let datagram = Datagram(
      source: Endpoint(address: packet.source, port: header.sourcePort),
      destination: Endpoint(address: packet.destination, port: header.destinationPort),
      payload: whole.extracting(droppingFirst: UDPHeader.size), length: length - UDPHeader.size,
      hopLimit: packet.hopLimit, identification: packet.identification, checksum: checksum,
      isReassembled: context.isReassembled)
    if Self.mayWrap(datagram.payload) {
      try receiveWrapped(datagram, context, handler)
    } else {
      handler.receive(datagram, at: context.stamp)
    }
  }

  /// What the checksum of a whole datagram says. The prefix of an address that the capture does not tell is a part of it.
  @inline(__always)
  private static func check(
    _ datagram: RawSpan, from source: IPAddress, to destination: IPAddress
  ) -> Datagram.Checksum {
    if isIntact(datagram, from: source, to: destination) { return .valid }
    return source.hasUnknownContext || destination.hasUnknownContext ? .unverifiable : .badOrOffloaded
  }

  /// Whether the checksum of a whole datagram with its pseudo header matches (RFC 768, RFC 8200 §8.1).
  @inline(__always)
  private static func isIntact(_ datagram: RawSpan, from source: IPAddress, to destination: IPAddress) -> Bool {
    var sum = InternetChecksum()
    sum.add(source)
    sum.add(destination)
    sum.add(UInt16(IPProtocol.udp.rawValue))
    sum.add(UInt16(truncatingIfNeeded: datagram.byteCount))
    sum.add(UInt16(truncatingIfNeeded: datagram.byteCount >> 16))
    sum.add(datagram)
    return sum.isIntact
  }

  /// What is not UDP: ICMP errors are delivered, the rest is counted.
  @inline(never)
  private mutating func receiveOther(
    _ packet: borrowing IPPayload, _ context: PacketContext, _ handler: any DatagramHandler
  ) throws(DecodeError) {
    switch packet.protocolNumber {
    case packet.source.isIPv6 ? IPProtocol.icmpV6 : .icmp:
      if let error = try ICMPError(packet) {
        counters.icmpErrors &+= 1
        handler.receive(error, at: context.stamp)
      } else {
        counters.otherPackets &+= 1
        if let request = try NeighborSolicitation(packet) {
          noteRequest(for: request.target, from: packet.source, context, handler)
        }
      }
    case .tcp:
      var reader = packet.reader.renamed("TCP")
      let source = try reader.readUInt16("source_port")
      let destination = try reader.readUInt16("destination_port")
      // The ports of coap+tcp and coaps+tcp (RFC 8323 §8).
      let isCoAP = (5683...5684).contains(source) || (5683...5684).contains(destination)
      if isCoAP { counters.tcpToCoAPPorts &+= 1 } else { counters.otherPackets &+= 1 }
    default:
      counters.otherPackets &+= 1
      let number = packet.protocolNumber
      if !number.isExpected, reportedProtocols.insert(number.rawValue).inserted {
        handler.receive(.unsupportedProtocol(number.rawValue), at: context.stamp)
      }
    }
  }
}
