import Bytes

/// How far a long run is, as a line that fits a terminal.
package struct ProgressLine {
  /// What is read.
  package let name: String
  /// Packets that were read.
  package let packets: Int
  /// Which part that is of all bytes; nil where nobody knows, as on a pipe.
  package let fraction: Double?
  /// Seconds since the first was read.
  package let seconds: Double

  /// Columns of the bar, and of a name where there is room for more.
  private static let barWidth = 20
  private static let nameWidth = 30

  /// A line of `packets` in `seconds`.
  package init(name: String, packets: Int, fraction: Double?, seconds: Double) {
    self.name = name
    self.packets = packets
    self.fraction = fraction.map { min(max($0, 0), 1) }
    self.seconds = max(seconds, 0)
  }

  /// `capture.pcap  [#######.............] 35 %  1200000 packets, 310000/s, 12 s left`, of at most `width` columns: what
  /// does not fit is left out, the bar first, then the rate; a long name loses its middle.
  package func text(width: Int) -> String {
    let short = TextTable.shortened(SafeText.string(name), to: min(Self.nameWidth, max(2, width / 3)))
    let share = fraction.map { "\(Int($0 * 100)) %" }
    let left = fraction.flatMap(left).map { "\($0) left" }
    let count = packets.counted("packet")
    let rate = seconds > 0 ? "\(Int((Double(packets) / seconds).rounded()))/s" : nil
    let forms: [[String?]] = [
      [short, fraction.map(bar).map { "\($0) \(share ?? "")" }, list([count, rate, left])],
      [short, share, list([count, rate, left])], [short, share, list([count, left])], [short, share],
    ]
    let lines = forms.map { $0.compactMap { $0 }.joined(separator: "  ") }
    return lines.first { $0.count <= width } ?? (share ?? count)
  }

  private func list(_ parts: [String?]) -> String { parts.compactMap { $0 }.joined(separator: ", ") }

  private func bar(_ fraction: Double) -> String {
    let full = Int(fraction * Double(Self.barWidth))
    return "[" + String(repeating: "#", count: full) + String(repeating: ".", count: Self.barWidth - full) + "]"
  }

  /// The time that the rest takes at the pace so far, rounded up; nil before there is a pace.
  private func left(_ fraction: Double) -> String? {
    guard fraction > 0.001, seconds > 0 else { return nil }
    let rest = (seconds * (1 - fraction) / fraction).rounded(.up)
    guard let whole = Int(exactly: rest) else { return nil }
    return whole < 60 ? "\(whole) s" : TimeText.duration(milliseconds: rest * 1000)
  }
}
