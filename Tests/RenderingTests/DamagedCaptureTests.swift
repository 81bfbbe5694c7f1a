import Bytes
import Capture
import Rendering
import TestSupport
import Testing

/// Captures with bits flipped at random, through the whole pipeline: whatever comes of it, it comes to an end, is safe to
/// show, and does not depend on the number of threads.
@Suite struct DamagedCaptureTests {
  static let names = [
    "wrapped-turn-peers", "wrapped-turn-channels", "wrapped-capwap", "wrapped-beside-stun-rtp", "lowpan-WITHFCS",
    "lowpan-TAP", "lowpan-NOFCS-contexts",
  ]

  @Test(arguments: names, 0..<8)
  func flippedBitsDoNoHarm(_ name: String, _ seed: Int) throws {
    var (packets, link) = try Self.packets(of: name)
    var random = SplitMix64(seed: UInt64(seed))
    for _ in 0..<(4 << seed % 4) {
      let index = Int.random(in: packets.indices, using: &random)
      // Headers are where damage has the most to do with the decoder.
      let end = Bool.random(using: &random) ? min(48, packets[index].count) : packets[index].count
      packets[index][Int.random(in: 0..<end, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      if seed % 2 == 1 { packets[index].removeLast(Int.random(in: 0..<end, using: &random)) }
      if packets[index].isEmpty { packets[index] = [0] }
    }
    let file = TemporaryFile(Savefile.pcap(packets, link: link))
    for form in [Form.fields, .json] {
      let report = try form.render([file.path], shards: 1)
      #expect(try form.render([file.path], shards: 3) == report)
      #expect(report.unicodeScalars.allSatisfy { $0 == "\n" || $0.properties.generalCategory != .control })
    }
    let summary = try Form.text.render([file.path])
    #expect(summary.contains("\(packets.count) packets"))
  }

  /// The packets of a fixture, and their link type.
  private static func packets(of name: String) throws -> ([[UInt8]], Int) {
    let source = try CaptureFile.open(Fixtures.path(name))
    var packets: [[UInt8]] = []
    while try source.next({ packets.append([UInt8]($0.bytes)) }) {}
    return (packets, Int(try #require(source.linkTypes.first).rawValue))
  }
}
