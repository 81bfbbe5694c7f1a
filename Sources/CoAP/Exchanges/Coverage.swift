/// Which bytes of a body are there, without the bytes.
struct Coverage: Sendable {
  /// Without overlap or touching neighbours, in order.
  private var ranges: [Range<Int>] = []

  /// Gaps that are followed; a transfer that has more is told as incomplete whatever fills them.
  static let maximumRanges = 256

  /// Number of bytes there.
  var count: Int { ranges.reduce(0) { $0 + $1.count } }
  /// The end of the last byte there.
  var end: Int { ranges.last?.upperBound ?? 0 }

  /// Whether every byte before `total` is there.
  func isComplete(to total: Int) -> Bool {
    total == 0 || ranges.count == 1 && ranges[0].lowerBound == 0 && ranges[0].upperBound >= total
  }

  /// Whether all of `range` is there.
  func contains(_ range: Range<Int>) -> Bool {
    ranges.contains { $0.lowerBound <= range.lowerBound && range.upperBound <= $0.upperBound }
  }

  /// The first bytes that are missing before `end`.
  var firstGap: Range<Int>? {
    guard let first = ranges.first else { return nil }
    if first.lowerBound > 0 { return 0..<first.lowerBound }
    return ranges.count > 1 ? first.upperBound..<ranges[1].lowerBound : nil
  }

  /// Adds `range`; false if there are too many gaps.
  mutating func insert(_ range: Range<Int>) -> Bool {
    if let last = ranges.last, last.upperBound == range.lowerBound {
      ranges[ranges.count - 1] = last.lowerBound..<range.upperBound
      return true
    }
    var merged = range
    var kept: [Range<Int>] = []
    for existing in ranges {
      if existing.upperBound < merged.lowerBound || existing.lowerBound > merged.upperBound {
        kept.append(existing)
      } else {
        merged = min(existing.lowerBound, merged.lowerBound)..<max(existing.upperBound, merged.upperBound)
      }
    }
    guard kept.count < Self.maximumRanges else { return false }
    let place = kept.firstIndex { $0.lowerBound > merged.lowerBound } ?? kept.count
    kept.insert(merged, at: place)
    ranges = kept
    return true
  }
}
