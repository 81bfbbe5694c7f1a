#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Times and lengths of time in words.
enum TimeWords {
  /// `1.0 s`, `850 ms`.
  static func seconds(_ milliseconds: Double) -> String {
    if milliseconds < 1000 { return "\(Int(milliseconds.rounded())) ms" }
    let tenths = Int((milliseconds / 100).rounded())
    return "\(tenths / 10).\(tenths % 10) s"
  }

  /// `2021-01-01` in UTC, of seconds since 1970.
  static func day(_ seconds: Int64) -> String {
    var time = time_t(seconds)
    var parts = tm()
    guard gmtime_r(&time, &parts) != nil else { return "\(seconds) s after 1970" }
    func padded(_ value: Int32) -> String { value < 10 ? "0\(value)" : "\(value)" }
    return "\(parts.tm_year + 1900)-\(padded(parts.tm_mon + 1))-\(padded(parts.tm_mday))"
  }
}
