import Analysis

/// Which of any number of sessions are kept: the first of all, and of later ones the first that did not come up.
struct SessionQuota {
  /// Sessions that are kept because they are the first.
  let first: Int
  /// Sessions that are kept beyond them because they did not come up.
  let troubled: Int
  private var kept = 0

  init(first: Int, troubled: Int) {
    self.first = first
    self.troubled = troubled
  }

  /// Whether a session that is over is kept.
  mutating func admits(number: Int, _ outcome: Outcome) -> Bool {
    if number <= first { return true }
    guard outcome != .established, kept < troubled else { return false }
    kept += 1
    return true
  }
}

/// The steps of the sessions that are not over yet, and which ladders are kept.
struct Ladders {
  /// Sessions with a ladder: as many as a page shows without delay.
  static let maximumFirst = 1000
  /// Later sessions with a ladder that did not come up.
  static let maximumTroubled = 1000
  /// Bytes of the steps of all ladders that are CoAP or application data, and as many of all others: what a browser reads
  /// in a second. They are counted apart, so that much traffic leaves the handshakes their room.
  static let maximumBytes = 24 << 20

  /// The steps of a session.
  struct Ladder {
    /// JSON objects with commas between them.
    fileprivate(set) var steps: [UInt8] = []
    /// Steps that are not kept because there is no room for more traffic.
    fileprivate(set) var omitted = 0
    fileprivate var bytes = (common: 0, other: 0)
  }

  private var quota = SessionQuota(first: maximumFirst, troubled: maximumTroubled)
  private var live: [Int: Ladder] = [:]
  /// Sessions that are not over and have no ladder.
  private var dropped: Set<Int> = []
  private var bytes = (common: 0, other: 0)

  /// Adds a step, a JSON object, to the ladder of session `number`. `isCommon`: whether it is CoAP or application data.
  mutating func add(_ step: RawSpan, to number: Int, isCommon: Bool) {
    guard !dropped.contains(number) else { return }
    var ladder = live.removeValue(forKey: number) ?? Ladder()
    let size = step.byteCount + 1
    if isCommon {
      guard bytes.common + size <= Self.maximumBytes else {
        ladder.omitted += 1
        live[number] = ladder
        return
      }
      bytes.common += size
      ladder.bytes.common += size
    } else {
      guard bytes.other + size <= Self.maximumBytes else {
        live[number] = ladder
        return drop(number)
      }
      bytes.other += size
      ladder.bytes.other += size
    }
    if !ladder.steps.isEmpty { ladder.steps.append(UInt8(ascii: ",")) }
    step.withUnsafeBytes { ladder.steps.append(contentsOf: $0) }
    live[number] = ladder
  }

  /// Takes in that a session came up: of those beyond the first none is kept.
  mutating func sessionCameUp(_ number: Int) {
    if number > Self.maximumFirst { drop(number) }
  }

  private mutating func drop(_ number: Int) {
    dropped.insert(number)
    guard let ladder = live.removeValue(forKey: number) else { return }
    bytes.common -= ladder.bytes.common
    bytes.other -= ladder.bytes.other
  }

  /// The ladder of a session that is over; nil if it is not kept.
  mutating func take(_ number: Int, _ outcome: Outcome) -> Ladder? {
    if dropped.remove(number) != nil { return nil }
    if !quota.admits(number: number, outcome) { drop(number) }
    return dropped.remove(number) == nil ? live.removeValue(forKey: number) ?? Ladder() : nil
  }
}
