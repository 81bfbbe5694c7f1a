import TestSupport
import Testing

@testable import Capture

@Suite struct HostSightingTests {
  private let source = IPAddress(ipv4: 0xc000_0201)
  private let packet = Packets.ipv4(Packets.udp([1, 2, 3, 4]))

  @Test func theSenderOfAnyPacketIsSeen() {
    let tcp = Packets.ipv4([UInt8](repeating: 0, count: 20), protocolNumber: 6)
    let echo = Packets.ipv4([0, 0, 0, 0, 0, 0, 0, 0], protocolNumber: 1)
    for packet in [packet, tcp, echo] {
      #expect(Decoding.of(packet).found.sightings == [HostSighting(source, .sent)])
    }
    let six = Packets.ipv6([UInt8](repeating: 0, count: 20), nextHeader: 6)
    #expect(Decoding.of(six).found.sightings.map(\.address.description) == ["2001:db8::1"])
  }

  @Test func aHostIsToldOfOnceASecond() {
    var decoding = Decoding()
    for _ in 0..<100 { decoding.give(packet, seconds: 5) }
    #expect(decoding.found.sightings.count == 1)
    decoding.give(packet, seconds: 6)
    #expect(decoding.found.sightings.count == 2)
    // A clock that was put back.
    decoding.give(packet, seconds: 1)
    #expect(decoding.found.sightings.count == 3)
  }

  @Test func hostsThatShareAPlaceAreToldOfAgain() {
    var recent = RecentSightings()
    var told = 0
    for round in 0..<2 {
      for host in 0..<100_000 as Range<UInt32> where recent.isNews(IPAddress(ipv4: host), at: 0) { told += 1 }
      #expect(round > 0 || told == 100_000)
    }
    #expect(told > 100_000)
    // The one told of last is remembered.
    let isNews = recent.isNews(IPAddress(ipv4: 99_999), at: 0)
    #expect(!isNews)
  }

  @Test func bothFamiliesHaveHostsOfTheirOwn() {
    var recent = RecentSightings()
    let four = IPAddress(ipv4: 7)
    let six = IPAddress(high: 0, low: 7)
    let news = [four, six].map { recent.isNews($0, at: 0) }
    #expect(news == [true, true])
  }
}
