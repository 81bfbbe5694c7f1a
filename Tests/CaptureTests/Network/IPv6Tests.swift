import Bytes
import Capture
import TestSupport
import Testing

@Suite struct IPv6Tests {
  let datagram = Packets.udp([1, 2, 3, 4], v6: true)

  @Test func fieldsAreRead() throws {
    let found = try #require(Decoding.of(Packets.ipv6(datagram)).found.datagrams.first)
    #expect(found.source.description == "[2001:db8::1]:40000")
    #expect(found.destination.description == "[2001:db8::2]:5684")
    #expect(found.hopLimit == 64)
    #expect(found.identification == nil)
    #expect(found.checksum == .valid)
  }

  @Test func extensionHeadersArePassedOver() throws {
    let hopByHop = hex("3c 00 0502 0000 0100")
    let destination = hex("2b 01") + [UInt8](repeating: 1, count: 14)
    let routing = hex("33 00 0000 00000000")
    let authentication = hex("2c 04") + [UInt8](repeating: 0, count: 22)
    let atomicFragment = hex("11 00 0000 0000abcd")
    let chain = hopByHop + destination + routing + authentication + atomicFragment + datagram
    let packet = Packets.ipv6(chain, nextHeader: 0)
    let decoding = Decoding.of(packet)
    let found = try #require(decoding.found.datagrams.first)
    #expect(found.payload == [1, 2, 3, 4] && found.checksum == .valid)
    #expect(found.identification == 0xabcd)
    #expect(decoding.decoder.counters.ipFragments == 0)
    #expect(truncationsThatAreNotNoticed(packet, link: 101).filter { $0 > 0 } == [])
  }

  @Test func anEndlessChainIsMalformed() {
    let chain = [UInt8](repeating: 0, count: 8 * 200)
    let decoding = Decoding.of(Packets.ipv6(chain, nextHeader: 0))
    #expect(decoding.decoder.counters.malformedPackets == 1)
    #expect(decoding.found.datagrams.isEmpty)
  }

  @Test func anExtensionHeaderBeyondThePacketIsMalformed() {
    let packet = Packets.ipv6(hex("11 09 0000 00000000") + datagram, nextHeader: 60)
    #expect(
      Decoding.of(packet).found.problems == [
        .malformed(.network, DecodeError("IPv6", "options", at: 42, .needs(78, has: 18)))
      ])
  }

  @Test func aPayloadLengthOfZeroIsThatOfAJumbogram() throws {
    let large = [UInt8](repeating: 7, count: 70_000)
    let jumbo = hex("11 00 c204") + Packets.bytes32(70_016)
    let packet = Packets.ipv6(jumbo + Packets.udp(large, length: 0, v6: true), nextHeader: 0, length: 0)
    let found = try #require(Decoding.of(packet).found.datagrams.first)
    #expect(found.length == 70_000 && found.payload.count == 70_000)
  }

  @Test func anUnknownNextHeaderIsReported() {
    #expect(Decoding.of(Packets.ipv6([1, 2, 3], nextHeader: 253)).found.problems == [.unsupportedProtocol(253)])
    #expect(Decoding.of(Packets.ipv6([], nextHeader: 59)).found.problems == [])
  }
}
