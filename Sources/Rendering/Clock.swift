import Bytes

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How text tells when something was.
package enum TimeForm: String, Sendable, CaseIterable {
  /// Seconds since the capture's first packet in lines of packets; dates in UTC.
  case relative
  /// `2026-11-24 04:05:06.123456 UTC`
  case utc
  /// `2026-11-24 05:05:06.123456 +01:00`: by the time zone of this machine, or of `TZ`.
  case local
  /// `1795493106.123456`: seconds since 1970 in UTC.
  case epoch
}

/// Tells times in one form, one after the other.
///
/// A packet's time costs what its digits cost: the date and the second are made once a second, and what the zone says is
/// asked for once a quarter of an hour. Zones change their offset at such a quarter, seen from UTC.
struct Clock {
  private static let zonePeriod: Int64 = 900

  private let form: TimeForm
  /// `2026-11-24 05:05:06`, of which second.
  private var head: (second: Int64, text: String)?
  /// ` +01:00` and its seconds, of which quarter of an hour.
  private var zone: (period: Int64, offset: Int64, text: String)?

  init(_ form: TimeForm) {
    self.form = form
  }

  /// Appends a time in nanoseconds since 1970.
  mutating func append(_ nanoseconds: Int64, to text: inout TextBuffer) {
    if form == .epoch { return Self.appendEpoch(nanoseconds, to: &text) }
    let (second, fraction) = Self.floorQuotient(nanoseconds, 1_000_000_000)
    if head?.second != second { head = (second, makeHead(second)) }
    text.append(trusted: head?.text ?? "")
    text.append(".")
    text.append(decimal: fraction / 1000, width: 6, pad: UInt8(ascii: "0"))
    switch form {
    case .local: text.append(trusted: zone?.text ?? "")
    case .relative, .utc, .epoch: text.append(" UTC")
    }
  }

  private static func appendEpoch(_ nanoseconds: Int64, to text: inout TextBuffer) {
    let microseconds = nanoseconds.magnitude / 1000
    if nanoseconds < 0 { text.append("-") }
    text.append(decimal: microseconds / 1_000_000)
    text.append(".")
    text.append(decimal: microseconds % 1_000_000, width: 6, pad: UInt8(ascii: "0"))
  }

  /// A time in nanoseconds since 1970.
  static func text(_ nanoseconds: Int64, _ form: TimeForm) -> String {
    var clock = Clock(form)
    var text = TextBuffer(capacity: 48)
    clock.append(nanoseconds, to: &text)
    return text.string
  }

  /// All of a time but its fraction and its zone.
  private mutating func makeHead(_ second: Int64) -> String {
    guard form == .local else { return UTCTime.text(seconds: second) }
    let period = Self.floorQuotient(second, Self.zonePeriod).quotient
    if zone?.period != period {
      let offset = Self.localOffset(at: period * Self.zonePeriod)
      zone = (period, offset, Self.text(offset: offset))
    }
    return UTCTime.text(seconds: second + (zone?.offset ?? 0))
  }

  /// Seconds that clocks here are ahead of UTC; 0 for a time that the system cannot tell.
  private static func localOffset(at second: Int64) -> Int64 {
    var (time, parts) = (time_t(second), tm())
    // `localtime_r` alone need not look at TZ.
    tzset()
    return localtime_r(&time, &parts) == nil ? 0 : Int64(parts.tm_gmtoff)
  }

  /// ` +05:30`
  private static func text(offset: Int64) -> String {
    var text = TextBuffer(capacity: 16)
    text.append(offset < 0 ? " -" : " +")
    text.append(decimal: abs(offset) / 3600, width: 2, pad: UInt8(ascii: "0"))
    text.append(":")
    text.append(decimal: abs(offset) / 60 % 60, width: 2, pad: UInt8(ascii: "0"))
    return text.string
  }

  /// A quotient that is rounded down, and a remainder that is not negative.
  private static func floorQuotient(_ value: Int64, _ divisor: Int64) -> (quotient: Int64, remainder: Int64) {
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}
