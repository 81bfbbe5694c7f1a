import Testing

@testable import Rendering

@Suite struct TimeSpanTests {
  @Test(arguments: [
    ("90", 90_000), ("2.5", 2500), ("90s", 90_000), ("250ms", 250), ("10m", 600_000), ("1h30m", 5_400_000),
    ("2d", 172_800_000), ("1d1h1m1s1ms", 90_061_001), ("0.5h", 1_800_000), ("0", 0),
  ])
  func peopleWriteTimesLikeThis(_ text: String, _ milliseconds: Int64) {
    #expect(TimeSpan(text)?.nanoseconds == milliseconds * 1_000_000)
  }

  @Test(arguments: [
    "", "s", "-1", "1x", "1m1h", "1s1s", "1 h", "h1", "1..5s", "1e3", "nan", "inf", "0x10", "1h30", "½h", "32000000000",
    "999999999999999999999d", "+5",
  ])
  func andNotLikeThis(_ text: String) {
    #expect(TimeSpan(text) == nil)
  }

  @Test(arguments: ["1h", "1h30m", "2d", "1s250ms", "0s"])
  func itIsWrittenAsItIsRead(_ text: String) {
    #expect(TimeSpan(text)?.description == text)
  }
}
