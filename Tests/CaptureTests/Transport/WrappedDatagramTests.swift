import Bytes
import TestSupport
import Testing

@testable import Capture

/// Datagrams inside those of TURN and CAPWAP.
@Suite struct WrappedDatagramTests {
  static let client = "192.0.2.1:40000"
  static let server = "192.0.2.2:3478"
  static let transaction = hex("0102030405060708090a0b0c")
  /// XOR-PEER-ADDRESS of 203.0.113.20:5684 and of [2001:db8::20]:5684.
  static let peer4 = hex("0012 0008 0001 3726 ea12d556")
  static let peer6 = hex("0012 0014 0002 3726 0113a9fa 01020304 05060708 090a0b2c")
  static let data = hex("0013 0003 616263 00")

  /// A STUN message of so many attributes.
  private static func stun(_ type: Int, _ attributes: [UInt8]...) -> [UInt8] {
    let body = attributes.flatMap { $0 }
    return Packets.bytes16(type) + Packets.bytes16(body.count) + hex("2112a442") + transaction + body
  }

  /// From the client to the server, or back.
  private static func packet(_ payload: [UInt8], back: Bool = false, port: Int = 3478, client: Int = 40000) -> [UInt8] {
    guard back else { return Packets.ipv4(Packets.udp(payload, ports: (client, port))) }
    var packet = Packets.ipv4(Packets.udp(payload, checksum: 0, ports: (port, client)))
    packet.replaceSubrange(12..<20, with: Packets.destination4 + Packets.source4)
    return packet
  }

  private func lines(_ decoding: Decoding) -> [String] {
    decoding.found.datagrams.map { "\($0.source) \($0.destination) \(String(decoding: $0.payload, as: UTF8.self))" }
  }

  private func lines(_ packets: [UInt8]...) -> [String] {
    var decoding = Decoding()
    for packet in packets { decoding.give(packet) }
    #expect(decoding.found.problems.isEmpty)
    return lines(decoding)
  }

  // MARK: Indications

  @Test(arguments: [(peer4, "203.0.113.20:5684"), (peer6, "[2001:db8::20]:5684")])
  func indicationsHoldDatagramsBetweenClientAndPeer(_ peer: [UInt8], _ name: String) {
    let software = hex("8022 0005 72656c6179 000000")
    let sent = Self.packet(Self.stun(0x16, software, peer, Self.data))
    let received = Self.packet(Self.stun(0x17, Self.data, software, peer), back: true)
    #expect(lines(sent, received) == ["\(Self.client) \(name) abc", "\(name) \(Self.client) abc"])
    // By its content, the port does not matter; what comes after the message neither.
    let elsewhere = Self.packet(Self.stun(0x16, peer, Self.data) + [1, 2], port: 50000)
    #expect(lines(elsewhere) == ["\(Self.client) \(name) abc"])
  }

