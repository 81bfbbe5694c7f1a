import Bytes
import Capture
import TestSupport
import Testing

@Suite struct IEEE802154Tests {
  /// Link-local addresses, ports without their checksum, and three bytes.
  static let packet = hex("7e11 0000000000000001 0000000000000002 f4 9c40 1634 010203")
  static let extended = hex("0807060504030201")

  /// Every combination of version, addressing modes and PAN ID compression that tells which fields are there.
  static let headers: [[UInt8]] = [
    // 2003 and 2006.
    hex("4188 01 cefa 0100 0200"), hex("0188 01 cefa 0100 cefa 0200"), hex("4198 01 cefa 0100 0200"),
    hex("41dc 01 cefa") + extended + extended, hex("0118 01 cefa 0100"), hex("4118 01 cefa 0100"),
    hex("0190 01 cefa 0200"), hex("4190 01 cefa 0200"), hex("0110 01"),
    // 2015.
    hex("41a8 01 cefa 0100 0200"), hex("01a8 01 cefa 0100 cefa 0200"), hex("41ac 01 cefa") + extended + hex("0200"),
    hex("01ac 01 cefa") + extended + hex("cefa 0200"), hex("41ec 01") + extended + extended,
    hex("01ec 01 cefa") + extended + extended, hex("0128 01 cefa 0100"), hex("4128 01 0100"),
    hex("01a0 01 cefa 0200"), hex("41a0 01 0200"), hex("0120 01"), hex("4120 01 cefa"), hex("41a9 cefa 0100 0200"),
    // With information elements: none but the termination, one and those of the payload, one of an unknown number.
    hex("41aa 01 cefa 0100 0200 803f"), hex("41aa 01 cefa 0100 0200 0201 ff00 003f 0280 aabb 00f8"),
    hex("41aa 01 cefa 0100 0200 8135 ff 803f"),
  ]

  @Test(arguments: headers)
  func aDatagramIsFoundBehindEveryHeader(_ header: [UInt8]) {
    let found = Decoding.of(header + Self.packet, link: 230).found
    #expect(found.datagrams.map(\.payload) == [[1, 2, 3]])
    #expect(found.datagrams.map(\.source.description) == ["[fe80::1]:40000"])
    #expect(found.problems.isEmpty)
  }

  @Test(arguments: headers)
  func everyTruncationIsNoticed(_ header: [UInt8]) {
    let frame = header + Self.packet
    for length in 0..<frame.count {
      let decoding = Decoding.of([UInt8](frame.prefix(length)), link: 230, original: frame.count)
      let isCut = decoding.found.datagrams.contains { $0.isTruncated && $0.length == 3 }
      let isNamed = decoding.found.problems.contains { if case .cutHeader = $0 { true } else { false } }
      #expect(isCut != isNamed, "\(length)")
      #expect(decoding.decoder.counters.malformedPackets == 0)
    }
  }

  @Test(arguments: [1, 2, 3], 0..<4)
  func anIntegrityCodeIsNoPayload(_ level: Int, _ keyMode: Int) {
    let code = [UInt8](repeating: 0xee, count: [0, 4, 8, 16][level])
    let key = [UInt8](repeating: 7, count: [0, 1, 5, 9][keyMode])
    for (start, counter) in [("4998", 4), ("49a8", 4), ("49a8", 0)] {
      let control = UInt8(level | keyMode << 3 | (counter == 0 ? 0x20 : 0))
      var frame = hex(start + "01 cefa 0100 0200") + [control]
      frame += [UInt8](repeating: 1, count: counter) + key + Self.packet + code
      #expect(Decoding.of(frame, link: 230).found.datagrams.map(\.payload) == [[1, 2, 3]])
    }
  }

  @Test(arguments: ["4998 01 cefa 0100 0200 0d 01000000 01", "49a8 01 cefa 0100 0200 24", "4988 01 cefa 0100 0200"])
  func whatIsEncryptedIsCounted(_ header: String) {
    let decoding = Decoding.of(hex(header) + Self.packet, link: 230)
    #expect(decoding.decoder.counters.encryptedFrames == 1)
    #expect(decoding.found.datagrams.isEmpty && decoding.found.problems.isEmpty)
  }

  /// A beacon, an acknowledgment, a command, a multipurpose frame, a frame of a version that does not exist, a data frame
  /// with nothing in it, and one of ZigBee.
  @Test(
    arguments: [
      "0080 01 cefa 0000 ff0f 0000", "0200 07", "6388 02 cefa 0000 013c 04", "0500 01", "4198 01 cefa 0100 0200",
      "41b8 01 cefa 0100 0200 7e33", "4188 01 cefa 0100 0200 0812 0000 013c 1e01",
    ])
  func whatCarriesNoPacketIsCounted(_ frame: String) {
    let decoding = Decoding.of(hex(frame), link: 230)
    #expect(decoding.decoder.counters.otherPackets == 1)
    #expect(decoding.found.problems.isEmpty)
  }

  @Test(arguments: ["4194 01 cefa 0100 0200", "4158 01 cefa 0100 0200"])
  func aReservedAddressingModeIsMalformed(_ frame: String) {
    #expect(Decoding.of(hex(frame) + Self.packet, link: 230).decoder.counters.malformedPackets == 1)
  }

  // MARK: Check sequences

  @Test func aCheckSequenceIsNoPayload() throws {
    let frame = Self.headers[2] + Self.packet + [0xde, 0xad]
    #expect(Decoding.of(frame, link: 195).found.datagrams.map(\.payload) == [[1, 2, 3]])
    // One that the snapshot length cut takes nothing from the payload.
    for missing in 1...2 {
      let found = Decoding.of([UInt8](frame.dropLast(missing)), link: 195, original: frame.count).found
      #expect(found.datagrams.map(\.payload) == [[1, 2, 3]])
      #expect(found.datagrams.map(\.isTruncated) == [false])
    }
    let cut = Decoding.of([UInt8](frame.dropLast(3)), link: 195, original: frame.count).found
    #expect(cut.datagrams.map(\.payload) == [[1, 2]] && cut.datagrams.map(\.length) == [3])
  }

  @Test func aFrameThatIsShorterThanItsCheckSequenceIsMalformed() {
    let decoding = Decoding.of(Self.headers[2] + [0xde], link: 195)
    #expect(decoding.decoder.counters.malformedPackets == 1)
  }

  @Test(
    arguments: [
      ("0000 0400", 0), ("0000 0c00 0000 0100 00 000000", 0), ("0000 0c00 0000 0100 01 000000", 2),
      ("0000 0c00 0000 0100 02 000000", 4), ("0000 0c00 0000 0100 09 000000", 0), ("0000 0900 0000 0100 01", 2),
      ("0000 1400 0300 0300 0f0000 00 0000 0100 01 000000", 2), ("0007 1000 ffff 0800 0102030405060708", 0),
    ])
  func thePseudoHeaderSaysHowLongTheCheckSequenceIs(_ header: String, _ length: Int) {
    let frame = hex(header) + Self.headers[2] + Self.packet + [UInt8](repeating: 0xdd, count: length)
    let found = Decoding.of(frame, link: 283).found
    #expect(found.datagrams.map(\.payload) == [[1, 2, 3]])
    #expect(found.problems.isEmpty)
  }

  @Test(arguments: ["0100 0400", "0000 0300", "0000 4000 0000", "0000 0600 0000", "0000 0a00 0000 0400 01 00"])
  func aWrongPseudoHeaderIsMalformed(_ header: String) {
    #expect(Decoding.of(hex(header), link: 283).decoder.counters.malformedPackets == 1)
  }
}
