/// Times of day and dates of the Gregorian calendar, in UTC and without leap seconds.
package enum UTCTime {
  /// `2026-11-24 04:05:06`, for seconds since 1970; years before 1 and after 9999 have a sign or more digits.
  package static func text(seconds: Int64) -> String {
    let secondsOfDay = floorModulo(seconds, 86_400)
    let date = date(daysSince1970: (seconds - secondsOfDay) / 86_400)
    var text = TextBuffer(capacity: 32)
    text.append(decimal: date.year, width: 4, pad: UInt8(ascii: "0"))
    let rest = [date.month, date.day, secondsOfDay / 3600, secondsOfDay / 60 % 60, secondsOfDay % 60]
    for (separator, value) in zip("-- ::".utf8, rest) {
      text.append(separator)
      text.append(decimal: value, width: 2, pad: UInt8(ascii: "0"))
    }
    return text.string
  }

  /// `2026-11-24`, for seconds since 1970.
  package static func day(seconds: Int64) -> String { String(text(seconds: seconds).prefix { $0 != " " }) }

  /// The date so many days after 1970-01-01. Counts years from March, so that the leap day is the last of one, in eras of
  /// 400 years, after which the calendar repeats.
  private static func date(daysSince1970 days: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let daysOfEra: Int64 = 146_097
    // 0000-03-01 is 719,468 days before 1970-01-01.
    let dayOfEra = floorModulo(days + 719_468, daysOfEra)
    let era = (days + 719_468 - dayOfEra) / daysOfEra
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    // Months from March on have 31, 30, 31, 30, 31 days, and so again.
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    let year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
  }

  private static func floorModulo(_ value: Int64, _ divisor: Int64) -> Int64 {
    let remainder = value % divisor
    return remainder < 0 ? remainder + divisor : remainder
  }
}
