import Bytes
import Capture
import TestSupport
import Testing

/// What stands between the link header and IP: PPP with a direction, PPP over Ethernet, MPLS labels.
@Suite struct TunnelTests {
  static let addresses = hex("020000000002 020000000001")
  static let udp4 = Packets.ipv4(Packets.udp([1, 2, 3]))
  static let udp6 = Packets.ipv6(Packets.udp([1, 2, 3], v6: true))

  static let frames: [(UInt16, [UInt8])] = [
    (204, hex("00 ff03 0021") + udp4), (204, hex("01 ff03 0057") + udp6), (204, hex("00 0021") + udp4),
    (204, hex("01 21") + udp4), (219, hex("00010140") + udp4), (9, hex("0281 00010140") + udp4),
    (1, addresses + hex("8864 11 00 0001") + Packets.bytes16(udp4.count + 2) + hex("0021") + udp4),
    (1, addresses + hex("8100 0064 8864 11 00 0001") + Packets.bytes16(udp6.count + 2) + hex("0057") + udp6),
    (1, addresses + hex("8847 00010140") + udp4), (1, addresses + hex("8847 00010040 00020140") + udp6),
    (1, addresses + hex("88a8 0064 8848 00010140") + udp4),
    (
      113, hex("0000 0001 0006 0200000000010000 8864 11 00 0001") + Packets.bytes16(udp4.count + 2) + hex("0021") + udp4
    ),
  ]

  @Test(arguments: frames)
  func aDatagramIsFound(_ link: UInt16, _ frame: [UInt8]) {
    let found = Decoding.of(frame, link: link).found
    #expect(found.datagrams.map(\.payload) == [[1, 2, 3]])
    #expect(found.problems.isEmpty)
  }

  @Test(arguments: frames)
  func everyTruncationIsNoticed(_ link: UInt16, _ frame: [UInt8]) {
    // Where IP should begin, its absence is another protocol's presence.
    let start = frame.count - (frame.suffix(Self.udp4.count) == Self.udp4[...] ? Self.udp4.count : Self.udp6.count)
    #expect(truncationsThatAreNotNoticed(frame, link: link).filter { $0 != start } == [])
  }

  @Test(
    arguments: [
      // The link control protocol, discovery, another code, and a label with something else than IP below.
      (204, "00 ff03 c021 01"), (1, "8863 11 09 0000 0000"), (1, "8864 11 00 0001 0004 c021 0101"),
      (1, "8864 11 a7 0001 0000"), (1, "8847 00010140 00000000"), (219, "00010140 ff"),
    ] as [(UInt16, String)])
  func anotherPayloadIsCounted(_ link: UInt16, _ text: String) {
    let decoding = Decoding.of((link == 1 ? Self.addresses : []) + hex(text), link: link)
    #expect(decoding.decoder.counters.otherPackets == 1)
    #expect(decoding.found.problems.isEmpty)
  }

  @Test func labelsWithoutAnEndAreMalformed() {
    let decoding = Decoding.of(Self.addresses + hex("8847 00010040 00020040"), link: 1)
    #expect(decoding.decoder.counters.malformedPackets == 1)
  }
}
