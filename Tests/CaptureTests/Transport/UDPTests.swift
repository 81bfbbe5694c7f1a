import Bytes
import Capture
import TestSupport
import Testing

@Suite struct UDPTests {
  @Test(arguments: 0...64)
  func checksumsOfAnyLengthAreVerified(_ length: Int) {
    let payload = (0..<length).map { UInt8(truncatingIfNeeded: 0xf3 &+ $0 &* 31) }
    for v6 in [false, true] {
      var datagram = Packets.udp(payload, v6: v6)
      func checksum() -> Datagram.Checksum? {
        let packet = v6 ? Packets.ipv6(datagram) : Packets.ipv4(datagram)
        return Decoding.of(packet).found.datagrams.first?.checksum
      }
      #expect(checksum() == .valid)
      datagram[datagram.count - 1] ^= 0x10
      #expect(checksum() == .badOrOffloaded)
    }
  }

  @Test func aBadChecksumIsCountedAndTheDatagramDelivered() {
    let decoding = Decoding.of(Packets.ipv4(Packets.udp([1, 2], checksum: 0x1234)))
    #expect(decoding.found.datagrams.map(\.payload) == [[1, 2]])
    #expect(decoding.decoder.counters.badChecksums == 1)
  }

  @Test func noChecksumIsCounted() {
    let decoding = Decoding.of(Packets.ipv4(Packets.udp([1, 2], checksum: 0)))
    #expect(decoding.found.datagrams.map(\.checksum) == [.zero])
    #expect(decoding.decoder.counters.zeroChecksums == 1)
  }

  @Test func anEmptyDatagramIsOne() {
    #expect(Decoding.of(Packets.ipv4(Packets.udp([]))).found.datagrams.map(\.payload) == [[]])
  }

  @Test func whatFollowsTheStatedLengthIsNotPayload() {
    let found = Decoding.of(Packets.ipv4(Packets.udp([1, 2, 3, 4], length: 10))).found
    #expect(found.datagrams.map(\.payload) == [[1, 2]])
  }

  @Test(arguments: [0, 7, 13])
  func aLengthThatLiesIsMalformed(_ length: Int) {
    let decoding = Decoding.of(Packets.ipv4(Packets.udp([1, 2, 3, 4], length: length)))
    #expect(decoding.found.datagrams.isEmpty)
    #expect(
      decoding.found.problems == [
        .malformed(.transport, DecodeError("UDP", "length", at: 28, .outOfRange(length, allowed: 8...12)))
      ])
  }

  @Test func aSnapshotLengthCutsThePayload() throws {
    let packet = Packets.ipv4(Packets.udp([1, 2, 3, 4]))
    let decoding = Decoding.of([UInt8](packet.dropLast(3)), original: packet.count)
    let found = try #require(decoding.found.datagrams.first)
    #expect(found.payload == [1] && found.length == 4 && found.isTruncated && found.checksum == .unverifiable)
    #expect(decoding.decoder.counters.truncatedPackets == 1)
    #expect(decoding.found.problems.isEmpty)
  }
}
