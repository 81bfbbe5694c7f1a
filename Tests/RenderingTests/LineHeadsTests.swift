import Analysis
import Bytes
import Capture
import TestSupport
import Testing

@testable import Rendering

@Suite struct LineHeadsTests {
  private static let addresses = [
    IPAddress(ipv4: 0x0a4d_0001), IPAddress(ipv4: 0), IPAddress(high: .max, low: .max),
    IPAddress(high: 0xfd00 << 48, low: 1),
  ]

  /// What is kept is what would be made anew, whoever had the place before.
  @Test func aHeadIsTheSameEveryTime() {
    var heads = LineHeads()
    for _ in 0..<2 {
      for session in [0, 1, 2, 511, 512, 1023, 1024, 70_000, Int(Int32.max)] {
        for (one, other) in Self.addresses.flatMap({ one in Self.addresses.map { (one, $0) } }) {
          for (source, destination) in [(5684, 40000), (40000, 5684), (65535, 65535)] as [(UInt16, UInt16)] {
            let (from, to) = (Endpoint(address: one, port: source), Endpoint(address: other, port: destination))
            var line = TextBuffer()
            line.append("before ")
            heads.append(from, to, session: session, to: &line)
            var expected = TextBuffer()
            expected.append("before ")
            expected.append(from, to)
            expected.append("  #")
            expected.append(sessionNumber: session)
            expected.append("  ")
            #expect([UInt8](line.bytes) == [UInt8](expected.bytes))
          }
        }
      }
    }
  }
}
