import Bytes
import Capture
import TestSupport
import Testing

@Suite struct IPv4Tests {
  let datagram = Packets.udp([1, 2, 3, 4])

  @Test func fieldsAreRead() throws {
    let found = try #require(Decoding.of(Packets.ipv4(datagram, identification: 0x1234)).found.datagrams.first)
    #expect(found.source.description == "192.0.2.1:40000")
    #expect(found.destination.description == "192.0.2.2:5684")
    #expect(found.payload == [1, 2, 3, 4] && found.length == 4 && !found.isTruncated)
    #expect(found.hopLimit == 64)
    #expect(found.identification == 0x1234)
    #expect(found.checksum == .valid)
  }

  @Test func optionsArePassedOver() {
    let packet = Packets.ipv4(datagram, options: [UInt8](repeating: 1, count: 40))
    #expect(Decoding.of(packet).found.datagrams.count == 1)
    #expect(truncationsThatAreNotNoticed(packet, link: 101).filter { $0 > 0 } == [])
  }

  @Test func anAuthenticationHeaderIsPassedOver() {
    let header: [UInt8] = [17, 4] + [UInt8](repeating: 0, count: 22)
    #expect(Decoding.of(Packets.ipv4(header + datagram, protocolNumber: 51)).found.datagrams.count == 1)
  }

  @Test func aTotalLengthOfZeroIsThatOfSegmentationOffload() {
    let found = Decoding.of(Packets.ipv4(datagram, totalLength: 0)).found
    #expect(found.datagrams.map(\.payload) == [[1, 2, 3, 4]])
    #expect(found.problems.isEmpty)
  }

  @Test func aTotalLengthBeyondTheFrameIsReportedAndWhatIsThereDelivered() {
    let packet = Packets.ipv4(Packets.udp([1, 2, 3, 4], length: 112), totalLength: 132)
    let found = Decoding.of(packet).found
    #expect(
      found.problems == [
        .lengthMismatch(.network, DecodeError("IPv4", "total_length", at: 20, .needs(112, has: 12)))
      ])
    #expect(found.datagrams.map(\.payload) == [[1, 2, 3, 4]])
    #expect(found.datagrams.allSatisfy { $0.isTruncated && $0.checksum == .unverifiable })
  }

  @Test func wrongHeadersAreMalformed() {
    var version = Packets.ipv4(datagram)
    version[0] = 0x55
    var headerLength = Packets.ipv4(datagram)
    headerLength[0] = 0x44
    for packet in [headerLength, Packets.ipv4(datagram, totalLength: 19)] {
      let decoding = Decoding.of(packet)
      #expect(decoding.decoder.counters.malformedPackets == 1)
      #expect(decoding.found.datagrams.isEmpty)
    }
    // Without a link header, a version says what the packet is, and 5 is not IP.
    #expect(Decoding.of(version).decoder.counters.otherPackets == 1)
    #expect(Decoding.of(version, link: 228).decoder.counters.otherPackets == 1)
  }

  @Test func otherProtocolsAreCountedAndUnexpectedOnesReportedOnce() {
    var decoding = Decoding()
    for number in [2, 132, 136, 132] as [UInt8] { decoding.give(Packets.ipv4([1, 2], protocolNumber: number)) }
    #expect(decoding.found.problems == [.unsupportedProtocol(132), .unsupportedProtocol(136)])
    #expect(decoding.decoder.counters.otherPackets == 4)
  }

  @Test func tcpToThePortsOfCoAPIsCounted() {
    var decoding = Decoding()
    for ports in [(40000, 5683), (5684, 40000), (40000, 443)] {
      let segment = Packets.bytes16(ports.0) + Packets.bytes16(ports.1) + [UInt8](repeating: 0, count: 16)
      decoding.give(Packets.ipv4(segment, protocolNumber: 6))
    }
    #expect(decoding.decoder.counters.tcpToCoAPPorts == 2)
    #expect(decoding.decoder.counters.otherPackets == 1)
  }
}
