import Testing

@testable import Rendering

@Suite struct TimeTextTests {
  @Test(
    arguments: [
      (0, "1970-01-01 00:00:00.000000 UTC"), (1_999, "1970-01-01 00:00:00.000001 UTC"),
      (1_709_210_096_123_456_789, "2024-02-29 12:34:56.123456 UTC"), (-1_000, "1969-12-31 23:59:59.999999 UTC"),
      (-1_000_000_000, "1969-12-31 23:59:59.000000 UTC"), (Int64.max, "2262-04-11 23:47:16.854775 UTC"),
      (Int64.min + 999_999_999, "1677-09-21 00:12:44.145224 UTC"),
    ] as [(Int64, String)])
  func aTimeIsUTCWithMicroseconds(_ nanoseconds: Int64, _ expected: String) {
    #expect(TimeText.utc(nanoseconds) == expected)
  }

  @Test(arguments: [
    (0, "0.0 ms"), (0.04, "0.0 ms"), (0.35, "0.4 ms"), (9.94, "9.9 ms"), (12.4, "12 ms"), (999.4, "999 ms"),
    (1000, "1.0 s"), (3047, "3.05 s"), (59_990, "59.99 s"), (60_000, "1 min 0 s"), (250_400, "4 min 10 s"),
    (3_600_000, "1 h 0 min"), (90_000_000, "25 h 0 min"), (-5, "-5.0 ms"), (.infinity, "ages"), (.nan, "ages"),
  ])
  func aDurationHasTheUnitThatFits(_ milliseconds: Double, _ expected: String) {
    #expect(TimeText.duration(milliseconds: milliseconds) == expected)
  }

  @Test(arguments: [(9.96, "10 ms"), (999.6, "1.0 s"), (59_996, "1 min 0 s")])
  func roundingNeverGivesTheNextUnitInTheSmallerOne(_ milliseconds: Double, _ expected: String) {
    #expect(TimeText.duration(milliseconds: milliseconds) == expected)
  }
}
