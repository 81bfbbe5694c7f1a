import Bytes
import Capture
import TestSupport
import Testing

@Suite struct ICMPErrorTests {
  let quoted4 = Packets.ipv4(Packets.udp([1, 2, 3, 4]))
  let quoted6 = Packets.ipv6(Packets.udp([1, 2, 3, 4], v6: true))

  private func icmp4(_ type: UInt8, _ code: UInt8, _ quote: [UInt8], rest: [UInt8] = [0, 0, 0, 0]) -> [UInt8] {
    Packets.ipv4([type, code, 0, 0] + rest + quote, protocolNumber: 1)
  }

  private func icmp6(_ type: UInt8, _ code: UInt8, _ quote: [UInt8], rest: [UInt8] = [0, 0, 0, 0]) -> [UInt8] {
    Packets.ipv6([type, code, 0, 0] + rest + quote, nextHeader: 58)
  }

  @Test func fragmentationNeededHasTheMTU() throws {
    let decoding = Decoding.of(icmp4(3, 4, quoted4, rest: [0, 0, 0x05, 0x14]))
    let error = try #require(decoding.found.errors.first)
    #expect(error.name == "fragmentation needed" && error.nextHopMTU == 1300)
    #expect(error.quotedSource.description == "192.0.2.1:40000")
    #expect(error.quotedDestination.description == "192.0.2.2:5684")
    #expect(error.quotedPayload == [1, 2, 3, 4])
    #expect(decoding.found.datagrams.isEmpty)
    #expect(decoding.decoder.counters.icmpErrors == 1)
    #expect(Decoding.of(icmp4(3, 4, quoted4)).found.errors.first?.nextHopMTU == .some(nil))
  }

  @Test func packetTooBigHasTheMTU() {
    let error = Decoding.of(icmp6(2, 0, quoted6, rest: [0, 0, 0x05, 0])).found.errors.first
    #expect(error?.name == "packet too big")
    #expect(error?.nextHopMTU == 1280)
  }

  @Test(arguments: [3, 4, 5, 11, 12] as [UInt8])
  func errorTypesOfIPv4(_ type: UInt8) {
    #expect(Decoding.of(icmp4(type, 0, quoted4)).found.errors.count == 1)
  }

  @Test(arguments: [1, 2, 3, 4] as [UInt8])
  func errorTypesOfIPv6(_ type: UInt8) {
    #expect(Decoding.of(icmp6(type, 0, quoted6)).found.errors.count == 1)
  }

  @Test func aQuoteMayEndAfterTheUDPHeader() {
    #expect(Decoding.of(icmp4(3, 3, [UInt8](quoted4.prefix(28)))).found.errors.first?.quotedPayload == [])
    let short = Decoding.of(icmp4(3, 3, [UInt8](quoted4.prefix(27)))).found
    #expect(short.errors.isEmpty)
    #expect(
      short.problems == [
        .malformed(.transport, DecodeError("ICMP quote", "checksum", at: 54, .needs(2, has: 1)))
      ])
  }

  @Test func everyTruncationIsSafe() {
    for packet in [icmp4(3, 3, quoted4), icmp6(1, 4, quoted6)] {
      for length in 0..<packet.count {
        let found = Decoding.of([UInt8](packet.prefix(length)), original: packet.count).found
        #expect(found.datagrams.isEmpty)
      }
    }
  }

  @Test func extensionsOfTheErrorAreNotPayload() {
    let found = Decoding.of(icmp4(11, 0, quoted4 + [UInt8](repeating: 0, count: 100))).found
    #expect(found.errors.map(\.quotedPayload) == [[1, 2, 3, 4]])
  }

  @Test func whatIsNoErrorAboutADatagramIsCounted() {
    let echo = icmp4(8, 0, quoted4)
    let aboutTCP = icmp4(3, 3, Packets.ipv4([UInt8](repeating: 0, count: 20), protocolNumber: 6))
    let aboutLaterFragment = icmp4(11, 1, Packets.ipv4([UInt8](repeating: 0, count: 16), offset: 1480))
    let neighbourSolicitation = icmp6(135, 0, [UInt8](repeating: 0, count: 16))
    for packet in [echo, aboutTCP, aboutLaterFragment, neighbourSolicitation] {
      let decoding = Decoding.of(packet)
      #expect(decoding.found.errors.isEmpty && decoding.found.problems.isEmpty)
      #expect(decoding.decoder.counters.otherPackets == 1)
    }
  }
}
