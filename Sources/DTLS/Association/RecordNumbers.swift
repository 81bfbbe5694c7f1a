import Bytes

/// The record numbers that one end has used in one epoch, as far back as a replay window reaches (RFC 6347 §4.1.2.6).
package struct RecordNumbers: Sendable {
  /// What a record's number says about it.
  package enum Verdict: Hashable, Sendable {
    /// Higher than all before; this many numbers between were never seen: lost before the capture point, or late.
    case next(skipped: UInt64)
    /// Lower than the highest and not seen before: it overtook, or was overtaken.
    case late
    /// Seen before with the same bytes: captured or delivered twice.
    case duplicate
    /// Seen before with other bytes.
    case reused
    /// Too far behind the highest to know: replayed or very late.
    case belowWindow

    /// Whether so many numbers were skipped that no loss explains it.
    var isImplausible: Bool {
      if case .next(let skipped) = self { skipped >= RecordNumbers.implausibleGap } else { false }
    }
  }

  /// Numbers that are remembered below the highest; the size that RFC 6347 prefers.
  static let window: UInt64 = 64

  /// A gap that no loss explains in an epoch whose record numbers nothing protects: a number above it is forged or
  /// damaged, and is not taken for the highest.
  static let implausibleGap: UInt64 = 1 << 16

  /// Highest number seen, or nil before the first.
  package private(set) var highest: UInt64?
  /// Lowest number seen, but for those that were below the window.
  package private(set) var lowest: UInt64?
  /// Numbers seen, each once.
  package private(set) var count = 0
  /// Bit n: the number `highest - n` was seen.
  private var seen: UInt64 = 0
  /// Digests of the records in the window, by number modulo the window.
  private var digests: [UInt16] = []

  /// Nothing seen.
  package init() {}

  /// Numbers between the lowest and the highest that were never seen: records lost before the capture point.
  package var missing: UInt64 {
    guard let lowest, let highest else { return 0 }
    let span = highest - lowest + 1
    // What was excused may have come late after all, and then counts twice.
    return span - min(span, UInt64(count))
  }

  /// What the number of a record with this digest says, without remembering it. Without a digest, a number that was seen
  /// is taken for the same record again.
  package func verdict(_ number: UInt64, digest: UInt16?) -> Verdict {
    guard let highest else { return .next(skipped: 0) }
    if number > highest { return .next(skipped: number - highest - 1) }
    let distance = highest - number
    guard distance < Self.window else { return .belowWindow }
    guard seen >> distance & 1 == 1 else { return .late }
    return digest == nil || digests[Int(number % Self.window)] == digest ? .duplicate : .reused
  }

  /// Remembers a number.
  package mutating func insert(_ number: UInt64, digest: UInt16) {
    if digests.isEmpty { digests = Array(repeating: 0, count: Int(Self.window)) }
    guard let highest else {
      highest = number
      lowest = number
      seen = 1
      count = 1
      digests[Int(number % Self.window)] = digest
      return
    }
    if number > highest {
      let distance = number - highest
      seen = distance < Self.window ? seen << distance | 1 : 1
      self.highest = number
    } else {
      let distance = highest - number
      guard distance < Self.window else { return }
      guard seen >> distance & 1 == 0 else { return }
      seen |= 1 << distance
      lowest = min(lowest ?? number, number)
    }
    count += 1
    digests[Int(number % Self.window)] = digest
  }

  /// Counts the numbers of a gap above the highest as seen: the capture may have cut them off.
  mutating func excuse(_ skipped: UInt64) {
    count += Int(clamping: skipped)
  }

  /// Counts gaps from the highest number on only.
  mutating func forgetGaps() {
    lowest = highest
    count = highest == nil ? 0 : 1
  }

  /// A digest of all its bytes, which tells records with the same number apart: a copy that was altered on the way is no
  /// duplicate. It withstands accidents, not intent, which only gets the count of duplicates wrong.
  package static func digest(_ fragment: RawSpan) -> UInt16 {
    var reader = ByteReader(fragment, as: "fragment")
    var sum = UInt64(truncatingIfNeeded: fragment.byteCount)
    // Each word is multiplied on its own, with its place mixed in, so that no word waits for the one before. Odd constants
    // with bits spread evenly: those of SplitMix64.
    var place: UInt64 = 0x9e37_79b9_7f4a_7c15
    while reader.remaining >= 8, let word = try? reader.readUInt64("word") {
      sum &+= (word ^ place) &* 0xbf58_476d_1ce4_e5b9
      sum ^= word &>> 32
      place &+= 0x9e37_79b9_7f4a_7c15
    }
    while !reader.isAtEnd, let byte = try? reader.readUInt8("rest") {
      sum = (sum ^ UInt64(byte)) &* 0x94d0_49bb_1331_11eb
    }
    return UInt16(truncatingIfNeeded: ((sum ^ (sum >> 29)) &* 0x94d0_49bb_1331_11eb) >> 48)
  }
}
