/// How many observations were how long: in fixed buckets, so that its size does not depend on what is observed.
struct Histogram: Sendable {
  /// The longest time of each bucket in seconds, in ascending order; what is longer is in none of them.
  let bounds: [Double]
  /// Observations in each bucket that are in none of the smaller ones.
  private(set) var counts: [Int]
  /// Observations.
  private(set) var count = 0
  /// Seconds of all of them.
  private(set) var sum = 0.0

  /// A histogram without observations.
  init(bounds: [Double]) {
    self.bounds = bounds
    counts = Array(repeating: 0, count: bounds.count)
  }

  /// Takes in an observation; one below 0, as a capture's clock may make it, as 0.
  mutating func observe(seconds: Double) {
    let seconds = max(0, seconds)
    count += 1
    sum += seconds
    if let index = bounds.firstIndex(where: { seconds <= $0 }) { counts[index] += 1 }
  }
}
