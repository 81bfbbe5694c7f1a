/// Durations in words.
package enum TimeText {
  /// `0.4 ms`, `12 ms`, `3.05 s`, `4 min 10 s`
  package static func duration(milliseconds value: Double) -> String {
    // Up to where rounding gives the next unit.
    switch abs(value) {
    case ..<9.95: return "\(rounded(value, 10)) ms"
    case ..<999.5: return "\(Int(value.rounded())) ms"
    case ..<59_995: return "\(rounded(value / 1000, 100)) s"
    default:
      guard let seconds = Int(exactly: (value / 1000).rounded()) else { return "ages" }
      return seconds < 3600
        ? "\(seconds / 60) min \(seconds % 60) s" : "\(seconds / 3600) h \(seconds / 60 % 60) min"
    }
  }

  private static func rounded(_ value: Double, _ scale: Double) -> Double {
    (value * scale).rounded() / scale
  }
}
