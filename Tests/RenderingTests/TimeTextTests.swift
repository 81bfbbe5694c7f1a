import Testing

@testable import Rendering

@Suite struct TimeTextTests {
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
