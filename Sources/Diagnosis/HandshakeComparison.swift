import Bytes
import DTLS

/// Where a failing handshake departs from a working one, and what differs between them.
package struct HandshakeComparison: Sendable {
  /// A message in both, or in one of them.
  package struct Row: Sendable {
    /// The working handshake's.
    package let good: HandshakePortrait.Step?
    /// The failing one's.
    package let bad: HandshakePortrait.Step?
    /// What differs, in words: nothing for a row that is alike.
    package let remarks: [String]

    /// Whether both have the message.
    package var isShared: Bool { good != nil && bad != nil }
  }

  /// A difference in what is stated or agreed on.
  package struct Difference: Sendable {
    /// What it is.
    package let name: String
    /// How the two differ, in words.
    package let text: String
  }

  /// The messages of both, side by side.
  package let rows: [Row]
  /// The place of the first row that only one of them has; nil if the failing one has all.
  package let departure: Int?
  /// What else differs.
  package let differences: [Difference]

  /// Times that a message takes longer in the failing handshake before that is worth a remark, and milliseconds that it
  /// takes at least: less is chance.
  static let slowFactor = 3.0
  static let slowMilliseconds = 200.0

  /// Values of a list that are named: default lists have a hundred suites.
  static let maximumNamed = 8

  /// Compares a failing handshake with a working one.
  package init(good: HandshakePortrait, bad: HandshakePortrait) {
    var rows: [Row] = []
    for (good, bad) in Self.align(good.steps, bad.steps) {
      rows.append(Row(good: good, bad: bad, remarks: Self.remarks(good, bad)))
    }
    self.rows = rows
    departure = rows.firstIndex { !$0.isShared }
    differences = zip(good.aspects, bad.aspects).compactMap(Self.difference)
  }

  /// The longest common run of messages, and between them what only one has (Hunt and McIlroy): by sender and name.
  private static func align(
    _ good: [HandshakePortrait.Step], _ bad: [HandshakePortrait.Step]
  ) -> [(HandshakePortrait.Step?, HandshakePortrait.Step?)] {
    func isSame(_ one: HandshakePortrait.Step, _ other: HandshakePortrait.Step) -> Bool {
      one.sender == other.sender && one.name == other.name
    }
    var lengths = Array(repeating: Array(repeating: 0, count: bad.count + 1), count: good.count + 1)
    for row in good.indices.reversed() {
      for column in bad.indices.reversed() {
        lengths[row][column] =
          isSame(good[row], bad[column])
          ? lengths[row + 1][column + 1] + 1 : max(lengths[row + 1][column], lengths[row][column + 1])
      }
    }
    var pairs: [(HandshakePortrait.Step?, HandshakePortrait.Step?)] = []
    var (row, column) = (0, 0)
    while row < good.count || column < bad.count {
      if row < good.count, column < bad.count, isSame(good[row], bad[column]) {
        pairs.append((good[row], bad[column]))
        (row, column) = (row + 1, column + 1)
      } else if column == bad.count || row < good.count && lengths[row + 1][column] >= lengths[row][column + 1] {
        pairs.append((good[row], nil))
        row += 1
      } else {
        pairs.append((nil, bad[column]))
        column += 1
      }
    }
    return pairs
  }

  private static func remarks(_ good: HandshakePortrait.Step?, _ bad: HandshakePortrait.Step?) -> [String] {
    guard let good, let bad else { return [] }
    var remarks: [String] = []
    if good.length != bad.length, good.length > 0, bad.length > 0 {
      remarks.append("\(good.length) bytes against \(bad.length)")
    }
    if good.fragments != bad.fragments { remarks.append("\(good.fragments.of("fragment")) against \(bad.fragments)") }
    if good.sendings != bad.sendings {
      remarks.append("sent \(times(good.sendings)) against \(times(bad.sendings))")
    }
    if bad.wait > slowMilliseconds, bad.wait > good.wait * slowFactor {
      remarks.append("after \(TimeWords.seconds(good.wait)) against \(TimeWords.seconds(bad.wait))")
    }
    return remarks
  }

  private static func times(_ count: Int) -> String { count == 1 ? "once" : "\(count) times" }

  /// The first of some values, and how many more there are.
  private static func list(_ values: [String]) -> String {
    let named = values.prefix(maximumNamed).joined(separator: ", ")
    return values.count > maximumNamed ? "\(named) and \(values.count - maximumNamed) more" : named
  }

  private static func difference(_ good: HandshakePortrait.Aspect, _ bad: HandshakePortrait.Aspect) -> Difference? {
    // What only one of them came to is told by its messages.
    guard let works = good.values, let fails = bad.values, works != fails else { return nil }
    if works.count <= 1, fails.count <= 1 {
      return Difference(name: good.name, text: "\(works.first ?? "none") against \(fails.first ?? "none")")
    }
    let missing = works.filter { !fails.contains($0) }
    let extra = fails.filter { !works.contains($0) }
    if missing.isEmpty, extra.isEmpty {
      return good.isOrdered ? Difference(name: good.name, text: "the same ones in another order") : nil
    }
    let parts = [
      missing.isEmpty ? nil : "only the working one has \(list(missing))",
      extra.isEmpty ? nil : "only the failing one has \(list(extra))",
    ]
    return Difference(name: good.name, text: parts.compactMap { $0 }.joined(separator: "; "))
  }
}
