import Bytes
import Capture
import TestSupport
import Testing

@Suite struct EthernetTests {
  let addresses = hex("020000000002 020000000001")
  let packet = Packets.ipv4(Packets.udp([1, 2, 3, 4]))

  @Test(arguments: [
    "0800", "8100 0064 0800", "88a8 0064 8100 000a 0800", "9100 0064 8100 000a 0800",
    "8100 0001 8100 0002 8100 0003 0800",
  ])
  func tagsArePassedOver(_ types: String) {
    let frame = addresses + hex(types) + packet
    #expect(Decoding.of(frame, link: 1).found.datagrams.map(\.payload) == [[1, 2, 3, 4]])
    #expect(truncationsThatAreNotNoticed(frame, link: 1) == [])
  }

  @Test(arguments: ["aaaa03 000000 0800", "aaaa03 0000f8 0800", "aaaa03 000000 8100 0064 0800", "060603"])
  func llcIsPassedOver(_ header: String) {
    let llc = hex(header)
    let frame = addresses + Packets.bytes16(llc.count + packet.count) + llc + packet
    #expect(Decoding.of(frame, link: 1).found.datagrams.count == 1)
  }

  @Test func paddingIsNotPayload() {
    let found = Decoding.of(addresses + hex("0800") + packet + [UInt8](repeating: 0xee, count: 14), link: 1).found
    #expect(found.datagrams.map(\.payload) == [[1, 2, 3, 4]])
    #expect(found.problems.isEmpty)
  }

  @Test func otherProtocolsAreCounted() {
    // ARP for another network, spanning tree, an unknown EtherType, and NetBEUI.
    for rest in ["0806 0001 86dd 06 10 0001", "0026 424203 0000", "88b5 00", "0010 f0f003 00"] {
      let decoding = Decoding.of(addresses + hex(rest), link: 1)
      #expect(decoding.decoder.counters.otherPackets == 1)
      #expect(decoding.found.problems.isEmpty)
    }
  }

  @Test func aTruncationIsNamed() {
    let found = Decoding.of(hex("020000000002 0200"), link: 1).found
    #expect(found.problems == [.malformed(.link, DecodeError("Ethernet", "addresses", at: 0, .needs(12, has: 8)))])
  }

  @Test func aTagWithoutAnEndIsNamed() {
    let decoding = Decoding.of(addresses + hex("8100 0064 8100"), link: 1)
    #expect(
      decoding.found.problems == [
        .malformed(.link, DecodeError("Ethernet", "tag_control_information", at: 18, .needs(2, has: 0)))
      ])
    #expect(decoding.decoder.counters.malformedPackets == 1)
  }
}
