import Bytes
import Capture
import TestSupport
import Testing

/// Every other link header: accepted whole, noticed when cut, and counted when it carries something else.
@Suite struct LinkHeaderTests {
  static let udp4 = Packets.ipv4(Packets.udp([1, 2, 3]))
  static let udp6 = Packets.ipv6(Packets.udp([1, 2, 3], v6: true))
  static let snap = hex("aaaa03 000000 0800")
  static let stations = hex("0000 020000000001 020000000002 020000000003")

  static let frames: [(UInt16, [UInt8])] = [
    (113, hex("0000 0001 0006 0200000000010000 0800") + udp4),
    (113, hex("0000 0001 0006 0200000000010000 8100 0064 86dd") + udp6),
    (113, hex("0000 0001 0006 0200000000010000 0004") + snap + udp4),
    (276, hex("0800 0000 00000002 0001 00 06 0200000000010000") + udp4),
    (276, hex("8100 0000 00000002 0001 00 06 0200000000010000 0064 86dd") + udp6),
    (0, hex("02000000") + udp4), (0, hex("00000002") + udp4), (0, hex("1e000000") + udp6),
    (0, hex("0a000000") + udp6), (0, hex("1c000000") + udp6), (108, hex("00000018") + udp6),
    (101, udp4), (12, udp6), (14, udp4), (228, udp4), (229, udp6),
    (9, hex("ff03 0021") + udp4), (9, hex("0057") + udp6), (9, hex("21") + udp4), (50, hex("ff03 57") + udp6),
    (166, hex("0003 0021") + udp4), (166, hex("0103 57") + udp6),
    (105, hex("0801") + stations + hex("1000") + snap + udp4),
    (105, hex("8803") + stations + hex("1000 020000000004 0000") + snap + udp4),
    (105, hex("8881") + stations + hex("1000 0000 00000000") + snap + udp4),
    (127, hex("00 00 0800 00000000 0802") + stations + hex("1000") + snap + udp4),
    (
      127,
      hex("00 00 1900 0300008002000000 00000000 0102030405060708 20 8802") + stations + hex("1000 0000 0000")
        + snap + udp4
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
    // An empty frame of raw IP states no version, so it counts as another protocol.
    #expect(truncationsThatAreNotNoticed(frame, link: link).filter { $0 > 0 } == [])
  }

  @Test(arguments: frames)
  func whatFollowsIsNotPayload(_ link: UInt16, _ frame: [UInt8]) {
    // A frame check sequence, for example.
    let found = Decoding.of(frame + [0xde, 0xad, 0xbe, 0xef], link: link).found
    #expect(found.datagrams.map(\.payload) == [[1, 2, 3]])
    #expect(found.problems.isEmpty)
  }

  @Test(
    arguments: [
      (113, "0000 0001 0006 0200000000010000 88cc 0001"), (276, "88cc 0000 00000002 0001 00 06 0200000000010000"),
      (0, "17000000 00"), (108, "00000007"), (9, "ff03 c021 01"), (101, "50000000"), (105, "8000 0000 ffffffffffff"),
      (105, "d400 0000 020000000001"), (127, "00 00 0800 00000000 8000 0000"),
    ] as [(UInt16, String)])
  func anotherPayloadIsCounted(_ link: UInt16, _ text: String) {
    let decoding = Decoding.of(hex(text), link: link)
    #expect(decoding.decoder.counters.otherPackets == 1)
    #expect(decoding.found.problems.isEmpty)
  }

  @Test func protectedWirelessFramesAreCounted() {
    let frame = hex("0841") + Self.stations + hex("1000 0102030405060708")
    #expect(Decoding.of(frame, link: 105).decoder.counters.encryptedFrames == 1)
  }

  @Test func subframesOfAnAggregateAreAllRead() {
    let body = Self.snap + Self.udp4
    let subframe = hex("020000000001 020000000003") + Packets.bytes16(body.count) + body
    let padded = subframe + [UInt8](repeating: 0, count: (4 - subframe.count % 4) % 4)
    let header = hex("8802") + Self.stations + hex("1000 8000")
    // The last has no padding, and a frame check sequence follows.
    let decoding = Decoding.of(header + padded + padded + subframe + hex("deadbeef"), link: 105)
    #expect(decoding.found.datagrams.count == 3)
    #expect(decoding.found.problems.isEmpty)
    let cut = Decoding.of(header + padded + subframe.dropLast(30), link: 105).found
    #expect(cut.datagrams.count == 1 && cut.problems.count == 1)
  }

  @Test(arguments: ["01 00 0800 00000000", "00 00 0700 00000000", "00 00 4000 00000000", "00 00 0800 02000000"])
  func aWrongRadiotapHeaderIsMalformed(_ text: String) {
    let decoding = Decoding.of(hex(text), link: 127)
    #expect(decoding.decoder.counters.malformedPackets == 1)
  }
}
