import Bytes
import Capture
import TestSupport
import Testing

@Suite struct FragmentTests {
  let payload = (0..<2992).map { UInt8(truncatingIfNeeded: $0 &* 7) }

  /// The IPv4 fragments of a datagram of `payload`, of 1000 bytes each.
  private func fragments4(_ identification: Int = 7) -> [[UInt8]] {
    let datagram = Packets.udp(payload)
    return stride(from: 0, to: datagram.count, by: 1000).map { offset in
      Packets.ipv4(
        [UInt8](datagram[offset..<min(offset + 1000, datagram.count)]), identification: identification,
        offset: offset, more: offset + 1000 < datagram.count)
    }
  }

  private func fragments6() -> [[UInt8]] {
    let datagram = Packets.udp(payload, v6: true)
    return stride(from: 0, to: datagram.count, by: 1000).map { offset in
      let part = [UInt8](datagram[offset..<min(offset + 1000, datagram.count)])
      return Packets.ipv6(
        Packets.fragment6(part, offset: offset, more: offset + 1000 < datagram.count), nextHeader: 44)
    }
  }

  @Test(arguments: [[0, 1, 2], [2, 1, 0], [1, 2, 0], [0, 0, 1, 1, 2], [2, 0, 2, 1]])
  func anyOrderAndRepetitionsMakeADatagram(_ order: [Int]) {
    for fragments in [fragments4(), fragments6()] {
      var decoding = Decoding()
      for index in order { decoding.give(fragments[index]) }
      decoding.finish()
      #expect(decoding.found.datagrams.map(\.payload) == [payload])
      #expect(decoding.found.datagrams.map(\.checksum) == [.valid])
      #expect(decoding.found.datagrams.map(\.number) == [order.count])
      #expect(decoding.found.datagrams.map(\.identification) == [7])
      #expect(decoding.found.problems.isEmpty)
      #expect(decoding.decoder.counters.reassembledDatagrams == 1)
      #expect(decoding.decoder.counters.ipFragments == order.count)
    }
  }

  @Test func aLateRepetitionIsNoLoss() {
    var decoding = Decoding()
    for index in [0, 1, 2, 1] { decoding.give(fragments4()[index]) }
    decoding.finish()
    #expect(decoding.found.datagrams.count == 1)
    #expect(decoding.found.problems.isEmpty)
  }

  @Test func aPacketThatComesTwiceIsDeliveredTwice() {
    var decoding = Decoding()
    for index in [0, 1, 2, 0, 1, 2] { decoding.give(fragments4()[index]) }
    #expect(decoding.found.datagrams.map(\.number) == [3, 6])
  }

  @Test func differentPacketsAreNotMixed() {
    var decoding = Decoding()
    for index in 0..<3 {
      decoding.give(fragments4(1)[index])
      decoding.give(fragments4(2)[index])
      decoding.give(fragments6()[index])
    }
    #expect(decoding.found.datagrams.count == 3)
    #expect(decoding.found.datagrams.allSatisfy { $0.payload == payload })
  }

