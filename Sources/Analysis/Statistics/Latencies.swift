/// How long things took: as many as there may be, in little memory, from which percentiles are read.
///
/// Times are counted in intervals that are each a 64th of their power of two wide, and told by the middle of their
/// interval: so what is told of them is wrong by 1/128 at most. Two of these are added by adding their counts.
package struct Latencies: Hashable, Sendable {
  /// How many.
  package private(set) var count = 0
  /// Nanoseconds of the shortest; 0 without any.
  package private(set) var shortest: Int64 = 0
  /// Nanoseconds of the longest; 0 without any.
  package private(set) var longest: Int64 = 0
  /// Nanoseconds of all together, as far as they can be told.
  package private(set) var sum: Int64 = 0
  /// Counts of intervals, a list a power of two; lists are there where something is in them.
  private var octaves: [[Int]] = []

  /// Intervals to a power of two, as a power of two.
  static let precision = 6
  private static var intervals: Int { 1 << precision }

  /// None.
  package init() {}

  /// Takes in that something took so long; what seems to have ended before it began took no time.
  package mutating func add(nanoseconds: Int64) {
    let value = max(0, nanoseconds)
    shortest = count == 0 ? value : min(shortest, value)
    longest = max(longest, value)
    count += 1
    sum = sum.adding(value)
    let (octave, interval) = Self.place(of: value)
    if octaves.count <= octave { octaves += Array(repeating: [], count: octave + 1 - octaves.count) }
    if octaves[octave].isEmpty { octaves[octave] = Array(repeating: 0, count: Self.intervals) }
    octaves[octave][interval] += 1
  }

  /// Milliseconds of the shortest; nil without any.
  package var shortestMilliseconds: Double? { count == 0 ? nil : Double(shortest) / 1e6 }
  /// Milliseconds of the longest; nil without any.
  package var longestMilliseconds: Double? { count == 0 ? nil : Double(longest) / 1e6 }
  /// Milliseconds of one, on average; nil without any.
  package var meanMilliseconds: Double? { count == 0 ? nil : Double(sum) / Double(count) / 1e6 }

  /// Milliseconds that so many of a hundred took at most; nil without any.
  package func percentile(_ percent: Int) -> Double? {
    guard count > 0 else { return nil }
    // The rank of the one that is asked for, from 1 on.
    let rank = max(1, (count * min(max(percent, 0), 100) + 99) / 100)
    // The ends are known as they are.
    if rank == 1 { return shortestMilliseconds }
    if rank == count { return longestMilliseconds }
    var seen = 0
    for (octave, counts) in octaves.enumerated() {
      for (interval, number) in counts.enumerated() where number > 0 {
        seen += number
        guard seen >= rank else { continue }
        return min(max(Self.middle(octave, interval), Double(shortest)), Double(longest)) / 1e6
      }
    }
    return longestMilliseconds
  }

  /// Where a time is counted. The first list holds the numbers below 64 themselves; of the others, list n holds those
  /// from 2^(n+5) on.
  private static func place(of value: Int64) -> (octave: Int, interval: Int) {
    guard value >= Int64(intervals) else { return (0, Int(value)) }
    let shift = Int64.bitWidth - value.leadingZeroBitCount - 1 - precision
    return (shift + 1, Int(value >> Int64(shift)) - intervals)
  }

  /// The middle of what is counted there.
  private static func middle(_ octave: Int, _ interval: Int) -> Double {
    guard octave > 0 else { return Double(interval) }
    let width = Double(Int64(1) << Int64(octave - 1))
    return (Double(intervals + interval) + 0.5) * width
  }

  /// Adds what another one counted.
  package static func += (one: inout Latencies, other: Latencies) {
    guard other.count > 0 else { return }
    one.shortest = one.count == 0 ? other.shortest : min(one.shortest, other.shortest)
    one.longest = max(one.longest, other.longest)
    one.count += other.count
    one.sum = one.sum.adding(other.sum)
    let missing = other.octaves.count - one.octaves.count
    if missing > 0 { one.octaves += Array(repeating: [], count: missing) }
    for (octave, counts) in other.octaves.enumerated() where !counts.isEmpty {
      if one.octaves[octave].isEmpty {
        one.octaves[octave] = counts
      } else {
        for (interval, number) in counts.enumerated() { one.octaves[octave][interval] += number }
      }
    }
  }
}

extension Int64 {
  /// The sum of two numbers that are not negative, or the largest number: whatever the order of many, the same.
  func adding(_ other: Int64) -> Int64 {
    let (sum, isTooMuch) = addingReportingOverflow(other)
    return isTooMuch ? .max : sum
  }
}
