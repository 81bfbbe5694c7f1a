import Testing

@testable import Rendering

@Suite struct ShortNumbersTests {
  @Test(
    arguments: [
      (nil, "–"), (0, "0 µs"), (0.0426, "43 µs"), (0.9994, "999 µs"), (0.9996, "1.0 ms"), (9.94, "9.9 ms"),
      (9.96, "10 ms"), (999.4, "999 ms"), (999.6, "1.0 s"), (59_940, "59.9 s"), (59_960, "1 min"),
      (3_569_000, "59 min"), (3_600_000, "1 h"), (90_000_000, "25 h"),
    ] as [(Double?, String)])
  func times(_ milliseconds: Double?, _ text: String) {
    #expect(ShortNumbers.time(milliseconds) == text)
  }

  @Test(
    arguments: [
      (0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (9949, "9.9 kB"), (9951, "10 kB"), (999_400, "999 kB"),
      (999_600, "1.0 MB"), (12_345_678_901, "12 GB"), (.max, "9223372 TB"),
    ])
  func bytes(_ count: Int, _ text: String) {
    #expect(ShortNumbers.bytes(count) == text)
  }

  @Test(
    arguments: [
      (nil, "–"), (0, "0 %"), (0.0001, "<0.1 %"), (0.0123, "1.2 %"), (0.5, "50 %"), (0.995, "99.5 %"),
      (0.9999, ">99.9 %"), (1, "100 %"),
    ] as [(Double?, String)])
  func percent(_ ratio: Double?, _ text: String) {
    #expect(ShortNumbers.percent(ratio) == text)
  }
}
