/// Lengths of time in words.
enum TimeWords {
  /// `1.0 s`, `850 ms`.
  static func seconds(_ milliseconds: Double) -> String {
    if milliseconds < 1000 { return "\(Int(milliseconds.rounded())) ms" }
    let tenths = Int((milliseconds / 100).rounded())
    return "\(tenths / 10).\(tenths % 10) s"
  }
}
