import Bytes
import Testing

@Suite struct PacketStampTests {
  @Test(
    arguments: [
      (0, 0, 0), (1_000_000, 3_500_000, 2.5), (3_500_000, 1_000_000, -2.5), (0, 1, 0.000_001),
      (1_700_000_000_000_000_000, 1_700_000_001_000_000_000, 1000),
    ] as [(Int64, Int64, Double)])
  func countsMilliseconds(_ earlier: Int64, _ later: Int64, _ milliseconds: Double) {
    let first = PacketStamp(number: 1, nanoseconds: earlier)
    let second = PacketStamp(number: 2, nanoseconds: later)
    #expect(second.milliseconds(since: first) == milliseconds)
  }

  @Test func hostileTimesDoNoHarm() {
    let first = PacketStamp(number: 1, nanoseconds: .min)
    let second = PacketStamp(number: 2, nanoseconds: .max)
    #expect(second.milliseconds(since: first) == -0.000_001)
  }

  @Test func theCaptureTellsPacketsApart() {
    #expect(PacketStamp(number: 1, nanoseconds: 5) == PacketStamp(number: 1, nanoseconds: 5, capture: 0))
    #expect(PacketStamp(number: 1, nanoseconds: 5) != PacketStamp(number: 1, nanoseconds: 5, capture: 1))
  }
}
