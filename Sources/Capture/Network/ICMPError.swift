import Bytes

/// An ICMP error about a UDP datagram (RFC 792, RFC 4443), which quotes the datagram's beginning.
///
///     type(1) code(1) checksum(2) rest_of_header(4) quoted IP packet
package struct ICMPError: ~Escapable {
  /// The host or router that reports.
  package let reporter: IPAddress
  /// Whom it reports to: the sender of the quoted datagram.
  package let receiver: IPAddress
  /// Whether it is ICMPv6, whose types are others than those of ICMP for IPv4.
  package let isIPv6: Bool
  /// What kind of error.
  package let type: UInt8
  /// What error of the kind.
  package let code: UInt8
  /// The largest packet in bytes that the next hop takes, if it is said (RFC 1191 §4, RFC 4443 §3.2).
  package let nextHopMTU: Int?
  /// Who sent the quoted datagram.
  package let quotedSource: Endpoint
  /// Whom the quoted datagram was for.
  package let quotedDestination: Endpoint
  /// The part of the quoted datagram's payload that is there; often nothing.
  package let quotedPayload: RawSpan

  /// An error with a borrowed quote.
  @_lifetime(copy quotedPayload)
  package init(
    reporter: IPAddress, receiver: IPAddress, isIPv6: Bool, type: UInt8, code: UInt8, nextHopMTU: Int?,
    quotedSource: Endpoint, quotedDestination: Endpoint, quotedPayload: RawSpan
  ) {
    self.reporter = reporter
    self.receiver = receiver
    self.isIPv6 = isIPv6
    self.type = type
    self.code = code
    self.nextHopMTU = nextHopMTU
    self.quotedSource = quotedSource
    self.quotedDestination = quotedDestination
    self.quotedPayload = quotedPayload
  }
}

extension ICMPError {
  /// Decodes `packet`; nil if it is no error, or none about a UDP datagram whose ports it quotes.
  @_lifetime(copy packet)
  init?(_ packet: borrowing IPPayload) throws(DecodeError) {
    isIPv6 = packet.source.isIPv6
    reporter = packet.source
    receiver = packet.destination
    var reader = packet.reader.renamed("ICMP")
    type = try reader.readUInt8("type")
    code = try reader.readUInt8("code")
    guard isIPv6 ? (1...4).contains(type) : [3, 4, 5, 11, 12].contains(type) else { return nil }
    _ = try reader.readUInt16("checksum")
    let rest = try reader.readUInt32("rest_of_header")
    nextHopMTU =
      switch (isIPv6, type, code) {
      case (true, 2, _): Int(rest)
      // Routers older than RFC 1191 leave it 0.
      case (false, 3, 4): rest & 0xffff == 0 ? nil : Int(rest & 0xffff)
      default: nil
      }
    guard let quote = try Quote(decoding: reader, isIPv6: isIPv6) else { return nil }
    quotedSource = quote.source
    quotedDestination = quote.destination
    quotedPayload = quote.payload
  }

  /// The beginning of the datagram that an error is about.
  private struct Quote: ~Escapable {
    let source: Endpoint
    let destination: Endpoint
    let payload: RawSpan

    /// Decodes the quoted packet at `reader`; nil if it has no UDP header. Its lengths are not held against it: the
    /// quote is cut, and some hosts change the lengths before they quote.
    @_lifetime(copy reader)
    init?(decoding reader: ByteReader, isIPv6: Bool) throws(DecodeError) {
      var reader = reader.renamed("ICMP quote")
      let addresses: (source: IPAddress, destination: IPAddress)
      if isIPv6 {
        let header = try IPv6Header(decoding: &reader)
        let headers = try ExtensionHeaders(startingWith: header.nextHeader, decoding: &reader)
        guard headers.nextHeader == .udp, (headers.fragment?.offset ?? 0) == 0 else { return nil }
        addresses = (header.source, header.destination)
      } else {
        let header = try IPv4Header(decoding: &reader)
        guard header.protocolNumber == .udp, header.fragmentOffset == 0 else { return nil }
        addresses = (header.source, header.destination)
      }
      let udp = try UDPHeader(decoding: &reader)
      source = Endpoint(address: addresses.source, port: udp.sourcePort)
      destination = Endpoint(address: addresses.destination, port: udp.destinationPort)
      // What follows the datagram is padding or an extension of the error (RFC 4884).
      payload = reader.unread.extracting(first: max(0, udp.length - UDPHeader.size))
    }
  }
}
