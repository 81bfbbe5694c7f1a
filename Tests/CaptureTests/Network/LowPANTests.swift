import Bytes
import TestSupport
import Testing

@testable import Capture

@Suite struct LowPANTests {
  /// From the short address 2 to the extended address 01:02:…:08, 2006.
  static let header = hex("419c 01 cefa 0807060504030201 0200")
  static let ports = hex("f4 9c40 1634")
  static let tail = ports + [1, 2, 3]

  private func decode(_ payload: [UInt8]) -> Decoding { Decoding.of(Self.header + payload, link: 230) }

  private func datagram(_ text: String) throws -> Collector.ReceivedDatagram {
    let found = decode(hex(text) + Self.tail).found
    #expect(found.datagrams.map(\.payload) == [[1, 2, 3]])
    return try #require(found.datagrams.first)
  }

  @Test func aFrameOfARealSession() throws {
    // The first of lowpan-WITHFCS, in which tshark finds the same.
    let capture = try CaptureFile.open(Fixtures.path("lowpan-WITHFCS"))
    var decoding = Decoding()
    let isThere = try capture.next { frame in
      decoding.decoder.decode(frame, at: PacketStamp(number: 1, nanoseconds: 0), to: decoding.found)
    }
    #expect(isThere)
    let hello = try #require(decoding.found.datagrams.first)
    #expect(hello.source.description == "[fe80::ff:fe00:3c01]:61617")
    #expect(hello.destination.description == "[fe80::212:4b00:a1a2:a3a4]:61618")
    #expect(hello.checksum == .valid && hello.length == 101 && hello.hopLimit == 64)
  }

  // MARK: Addresses

  @Test(
    arguments: [
      ("7e33", "fe80::ff:fe00:2"), ("7e23 abcd", "fe80::ff:fe00:abcd"),
      ("7e13 0102030405060708", "fe80::102:304:506:708"),
      ("7e03 20010db8000000000000000000000007", "2001:db8::7"), ("7e43", "::"), ("7e73", "0:6c0::ff:fe00:2"),
      ("7e63 abcd", "0:6c0::ff:fe00:abcd"), ("7e53 0102030405060708", "0:6c0::102:304:506:708"),
      ("7ef3 30", "0:6c0:0:3:0:ff:fe00:2"), ("7eb3 30", "fe80::ff:fe00:2"),
    ])
  func sourcesOfEveryForm(_ header: String, _ address: String) throws {
    #expect(try datagram(header).source.address.description == address)
  }

  @Test(
    arguments: [
      ("7e33", "fe80::302:304:506:708"), ("7e32 abcd", "fe80::ff:fe00:abcd"),
      ("7e31 0102030405060708", "fe80::102:304:506:708"), ("7e30 20010db8000000000000000000000007", "2001:db8::7"),
      ("7e37", "0:6c0::302:304:506:708"), ("7e36 abcd", "0:6c0::ff:fe00:abcd"),
      ("7e35 0102030405060708", "0:6c0::102:304:506:708"), ("7eb7 0f", "0:6c0:0:f:302:304:506:708"),
      ("7e38 ff050000000000000000000000000007", "ff05::7"), ("7e39 05 aabbccddee", "ff05::aa:bbcc:ddee"),
      ("7e3a 05 aabbcc", "ff05::aa:bbcc"), ("7e3b fd", "ff02::fd"),
      ("7ebc 02 35 40 01020304", "ff35:4000:0:6c0:0:2:102:304"),
    ])
  func destinationsOfEveryForm(_ header: String, _ address: String) throws {
    #expect(try datagram(header).destination.address.description == address)
  }

  @Test(arguments: ["7e34", "7e3d 0102", "7e3e 0102", "7e3f 0102"])
  func aReservedFormIsMalformed(_ header: String) {
    #expect(decode(hex(header) + Self.tail).decoder.counters.malformedPackets == 1)
  }

  @Test func anAddressThatTheLinkDoesNotHaveIsMalformed() {
    let decoding = Decoding.of(hex("0120 01 7e33") + Self.tail, link: 230)
    #expect(decoding.decoder.counters.malformedPackets == 1 && decoding.found.datagrams.isEmpty)
  }

  @Test func aContextIsReportedOnceAndNoChecksumHeldAgainstIt() {
    var decoding = Decoding()
    for header in ["7e77", "7ef7 30", "7ef7 33", "7e77"] {
      decoding.give(Self.header + hex(header) + hex("f0 9c40 1634 1234 010203"), link: 230)
    }
    #expect(decoding.found.problems == [.unknownContext(0), .unknownContext(3)])
    #expect(decoding.found.datagrams.map(\.checksum) == Array(repeating: .unverifiable, count: 4))
    #expect(decoding.decoder.counters.badChecksums == 0)
    decoding.give(Self.header + hex("7e33 f0 9c40 1634 1234 010203"), link: 230)
    #expect(decoding.decoder.counters.badChecksums == 1)
  }

  // MARK: Headers

