import Bytes
import TestSupport
import Testing

@testable import Capture

@Suite struct ARPTests {
  /// A request of 10.77.0.12 for 10.77.0.2, as Linux sends it, in an Ethernet frame, and the answer.
  static let request = hex(
    "ffffffffffff 02420a4d000c 0806 0001 0800 06 04 0001 02420a4d000c 0a4d000c 000000000000 0a4d0002")
  static let reply = hex(
    "02420a4d000c 02420a4d0002 0806 0001 0800 06 04 0002 02420a4d0002 0a4d0002 02420a4d000c 0a4d000c")
  private let asker = IPAddress(ipv4: 0x0a4d_000c)
  private let target = IPAddress(ipv4: 0x0a4d_0002)

  private func sightings(_ frame: [UInt8]) -> [HostSighting] { Decoding.of(frame, link: 1).found.sightings }

  @Test func aRequestShowsWhoAsksAndWhoIsWanted() {
    #expect(sightings(Self.request) == [HostSighting(asker, .sent), HostSighting(target, .wanted)])
  }

  @Test func aReplyShowsWhoAnswers() {
    #expect(sightings(Self.reply) == [HostSighting(target, .sent)])
  }

  /// An announcement asks for nobody but its sender (RFC 5227 §3).
  @Test func anAnnouncementWantsNobody() {
    var frame = Self.request
    frame.replaceSubrange(38..<42, with: hex("0a4d000c"))
    #expect(sightings(frame) == [HostSighting(asker, .sent)])
  }

  /// A probe of an address that its sender is about to take (RFC 5227 §1.1): nobody is to answer it.
  @Test func aProbeWantsNobody() {
    var frame = Self.request
    frame.replaceSubrange(28..<32, with: [0, 0, 0, 0])
    #expect(sightings(frame) == [])
  }

  @Test func paddingIsNoPartOfIt() {
    #expect(sightings(Self.request + [UInt8](repeating: 0xee, count: 18)).count == 2)
  }

  @Test func everyTruncationIsNoticed() {
    for length in 14..<Self.request.count {
      let head = [UInt8](Self.request.prefix(length))
      let snapped = Decoding.of(head, link: 1, original: Self.request.count).found
      #expect(snapped.sightings.isEmpty)
      guard case .cutHeader(.network, let error)? = snapped.problems.first else {
        Issue.record("\(length): \(snapped.problems)")
        continue
      }
      #expect("\(error)".hasPrefix("ARP."))
    }
  }

  /// Other address families and operations: IPv6 over Ethernet, hardware addresses of 8 bytes, and RARP's.
  @Test func whatIsNotAboutIPv4OverEthernetIsPassedOver() {
    for (place, bytes) in [(16, "86dd"), (18, "08"), (19, "10")] as [(Int, String)] {
      var frame = Self.request
      let changed = hex(bytes)
      frame.replaceSubrange(place..<(place + changed.count), with: changed)
      let found = Decoding.of(frame, link: 1).found
      #expect(found.sightings.isEmpty && found.problems.isEmpty)
    }
  }

  @Test(arguments: [0, 2, 3, 9, 0xffff] as [Int])
  func anotherOperationAsksForNobody(_ operation: Int) {
    var frame = Self.request
    frame.replaceSubrange(20..<22, with: Packets.bytes16(operation))
    #expect(sightings(frame) == [HostSighting(asker, .sent)])
  }
}
