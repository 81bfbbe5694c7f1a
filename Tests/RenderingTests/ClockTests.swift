import Bytes
import Foundation
import Testing

@testable import Rendering

@Suite struct ClockTests {
  /// 2026-11-24 04:05:06.123456789 UTC
  private let time: Int64 = 1_795_493_106_123_456_789

  @Test(arguments: [
    (TimeForm.relative, "2026-11-24 04:05:06.123456 UTC"), (.utc, "2026-11-24 04:05:06.123456 UTC"),
    (.epoch, "1795493106.123456"),
  ])
  func aTimeHasTheFormAskedFor(_ form: TimeForm, _ expected: String) {
    #expect(Clock.text(time, form) == expected)
  }

  @Test(
    arguments: [
      (0, "1970-01-01 00:00:00.000000 UTC"), (1_999, "1970-01-01 00:00:00.000001 UTC"),
      (1_709_210_096_123_456_789, "2024-02-29 12:34:56.123456 UTC"), (-1_000, "1969-12-31 23:59:59.999999 UTC"),
      (-1_000_000_000, "1969-12-31 23:59:59.000000 UTC"), (Int64.max, "2262-04-11 23:47:16.854775 UTC"),
      (Int64.min, "1677-09-21 00:12:43.145224 UTC"),
    ] as [(Int64, String)])
  func aTimeIsUTCWithMicroseconds(_ nanoseconds: Int64, _ expected: String) {
    #expect(Clock.text(nanoseconds, .utc) == expected)
  }

  @Test func everyTimeHasSomeText() {
    #expect(Clock.text(-1_500_000_000, .epoch) == "-1.500000")
    #expect(Clock.text(.min, .epoch) == "-9223372036.854775")
    for form in TimeForm.allCases { #expect(Clock.text(.max, form).contains(".854775")) }
  }

  @Test func oneClockTellsTimesInAnyOrder() {
    let hour: Int64 = 3_600_000_000_000
    for form in TimeForm.allCases {
      var clock = Clock(form)
      for offset in [0, 1, 1000, hour, -hour, 4000 * hour, 1000, 0] as [Int64] {
        var text = TextBuffer()
        clock.append(time + offset, to: &text)
        #expect(text.string == Clock.text(time + offset, form))
      }
    }
  }

  @Test func localTimesAgreeWithFoundation() {
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.timeZone = .current
    formatter.dateFormat = "yyyy-MM-dd HH:mm:ss'.123456' xxx"
    for month in 0..<24 {
      let seconds = 1_795_493_106 + Int64(month) * 2_629_746
      let expected = formatter.string(from: Date(timeIntervalSince1970: Double(seconds)))
      #expect(Clock.text(seconds * 1_000_000_000 + 123_456_789, .local) == expected)
    }
  }
}
