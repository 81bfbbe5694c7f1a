import Bytes
import TestSupport
import Testing

@testable import Capture

@Suite struct NeighborSolicitationTests {
  private static let target = Packets.source6.dropLast() + [9]
  private static let message: [UInt8] = [135, 0, 0, 0, 0, 0, 0, 0] + target + [1, 1, 2, 0, 0, 0, 0, 1]

  private func found(_ message: [UInt8]) -> Collector { Decoding.of(Packets.ipv6(message, nextHeader: 58)).found }

  @Test func aRequestShowsWhoIsWanted() {
    let sightings = found(Self.message).sightings
    #expect(sightings.map(\.kind) == [.sent, .wanted])
    #expect(sightings.map(\.address.description) == ["2001:db8::1", "2001:db8::9"])
  }

  @Test func everyTruncationIsNoticed() {
    for length in 1..<24 {
      let found = found([UInt8](Self.message.prefix(length)))
      #expect(found.sightings.map(\.kind) == [.sent])
      #expect(found.problems.count == 1)
    }
  }

  @Test func whatIsNoRequestWantsNobody() {
    for type in [128, 133, 134, 136, 137, 255] as [UInt8] {
      let found = found([type] + Self.message.dropFirst())
      #expect(found.sightings.map(\.kind) == [.sent] && found.problems.isEmpty)
    }
  }

  /// A host that asks whether anybody has the address that it is about to take (RFC 4862 §5.4.2).
  @Test func whoHasNoAddressYetLooksForNobody() {
    var packet = Packets.ipv6(Self.message, nextHeader: 58)
    packet.replaceSubrange(8..<24, with: [UInt8](repeating: 0, count: 16))
    #expect(!Decoding.of(packet).found.sightings.contains { $0.kind == .wanted })
  }
}