  /// The IPv6 header as it is after the forms of the first byte, and the length that it and UDP state.
  @Test(
    arguments: [
      ("7e33", "60000000 000b 11 40"), ("7d33", "60000000 000b 11 01"), ("7f33", "60000000 000b 11 ff"),
      ("7c33 3f", "60000000 000b 11 3f"), ("7633 4b", "62d00000 000b 11 40"), ("6e33 412345", "60112345 000b 11 40"),
      ("6633 4b 012345", "62d12345 000b 11 40"), ("7a33 11", "60000000 000b 11 40"),
    ])
  func headersComeOutAsTheyWere(_ compressed: String, _ start: String) throws {
    let isUncompressedNext = compressed.hasPrefix("7a")
    let rest = isUncompressedNext ? hex("9c40 1634 000b 0000") + [1, 2, 3] : Self.tail
    let bytes = hex(compressed) + rest
    var reader = ByteReader(bytes.span.bytes, as: LowPANHeaders.structure)
    var headers = try #require(try LowPANHeaders(decoding: &reader, from: .short(2), to: .short(1)))
    let packet = headers.packet(with: reader.unread, length: 51)
    let addresses = hex("fe80000000000000 000000fffe000002 fe80000000000000 000000fffe000001")
    #expect(packet == hex(start) + addresses + hex("9c40 1634 000b 0000 010203"))
  }

  @Test(
    arguments: [
      ("f4 9c40 1634", 40000, 5684), ("f5 9c40 34", 40000, 0xf034), ("f6 40 1634", 0xf040, 5684),
      ("f7 1f", 0xf0b1, 0xf0bf),
    ])
  func portsOfEveryForm(_ header: String, _ source: UInt16, _ destination: UInt16) throws {
    let found = decode(hex("7e33") + hex(header) + [1, 2, 3]).found
    #expect(found.datagrams.map(\.source.port) == [source])
    #expect(found.datagrams.map(\.destination.port) == [destination])
    #expect(found.datagrams.map(\.checksum) == [.zero])
    // With a checksum, which is wrong here.
    let checked = [hex(header)[0] & ~4] + hex(header).dropFirst() + [0x12, 0x34, 1, 2, 3]
    #expect(decode(hex("7e33") + checked).found.datagrams.map(\.checksum) == [.badOrOffloaded])
  }

  @Test(
    arguments: [
      // Hop-by-hop options of which the padding was left out, and whose next header is compressed; a routing header;
      // destination options with the next header in the clear; two headers; a fragment header of a whole packet.
      "e1 04 05020000 f4 9c40 1634 010203", "e3 06 000000000000 f4 9c40 1634 010203",
      "e6 11 04 01020000 9c40 1634 000b 0000 010203", "e1 06 050200000100 e7 00 f4 9c40 1634 010203",
      "e5 00 0000 00000007 f4 9c40 1634 010203", "e9 06 000000000000 f4 9c40 1634 010203",
    ])
  func extensionHeadersArePassedOver(_ headers: String) {
    let found = decode(hex("7e33") + hex(headers)).found
    #expect(found.datagrams.map(\.payload) == [[1, 2, 3]])
    #expect(found.problems.isEmpty)
  }

  /// Compressed in a way that is not known: a reserved extension header, and RFC 7400's UDP; HC1, and pages of RFC 8025.
  @Test(arguments: ["7e33 ea 01", "7e33 d0 01", "7e33 00", "42 fb", "f1 7e33"])
  func whatIsNotKnownIsCounted(_ payload: String) {
    let decoding = decode(hex(payload) + Self.tail)
    #expect(decoding.decoder.counters.otherPackets == 1)
    #expect(decoding.found.datagrams.isEmpty && decoding.found.problems.isEmpty)
  }

  @Test func aTunnelIsReported() {
    #expect(decode(hex("7e33 ee 7e33") + Self.tail).found.problems == [.unsupportedProtocol(41)])
  }

  @Test func aMeshHeaderNamesTheEnds() throws {
    for (start, source) in [("b3 0005", "fe80::ff:fe00:5"), ("9f ff 0102030405060708", "fe80::302:304:506:708")] {
      let found = try datagram(start + "0006 5001 7e33")
      #expect(found.source.address.description == source)
      #expect(found.destination.address.description == "fe80::ff:fe00:6")
    }
  }

  // MARK: IPv6 that is not compressed

  @Test func anUncompressedPacketIsRead() {
    let frame = Self.header + [0x41] + Packets.ipv6(Packets.udp([1, 2, 3], v6: true))
    #expect(Decoding.of(frame, link: 230).found.datagrams.map(\.checksum) == [.valid])
    let start = Self.header.count + 1
    #expect(truncationsThatAreNotNoticed(frame, link: 230).filter { $0 >= start } == [])
  }

  @Test func whatFollowsAnUncompressedPacketIsNotPayload() {
    let frame = Self.header + [0x41] + Packets.ipv6(Packets.udp([1, 2, 3], v6: true)) + [9, 9]
    #expect(Decoding.of(frame, link: 230).found.datagrams.map(\.payload) == [[1, 2, 3]])
  }
}
