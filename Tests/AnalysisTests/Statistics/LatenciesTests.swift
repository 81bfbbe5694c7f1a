import TestSupport
import Testing

@testable import Analysis

@Suite struct LatenciesTests {
  /// Times between a nanosecond and some hours, as many of each power of two.
  private static let times: [Int64] = {
    var random = SplitMix64(seed: 7)
    return (0..<4000).map { _ in
      Int64(bitPattern: random.next() >> 1) >> Int64.random(in: 18...60, using: &random)
    }
  }()

  private func latencies(_ times: some Sequence<Int64>) -> Latencies {
    var latencies = Latencies()
    for time in times { latencies.add(nanoseconds: time) }
    return latencies
  }

  @Test(arguments: [0, 1, 10, 50, 90, 95, 99, 100]) func percentilesAreWrongByLessThanOnePercent(_ percent: Int) throws
  {
    let sorted = Self.times.sorted()
    let exact = Double(sorted[max(0, (sorted.count * percent + 99) / 100 - 1)]) / 1e6
    let told = try #require(latencies(Self.times).percentile(percent))
    #expect(abs(told - exact) <= exact / 128)
  }

  @Test func theEndsAndTheMeanAreExact() throws {
    let times = latencies([2_000_000, 999_999_937, 3])
    #expect(times.count == 3)
    #expect(times.shortestMilliseconds == 3e-6 && times.longestMilliseconds == 999.999_937)
    #expect(times.meanMilliseconds == Double(2_000_000 + 999_999_937 + 3) / 3 / 1e6)
    #expect(times.percentile(100) == 999.999_937 && times.percentile(0) == 3e-6)
  }

  @Test func oneTimeIsAllThereIsToTell() {
    let times = latencies([1_234_567])
    #expect([1, 50, 99].map(times.percentile) == [1.234567, 1.234567, 1.234567])
  }

  @Test func nothingIsToldOfNone() {
    let times = Latencies()
    #expect(times.percentile(50) == nil && times.meanMilliseconds == nil && times.shortestMilliseconds == nil)
  }

  @Test(arguments: [1, 2, 3, 7]) func partsAddUpToTheWholeInAnyOrder(_ parts: Int) {
    var sum = Latencies()
    for part in (0..<parts).reversed() {
      sum += latencies(Self.times.indices.filter { $0 % parts == part }.map { Self.times[$0] })
    }
    #expect(sum == latencies(Self.times))
  }

  @Test func clocksThatJumpDoNoHarm() {
    var times = latencies([-5, .min, .max, .max])
    times += latencies([.max])
    #expect(times.count == 5 && times.shortest == 0 && times.longest == .max && times.sum == .max)
    #expect(times.percentile(20) == 0 && times.percentile(100) == Double(Int64.max) / 1e6)
  }
}
