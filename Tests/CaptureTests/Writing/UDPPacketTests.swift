import Bytes
import TestSupport
import Testing

@testable import Capture

@Suite struct UDPPacketTests {
  private let four = (
    Endpoint(address: IPAddress(ipv4: 0xc000_0201), port: 40000),
    Endpoint(address: IPAddress(ipv4: 0xc000_0202), port: 5684)
  )
  private let six = (
    Endpoint(address: IPAddress(high: 0x2001_0db8_0000_0000, low: 1), port: 40000),
    Endpoint(address: IPAddress(high: 0x2001_0db8_0000_0000, low: 2), port: 5684)
  )

  private func packet(_ payload: [UInt8], missing: Int = 0, _ ends: (Endpoint, Endpoint)) -> [UInt8] {
    var text = TextBuffer()
    UDPPacket.append(payload.span.bytes, missing: missing, from: ends.0, to: ends.1, to: &text)
    return [UInt8](text.bytes)
  }

  /// The same header by hand: with Don't Fragment, without identification, and with a checksum.
  private func ipv4Header(length: Int) -> [UInt8] {
    var header = [UInt8](Packets.ipv4([], totalLength: length, identification: 0)[..<20])
    header[6] = 0x40
    var sum = stride(from: 0, to: 20, by: 2).reduce(0) { $0 + Int(header[$1]) << 8 + Int(header[$1 + 1]) }
    while sum > 0xffff { sum = (sum & 0xffff) + (sum >> 16) }
    header.replaceSubrange(10..<12, with: Packets.bytes16(~sum & 0xffff))
    return header
  }

  @Test(arguments: [0, 1, 2, 7, 8, 100, 1201])
  func aPacketOfIPv4IsThatOfTheRFCs(_ count: Int) {
    let payload = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 7 + 3) }
    #expect(packet(payload, four) == ipv4Header(length: 28 + count) + Packets.udp(payload))
  }

  @Test(arguments: [0, 1, 2, 7, 8, 100, 1201])
  func aPacketOfIPv6IsThatOfTheRFCs(_ count: Int) {
    let payload = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 7 + 3) }
    #expect(packet(payload, six) == Packets.ipv6(Packets.udp(payload, v6: true)))
  }

  /// RFC 768: a checksum of 0 says that there is none, so all ones stand for it.
  @Test func noChecksumIsZero() {
    // The first two bytes of the payload take what the rest of the sum lacks.
    let sum = Int(packet([0, 0], four)[26]) << 8 | Int(packet([0, 0], four)[27])
    let payload = Packets.bytes16(sum)
    #expect([UInt8](packet(payload, four)[26..<28]) == [0xff, 0xff])
    #expect(packet(payload, four) == ipv4Header(length: 30) + Packets.udp(payload))
  }

  @Test func whatIsMissingIsCountedAndHasNoChecksum() {
    let payload: [UInt8] = [1, 2, 3]
    #expect(
      packet(payload, missing: 5, four) == ipv4Header(length: 36) + Packets.udp(payload, checksum: 0, length: 16))
  }

  @Test func addressesOfBothVersionsAreWrittenAsIPv6() {
    let bytes = packet([1], (four.0, six.1))
    #expect(bytes[0] == 0x60)
    #expect([UInt8](bytes[8..<24]) == [UInt8](repeating: 0, count: 10) + [0xff, 0xff, 192, 0, 2, 1])
    #expect([UInt8](bytes[24..<40]) == Packets.destination6)
  }

  @Test func theLongestFits() {
    let bytes = packet([UInt8](repeating: 1, count: UDPPacket.maximumPayload), four)
    #expect(bytes.count == 65_535 && bytes[2] == 0xff && bytes[3] == 0xff)
  }

  /// What is written is read again: both checksums are right.
  @Test func ourOwnDecoderTakesIt() {
    final class Handler: DatagramHandler {
      var seen: [(payload: [UInt8], checksum: Datagram.Checksum)] = []
      func receive(_ datagram: borrowing Datagram, at stamp: PacketStamp) {
        seen.append(([UInt8](datagram.payload), datagram.checksum))
      }
      func receive(_ error: borrowing ICMPError, at stamp: PacketStamp) {}
      func receive(_ problem: NetworkProblem, at stamp: PacketStamp) {}
    }
    for ends in [four, six] {
      let handler = Handler()
      let bytes = packet([9, 8, 7], ends)
      var decoder = PacketDecoder()
      let frame = Frame(
        number: 1, nanoseconds: 1, linkType: .raw, bytes: bytes.span.bytes, originalLength: bytes.count)
      decoder.decode(frame, at: PacketStamp(number: 1, nanoseconds: 1), to: handler)
      #expect(handler.seen.map(\.payload) == [[9, 8, 7]] && handler.seen.map(\.checksum) == [.valid])
    }
  }
}
