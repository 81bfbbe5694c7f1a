import Bytes

// Datagrams inside UDP datagrams: between a TURN client and its server (RFC 8656), and behind CAPWAP's preamble (RFC 5415).
// One layer is taken off, so that nothing nested makes work without end.

extension PacketDecoder {
  /// Whether the first byte is that of STUN, of CAPWAP or of a channel of TURN (RFC 7983 §7). No DTLS record has it; of CoAP
  /// it is that of confirmable messages.
  @inline(__always)
  static func mayWrap(_ payload: RawSpan) -> Bool {
    guard let first = payload.byte(at: 0) else { return false }
    return first < 2 || first & 0xf0 == 0x40
  }

  /// Delivers what is in a datagram, or the datagram itself if nothing is.
  @inline(never)
  mutating func receiveWrapped(
    _ datagram: borrowing Datagram, _ context: PacketContext, _ handler: any DatagramHandler
  ) throws(DecodeError) {
    var reader = ByteReader(datagram.payload, as: "UDP")
    let first = try reader.readUInt8("data")
    if first >= 0x40 {
      receiveChannelData(datagram, context, handler)
    } else if first == 1, CAPWAP.isPort(datagram.source.port) || CAPWAP.isPort(datagram.destination.port) {
      counters.capwapDatagrams &+= 1
      let inner = datagram.payload.extracting(droppingFirst: CAPWAP.dtlsHeaderLength)
      handler.receive(
        datagram.containing(
          inner, length: max(0, datagram.length - CAPWAP.dtlsHeaderLength), from: datagram.source,
          to: datagram.destination),
        at: context.stamp)
    } else if first == 0, let type = STUNMessage.type(of: datagram.payload) {
      try receiveSTUN(type, datagram, context, handler)
    } else {
      handler.receive(datagram, at: context.stamp)
    }
  }

  /// A STUN message, which may be one of TURN.
  private mutating func receiveSTUN(
    _ type: STUNMessageType, _ datagram: borrowing Datagram, _ context: PacketContext, _ handler: any DatagramHandler
  ) throws(DecodeError) {
    let isReceived = type == .dataIndication
    let (client, server) =
      isReceived ? (datagram.destination, datagram.source) : (datagram.source, datagram.destination)
    switch type {
    case .allocateRequest, .refreshRequest, .createPermissionRequest: channels.note(client: client, server: server)
    case .channelBindRequest:
      channels.note(client: client, server: server)
      let message = try STUNMessage(datagram.payload)
      if let number = message.channel, let peer = message.peer {
        channels.bind(number, to: peer, client: client, server: server)
      }
    case .sendIndication, .dataIndication:
      channels.note(client: client, server: server)
      let message = try STUNMessage(datagram.payload)
      // A Data indication may have an ICMP error instead of data (RFC 8656 §18.13).
      guard let peer = message.peer, let length = message.dataLength else { break }
      counters.turnDatagrams &+= 1
      let inner = datagram.containing(
        message.data, length: length, from: isReceived ? peer : client, to: isReceived ? client : peer)
      return handler.receive(inner, at: context.stamp)
    default: break
    }
    handler.receive(datagram, at: context.stamp)
  }

  /// What may be ChannelData (RFC 8656 §12.4); a datagram that is not is delivered as it is.
  ///
  ///     channel_number(2) length(2) application_data, which may be padded to a multiple of 4
  private mutating func receiveChannelData(
    _ datagram: borrowing Datagram, _ context: PacketContext, _ handler: any DatagramHandler
  ) {
    var reader = ByteReader(datagram.payload, as: "ChannelData")
    guard let number = try? reader.readUInt16("channel_number"), let length = try? reader.readUInt16("length"),
      (4 + Int(length)...4 + (Int(length) + 3) / 4 * 4).contains(datagram.length),
      let (client, peer) = channels.ends(of: number, datagram.source, datagram.destination)
    else { return handler.receive(datagram, at: context.stamp) }
    counters.turnDatagrams &+= 1
    let isSent = client == datagram.source
    handler.receive(
      datagram.containing(
        reader.unread.extracting(first: Int(length)), length: Int(length), from: isSent ? client : peer,
        to: isSent ? peer : client),
      at: context.stamp)
  }
}

/// The Control And Provisioning of Wireless Access Points protocol.
enum CAPWAP {
  /// Length in bytes of the DTLS header (RFC 5415 §4.2): a preamble of version 0 and type 1, and three reserved bytes. Behind
  /// the preamble 0 is what is sent without DTLS.
  static let dtlsHeaderLength = 4

  /// Whether it is IANA's port of CAPWAP's control (5246) or data (5247).
  static func isPort(_ port: UInt16) -> Bool { port == 5246 || port == 5247 }
}
