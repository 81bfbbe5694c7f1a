import Bytes

/// Takes frames apart down to UDP datagrams and ICMP errors, and puts fragmented packets together.
///
///     link header → IPv4 or IPv6 (→ fragments held) → UDP datagram (→ datagram inside it) or ICMP error
///
/// What it cannot decode it reports, and goes on with the next packet.
package struct PacketDecoder {
  /// How many of everything have been seen.
  package var counters = Counters()
  /// Fragments whose packets are not whole yet.
  var fragments = FragmentTable()
  /// Hosts that `handler` was told of just now.
  var sightings = RecentSightings()
  /// The same of 6LoWPAN: an IP packet out of them may be a fragment itself.
  var lowPANFragments = FragmentTable()
  /// Which peers the channels of TURN lead to.
  var channels = ChannelTable()
  /// IP protocols and link types that have been reported as not looked into: once is enough.
  var reportedProtocols: Set<UInt8> = []
  var reportedLinkTypes: Set<UInt16> = []
  /// The contexts of 6LoWPAN that have been reported as unknown, a bit each.
  var reportedContexts: UInt16 = 0

  /// A decoder that has seen nothing.
  package init() {}

  /// Decodes one frame and gives `handler` what is in it.
  package mutating func decode(_ frame: borrowing Frame, at stamp: PacketStamp, to handler: any DatagramHandler) {
    counters.packets &+= 1
    if frame.isTruncated { counters.truncatedPackets &+= 1 }
    guard let header = frame.linkType.header else {
      counters.otherPackets &+= 1
      if reportedLinkTypes.insert(frame.linkType.rawValue).inserted {
        handler.receive(.unsupportedLinkType(frame.linkType), at: stamp)
      }
      return
    }
    let context = PacketContext(stamp: stamp, missing: max(0, frame.originalLength - frame.bytes.byteCount))
    var reader = ByteReader(frame.bytes, as: header.structure)
    do {
      switch try header.read(&reader) {
      case .packet(let type): receive(type, reader, context, handler)
      case .rawIP: receive(EtherType.ofRawIP(reader), reader, context, handler)
      case .ieee802154(let length): try receiveIEEE802154(reader, checkSequenceLength: length, context, handler)
      case .aggregate: try receiveAggregate(reader, context, handler)
      case .encrypted: counters.encryptedFrames &+= 1
      case .nothing: counters.otherPackets &+= 1
      }
    } catch {
      report(error, in: .link, context, handler)
    }
  }

  /// Reports the packets that are still missing fragments, at the end of a capture.
  package mutating func finish(at stamp: PacketStamp, to handler: any DatagramHandler) {
    for loss in fragments.removeAll() + lowPANFragments.removeAll() { report(loss, stamp, handler) }
  }

  /// The subframes of an 802.11 A-MSDU. What is too short for a header is a frame check sequence or padding.
  private mutating func receiveAggregate(
    _ reader: ByteReader, _ context: PacketContext, _ handler: any DatagramHandler
  ) throws(DecodeError) {
    var reader = reader
    while reader.remaining >= IEEE80211.subframeHeaderLength {
      var subframe = try IEEE80211.readSubframe(&reader)
      let type = try LLC.readHeader(&subframe)
      receive(type, subframe, context, handler)
    }
  }

  /// What follows a link header.
  private mutating func receive(
    _ type: EtherType, _ reader: ByteReader, _ context: PacketContext, _ handler: any DatagramHandler
  ) {
    do {
      switch type {
      case .ipv4: try receiveIPv4(reader, context, handler)
      case .ipv6: try receiveIPv6(reader, context, handler)
      case .arp: try receiveARP(reader, context, handler)
      default: counters.otherPackets &+= 1
      }
    } catch {
      report(error, in: .network, context, handler)
    }
  }

  /// Who asks for whom on the link, and who answers.
  private mutating func receiveARP(
    _ reader: ByteReader, _ context: PacketContext, _ handler: any DatagramHandler
  ) throws(DecodeError) {
    counters.otherPackets &+= 1
    guard let message = try ARP(decoding: reader) else { return }
    if !message.sender.isUnspecified { noteSender(message.sender, context, handler) }
    if message.isRequest { noteRequest(for: message.target, from: message.sender, context, handler) }
  }

  /// Tells of a host that is asked for: not of one that asks for its own address, to announce it (RFC 5227 §3), nor of
  /// one that asks before it takes an address (RFC 5227 §1.1, RFC 4862 §5.4.2), which nobody is to answer.
  func noteRequest(
    for target: IPAddress, from sender: IPAddress, _ context: PacketContext, _ handler: any DatagramHandler
  ) {
    guard target != sender, !sender.isUnspecified else { return }
    handler.receive(HostSighting(target, .wanted), at: context.stamp)
  }

  /// Tells of the sender of a packet, unless that was just done.
  @inline(__always)
  mutating func noteSender(_ address: IPAddress, _ context: PacketContext, _ handler: any DatagramHandler) {
    if sightings.isNews(address, at: context.stamp.nanoseconds) {
      handler.receive(HostSighting(address, .sent), at: context.stamp)
    }
  }

  /// Reports a header that could not be decoded.
  mutating func report(
    _ error: DecodeError, in layer: NetworkProblem.Layer, _ context: PacketContext, _ handler: any DatagramHandler
  ) {
    if context.isTruncated, case .needs = error.reason {
      handler.receive(.cutHeader(layer, error), at: context.stamp)
    } else {
      counters.malformedPackets &+= 1
      handler.receive(.malformed(layer, error), at: context.stamp)
    }
  }

  /// Reports a set of fragments that was given up.
  mutating func report(_ loss: FragmentTable.Loss, _ stamp: PacketStamp, _ handler: any DatagramHandler) {
    counters.droppedFragmentSets &+= 1
    handler.receive(
      .droppedFragments(
        loss.reason, source: loss.key.source, destination: loss.key.destination,
        identification: loss.key.identification, fragments: loss.fragments, bytes: loss.bytes), at: stamp)
  }
}

/// What the layers below the link header need to know of the packet they are in.
struct PacketContext {
  /// Which packet it is.
  let stamp: PacketStamp
  /// Number of bytes at the packet's end that the capture does not hold.
  let missing: Int
  /// Whether it is the last of the fragments that a payload was put together from.
  var isReassembled = false

  /// Whether the capture's snapshot length cut the packet.
  var isTruncated: Bool { missing > 0 }
}