  @Test func theFirstOfTwoAttributesCounts() {
    let second = hex("0013 0004 64656667")
    let other = hex("0012 0008 0001 0000 00000000")
    #expect(
      lines(Self.packet(Self.stun(0x16, Self.peer4, Self.data, other, second)))
        == ["\(Self.client) 203.0.113.20:5684 abc"])
  }

  @Test func theLastAttributeMayLackItsPadding() {
    let data = hex("0013 0003 616263")
    #expect(lines(Self.packet(Self.stun(0x16, Self.peer4, data))) == ["\(Self.client) 203.0.113.20:5684 abc"])
  }

  /// Without a peer or data, with a peer of an unknown family, and messages of other types.
  @Test func whatHoldsNoDatagramIsDeliveredAsItIs() {
    let messages = [
      Self.stun(0x16, Self.data), Self.stun(0x16, Self.peer4), Self.stun(0x17, hex("8004 0004 00000303"), Self.peer4),
      Self.stun(0x16, hex("0012 0008 0007 3726 ea12d556"), Self.data), Self.stun(0x01, Self.peer4, Self.data),
      Self.stun(0x3f, Self.peer4, Self.data), [0, 0x16], [0],
      // Without the magic cookie, and a message of another type that is malformed.
      hex("0016 0000 00000000") + Self.transaction, hex("0001 0004 2112a442") + Self.transaction + hex("0012 ffff"),
    ]
    for message in messages {
      let decoding = Decoding.of(Self.packet(message))
      #expect(decoding.found.datagrams.map(\.payload) == [message])
      #expect(decoding.found.problems.isEmpty && decoding.decoder.counters.turnDatagrams == 0)
    }
  }

  @Test func everyTruncationIsNoticed() {
    let message = Self.stun(0x16, Self.peer4, Self.data)
    let frame = Self.packet(message)
    for length in 48..<frame.count {
      let head = [UInt8](frame.prefix(length))
      let snapped = Decoding.of(head, original: frame.count).found
      let isWhole = length >= frame.count - 1
      #expect(snapped.datagrams.contains { $0.isTruncated && $0.length == 3 } || isWhole || !snapped.problems.isEmpty)
      #expect(snapped.problems.allSatisfy { if case .cutHeader(.transport, _) = $0 { true } else { false } })
    }
    for length in 8..<message.count - 1 {
      let lost = Decoding.of(Self.packet([UInt8](message.prefix(length))))
      #expect(lost.decoder.counters.malformedPackets == 1 || lost.found.datagrams.contains(where: \.isTruncated))
    }
  }

  // MARK: Channels

  private static func bind(_ number: String, _ peer: [UInt8], client: Int = 40000, port: Int = 3478) -> [UInt8] {
    packet(stun(0x09, hex("000c 0004 \(number) 0000"), peer), port: port, client: client)
  }

  private static let abc = hex("0003 616263")

  @Test func aChannelLeadsToThePeerThatItWasBoundTo() {
    let all = lines(
      Self.bind("4001", Self.peer4), Self.bind("4002", Self.peer6), Self.bind("4001", Self.peer6, client: 40001),
      Self.packet(hex("4001") + Self.abc), Self.packet(hex("4002") + Self.abc + [0]),
      Self.packet(hex("4001") + Self.abc, client: 40001), Self.packet(hex("4001") + Self.abc, back: true))
    #expect(
      all.suffix(4) == [
        "\(Self.client) 203.0.113.20:5684 abc", "\(Self.client) [2001:db8::20]:5684 abc",
        "192.0.2.1:40001 [2001:db8::20]:5684 abc", "203.0.113.20:5684 \(Self.client) abc",
      ])
  }

  @Test func aChannelThatWasNotSeenBoundIsItsOwnPeer() {
    let all = lines(
      Self.packet(hex("4001") + Self.abc), Self.packet(hex("4fff") + Self.abc, back: true),
      // A request that only refreshes the binding does not rename it.
      Self.bind("4001", Self.peer4), Self.packet(hex("4001") + Self.abc))
    #expect(
      [all[0], all[1], all[3]] == [
        "\(Self.client) \(Self.server) channel 0x4001 abc", "\(Self.server) channel 0x4fff \(Self.client) abc",
        "\(Self.client) \(Self.server) channel 0x4001 abc",
      ])
  }

  @Test func aChannelMayBeBoundToAnotherPeer() {
    let all = lines(
      Self.bind("4001", Self.peer4), Self.bind("4001", Self.peer6), Self.packet(hex("4001") + Self.abc))
    #expect(all.last == "\(Self.client) [2001:db8::20]:5684 abc")
  }

  @Test func onOtherPortsMessagesOfTURNTellThatChannelsMayFollow() {
    let channel = Self.packet(hex("4001") + Self.abc, port: 50000)
    #expect(lines(channel).first?.hasPrefix("\(Self.client) 192.0.2.2:50000 @") == true)
    for type in [0x03, 0x04, 0x08, 0x16] {
      let all = lines(Self.packet(Self.stun(type), port: 50000), channel)
      #expect(all.last == "\(Self.client) 192.0.2.2:50000 channel 0x4001 abc")
    }
    let received = Self.packet(Self.stun(0x17), back: true, port: 50000)
    #expect(lines(received, channel).last == "\(Self.client) 192.0.2.2:50000 channel 0x4001 abc")
  }

  /// Its length does not fit, it has none, it is CoAP.
  @Test(arguments: ["4001 0004 616263", "4001 0001 61626364 65", "4001 00", "40 01 1234 b3616263", "4f"])
  func whatIsNoChannelDataIsDeliveredAsItIs(_ payload: String) {
    let decoding = Decoding.of(Self.packet(hex(payload)))
    #expect(decoding.found.datagrams.map(\.payload) == [hex(payload)])
    #expect(decoding.decoder.counters.turnDatagrams == 0)
  }

  @Test func aConfirmableMessageWhoseIdentifierIsALengthIsNoChannelData() {
    let message = hex("40 01 0006 b56c69676874")
    let decoding = Decoding.of(Self.packet(message, port: 5683))
    #expect(decoding.found.datagrams.map(\.payload) == [message])
  }

  @Test func aSnapshotLengthCutsChannelData() throws {
    let frame = Self.packet(hex("4001") + Self.abc)
    let found = Decoding.of([UInt8](frame.dropLast(2)), original: frame.count).found
    let datagram = try #require(found.datagrams.first)
    #expect(datagram.payload == [0x61] && datagram.length == 3 && datagram.isTruncated)
  }

  @Test func theNumberOfChannelsIsBounded() {
    var table = ChannelTable()
    let server = Endpoint(address: IPAddress(ipv4: 2), port: ChannelTable.port)
    let peer = Endpoint(address: IPAddress(ipv4: 3), port: 1)
    let clients = (0...ChannelTable.maximumCount).map { Endpoint(address: IPAddress(ipv4: UInt32($0) + 10), port: 1) }
    for client in clients.dropLast() { table.bind(0x4001, to: peer, client: client, server: server) }
    #expect(table.ends(of: 0x4001, clients[0], server)?.peer == peer)
    table.bind(0x4001, to: peer, client: clients[ChannelTable.maximumCount], server: server)
    #expect(table.ends(of: 0x4001, clients[ChannelTable.maximumCount], server)?.peer == peer)
    #expect(table.ends(of: 0x4001, clients[0], server)?.peer.channel == 0x4001)
  }

  // MARK: CAPWAP

  @Test(arguments: [5246, 5247])
  func aDatagramBehindThePreambleIsRead(_ port: Int) {
    let payload = hex("01 000000 616263")
    #expect(lines(Self.packet(payload, port: port)) == ["\(Self.client) 192.0.2.2:\(port) abc"])
    #expect(lines(Self.packet(payload, back: true, port: port)) == ["192.0.2.2:\(port) \(Self.client) abc"])
    for length in 1...4 {
      let decoding = Decoding.of(Self.packet([UInt8](payload.prefix(length)), port: port))
      #expect(decoding.found.datagrams.map(\.payload) == [[]] && decoding.decoder.counters.capwapDatagrams == 1)
    }
  }

  @Test(arguments: [(5246, "00 100200 00000000"), (5247, "02 000000 616263"), (5248, "01 000000 616263"), (5246, "")])
  func whatHasNoSuchPreambleIsDeliveredAsItIs(_ port: Int, _ payload: String) {
    let decoding = Decoding.of(Self.packet(hex(payload), port: port))
    #expect(decoding.found.datagrams.map(\.payload) == [hex(payload)])
    #expect(decoding.decoder.counters.capwapDatagrams == 0)
  }
}