  @Test func ofOverlappingIPv4FragmentsTheFirstBytesStay() {
    var decoding = Decoding()
    let forged = Packets.ipv4([UInt8](repeating: 0xff, count: 1000), offset: 1000, more: true)
    for packet in [fragments4()[1], forged, fragments4()[0], fragments4()[2]] { decoding.give(packet) }
    #expect(decoding.found.datagrams.map(\.payload) == [payload])
    let source = IPAddress(ipv4: 0xc000_0201)
    let destination = IPAddress(ipv4: 0xc000_0202)
    #expect(
      decoding.found.problems == [
        .conflictingFragments(source: source, destination: destination, identification: 7)
      ])
  }

  @Test func overlappingIPv6FragmentsAreDroppedWithAllThatFollow() {
    var decoding = Decoding()
    let datagram = Packets.udp(payload, v6: true)
    let overlap = Packets.fragment6([UInt8](datagram[496..<1096]), offset: 496, more: true)
    decoding.give(fragments6()[0])
    decoding.give(Packets.ipv6(overlap, nextHeader: 44))
    decoding.give(fragments6()[1])
    decoding.give(fragments6()[2])
    decoding.give(fragments6()[0])
    decoding.finish()
    #expect(decoding.found.datagrams.isEmpty)
    #expect(losses(decoding) == [.overlap])
    #expect(decoding.decoder.counters.droppedFragmentSets == 1)
  }

  @Test func contradictoryLengthsDropThePacket() {
    var decoding = Decoding()
    decoding.give(fragments4()[2])
    decoding.give(Packets.ipv4([UInt8](repeating: 0, count: 800), offset: 4000, more: true))
    decoding.give(Packets.ipv4([UInt8](repeating: 0, count: 800), identification: 8, offset: 65_000))
    #expect(losses(decoding) == [.contradictoryLength, .contradictoryLength])
  }

  @Test func aFragmentOfOddLengthIsMalformed() {
    let decoding = Decoding.of(Packets.ipv4([UInt8](repeating: 0, count: 1001), more: true))
    #expect(decoding.decoder.counters.malformedPackets == 1)
  }

  @Test func aCutFirstFragmentIsDeliveredByItself() throws {
    var decoding = Decoding()
    decoding.give([UInt8](fragments4()[0].prefix(128)), original: 1020)
    decoding.give([UInt8](fragments4()[1].prefix(128)), original: 1020)
    decoding.finish()
    let found = try #require(decoding.found.datagrams.first)
    #expect(found.isTruncated && found.length == 2992 && found.payload == [UInt8](payload.prefix(100)))
    #expect(decoding.found.datagrams.count == 1)
    #expect(decoding.found.problems.isEmpty)
  }

  @Test func oldFragmentsAreDropped() {
    var decoding = Decoding()
    decoding.give(fragments4()[0], seconds: 100)
    decoding.give(fragments4()[1], seconds: 160)
    #expect(losses(decoding) == [])
    decoding.give(fragments4()[2], seconds: 161)
    #expect(losses(decoding) == [.incomplete])
    #expect(decoding.found.datagrams.isEmpty)
  }

  @Test func theNumberOfSetsIsBounded() {
    var decoding = Decoding()
    let count = FragmentTable.maximumSets + 100
    for identification in 0..<count { decoding.give(fragments4(identification)[0]) }
    #expect(losses(decoding).count == 99)
    #expect(losses(decoding).allSatisfy { $0 == .tableFull })
    decoding.finish()
    #expect(losses(decoding).count == count)
  }

  @Test func theNumberOfBytesIsBounded() {
    var decoding = Decoding()
    let large = [UInt8](repeating: 0, count: 64_000)
    let sets = FragmentTable.maximumBytes / 64_000 + 10
    for identification in 0..<sets {
      decoding.give(Packets.ipv4(large, identification: identification, more: true))
    }
    let lost = losses(decoding)
    #expect((8...10).contains(lost.count) && lost.allSatisfy { $0 == .tableFull })
  }

  @Test func theNumberOfPiecesIsBounded() {
    var decoding = Decoding()
    for index in 0...FragmentTable.maximumPieces {
      decoding.give(Packets.ipv4([UInt8](repeating: 0, count: 8), offset: 16 * index, more: true))
    }
    #expect(losses(decoding) == [.tooManyPieces])
  }

  @Test func aFragmentInAFragmentIsMalformed() {
    let inner = Packets.fragment6([UInt8](repeating: 0, count: 16), offset: 0, more: true)
    var decoding = Decoding()
    decoding.give(
      Packets.ipv6(Packets.fragment6(inner, nextHeader: 44, offset: 0, more: true), nextHeader: 44))
    decoding.give(
      Packets.ipv6(Packets.fragment6([1], nextHeader: 44, offset: inner.count, more: false), nextHeader: 44))
    #expect(decoding.decoder.counters.malformedPackets == 1)
  }

  @Test func extensionHeadersInAFragmentArePassedOver() {
    let options: [UInt8] = [17, 0, 1, 4, 0, 0, 0, 0]
    let whole = options + Packets.udp([1, 2, 3, 4], v6: true)
    var decoding = Decoding()
    for (offset, more) in [(0, true), (16, false)] {
      let part = [UInt8](whole[offset..<(more ? 16 : whole.count)])
      decoding.give(Packets.ipv6(Packets.fragment6(part, nextHeader: 60, offset: offset, more: more), nextHeader: 44))
    }
    #expect(decoding.found.datagrams.map(\.payload) == [[1, 2, 3, 4]])
  }

  private func losses(_ decoding: Decoding) -> [NetworkProblem.FragmentLoss] {
    decoding.found.problems.compactMap { if case .droppedFragments(let loss, _, _, _, _, _) = $0 { loss } else { nil } }
  }
}
