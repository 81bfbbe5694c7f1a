/// Numbers in few columns, for tables.
enum ShortNumbers {
  /// `400 µs`, `1.2 ms`, `12 ms`, `3.1 s`, `4 min`, `13 h`; a dash for none.
  static func time(_ milliseconds: Double?) -> String {
    guard let value = milliseconds else { return "–" }
    // Up to where rounding gives the next unit.
    switch value {
    case ..<0.9995: return "\(Int((value * 1000).rounded())) µs"
    case ..<9.95: return "\(rounded(value, 10)) ms"
    case ..<999.5: return "\(Int(value.rounded())) ms"
    case ..<59_950: return "\(rounded(value / 1000, 10)) s"
    case ..<3_570_000: return "\(Int((value / 60_000).rounded())) min"
    default: return Int(exactly: (value / 3_600_000).rounded()).map { "\($0) h" } ?? "ages"
    }
  }

  /// `512 B`, `1.2 kB`, `34 MB`: thousands, not 1024s.
  static func bytes(_ count: Int) -> String {
    var value = Double(count)
    var units = ["kB", "MB", "GB", "TB"][...]
    guard count >= 1000 else { return "\(count) B" }
    value /= 1000
    var unit = units.removeFirst()
    while value >= 999.5, let next = units.popFirst() {
      value /= 1000
      unit = next
    }
    return value < 9.95 ? "\(rounded(value, 10)) \(unit)" : "\(Int(value.rounded())) \(unit)"
  }

  /// `98 %`, `0.3 %`; a dash for none. Only all is 100 %, and only nothing 0 %.
  static func percent(_ ratio: Double?) -> String {
    guard let ratio else { return "–" }
    let percent = ratio * 100
    if percent > 0, percent < 0.1 { return "<0.1 %" }
    if percent < 9.95 { return percent == 0 ? "0 %" : "\(rounded(percent, 10)) %" }
    if percent < 100, percent >= 99 { return percent >= 99.9 ? ">99.9 %" : "\(rounded(percent, 10)) %" }
    return "\(Int(percent.rounded())) %"
  }

  private static func rounded(_ value: Double, _ scale: Double) -> Double {
    (value * scale).rounded() / scale
  }
}
