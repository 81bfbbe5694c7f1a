import Bytes
import Capture
import TestSupport
import Testing

@Suite struct LowPANFragmentTests {
  static let payload = (0..<200).map { UInt8(truncatingIfNeeded: $0 &* 7) }
  static let packet = Packets.ipv6(Packets.udp(payload, v6: true))

  /// The frames of the packet, of 80 bytes each; the first one's headers are compressed if `isCompressed`.
  private func frames(_ tag: Int = 9, sender: String = "0200", isCompressed: Bool = true) -> [[UInt8]] {
    let packet = Self.packet
    let header = hex("4198 01 cefa 0100 \(sender)")
    let size = Packets.bytes16(0xc000 | packet.count)
    // No traffic class, hop limit 64, addresses in full, ports and checksum.
    let parts: [ArraySlice<UInt8>] = [[0x7e, 0], packet[8..<40], [0xf0], packet[40..<44], packet[46..<80]]
    let first = isCompressed ? [UInt8](parts.joined()) : [0x41] + packet[..<80]
    var frames: [[UInt8]] = [header + size + Packets.bytes16(tag) + first]
    for offset in stride(from: 80, to: packet.count, by: 80) {
      let start = Packets.bytes16(0xe000 | packet.count) + Packets.bytes16(tag) + [UInt8(offset / 8)]
      frames.append(header + start + packet[offset..<min(offset + 80, packet.count)])
    }
    return frames
  }

  private func losses(_ decoding: Decoding) -> [NetworkProblem.FragmentLoss] {
    decoding.found.problems.compactMap { if case .droppedFragments(let loss, _, _, _, _, _) = $0 { loss } else { nil } }
  }

  @Test(
    arguments: [[0, 1, 2, 3], [3, 2, 1, 0], [1, 0, 3, 2], [0, 0, 1, 1, 2, 3], [3, 0, 3, 1, 2]], [true, false])
  func anyOrderAndRepetitionsMakeADatagram(_ order: [Int], _ isCompressed: Bool) {
    var decoding = Decoding()
    for index in order { decoding.give(frames(isCompressed: isCompressed)[index], link: 230) }
    decoding.finish()
    #expect(decoding.found.datagrams.map(\.payload) == [Self.payload])
    #expect(decoding.found.datagrams.map(\.checksum) == [.valid])
    #expect(decoding.found.datagrams.map(\.number) == [order.count])
    #expect(decoding.found.problems.isEmpty)
    #expect(decoding.decoder.counters.ipFragments == order.count)
    #expect(decoding.decoder.counters.reassembledDatagrams == 1)
  }

  @Test func packetsWithOtherTagsOrFromOthersAreNotMixed() {
    var decoding = Decoding()
    let all = [frames(), frames(10), frames(sender: "0300")]
    for index in 0..<4 { for one in all { decoding.give(one[index], link: 230) } }
    #expect(decoding.found.datagrams.count == 3)
    #expect(decoding.found.datagrams.allSatisfy { $0.payload == Self.payload && $0.checksum == .valid })
  }

  @Test func aMissingFragmentIsReportedAtTheEnd() throws {
    var decoding = Decoding()
    for index in [0, 1, 3] { decoding.give(frames()[index], link: 230) }
    decoding.finish()
    #expect(decoding.found.datagrams.isEmpty)
    let link = { (address: UInt64) in IPAddress(high: 0xfe80 << 48, low: 0x0000_00ff_fe00_0000 | address) }
    #expect(
      decoding.found.problems == [
        .droppedFragments(
          .incomplete, source: link(2), destination: link(1), identification: UInt32(Self.packet.count) << 16 | 9,
          fragments: 3, bytes: 168)
      ])
  }

  @Test func oldFragmentsAreDropped() {
    var decoding = Decoding()
    decoding.give(frames()[0], link: 230, seconds: 100)
    decoding.give(frames()[1], link: 230, seconds: 161)
    #expect(losses(decoding) == [.incomplete])
  }

  @Test func theNumberOfSetsIsBounded() {
    var decoding = Decoding()
    let count = FragmentTable.maximumSets + 100
    for tag in 0..<count { decoding.give(frames(tag)[0], link: 230) }
    #expect(losses(decoding).count == 99)
    #expect(losses(decoding).allSatisfy { $0 == .tableFull })
  }

  @Test func whatOverlapsIsDropped() {
    var decoding = Decoding()
    var shifted = frames()[1]
    shifted[shifted.count - 81] = 9
    for frame in [frames()[0], shifted] { decoding.give(frame, link: 230) }
    #expect(losses(decoding) == [.overlap])
  }

  @Test(arguments: [
    "c008 0009 7e00", "c030 0009 7e33 f4 9c40 1634 0102030405", "e040 0009 05 " + "00112233 44556677 8899",
  ])
  func aFragmentThatDoesNotFitItsPacketIsMalformed(_ payload: String) {
    let addresses = payload.hasSuffix("7e00") ? [UInt8](repeating: 0, count: 32) + hex("f4 9c40 1634") : []
    let decoding = Decoding.of(hex("4198 01 cefa 0100 0200") + hex(payload) + addresses, link: 230)
    #expect(decoding.decoder.counters.malformedPackets == 1)
  }

  @Test func headersThatAreLongerThanAnyPacketAreMalformed() {
    let options = hex("e1 ff") + [UInt8](repeating: 0, count: 255)
    let headers = [[UInt8]](repeating: options, count: 12).joined() + hex("f4 9c40 1634")
    let decoding = Decoding.of(hex("4198 01 cefa 0100 0200 c7ff 0009 7e33") + headers, link: 230)
    #expect(decoding.decoder.counters.malformedPackets == 1)
  }

  @Test func aCutFirstFragmentIsDeliveredByItself() throws {
    var decoding = Decoding()
    for frame in frames() { decoding.give([UInt8](frame.prefix(70)), link: 230, original: frame.count) }
    decoding.finish()
    let found = try #require(decoding.found.datagrams.first)
    #expect(found.isTruncated && found.length == 200)
    #expect(found.payload == [UInt8](Self.payload.prefix(found.payload.count)) && !found.payload.isEmpty)
    #expect(decoding.found.datagrams.count == 1 && decoding.found.problems.isEmpty)
  }

  @Test func everyTruncationOfAFragmentIsNoticed() {
    for frame in [frames()[0], frames()[1]] {
      for length in 0..<frame.count {
        let found = Decoding.of([UInt8](frame.prefix(length)), link: 230, original: frame.count).found
        let isHeld = length >= 14 && frame[9] & 0x20 != 0
        #expect(found.datagrams.contains(where: \.isTruncated) || !found.problems.isEmpty || isHeld, "\(length)")
      }
    }
  }
}
