/// What is counted, for one thing or for many together.
package protocol Tallied {
  /// Nothing counted.
  init()
  /// Adds what another one counted.
  static func += (one: inout Self, other: Self)
}

/// A thing that is counted for itself.
package protocol RowKey: Hashable {
  /// A number that any two such things rarely share, and that is the same in every run.
  var rank: UInt64 { get }
}

/// Counts of so many things at most, each for itself, and of all others together.
///
/// Which things are kept has to depend on neither the order in which they came nor on how they were parted among shards.
/// So it is those of the least ranks: whatever one shard gives up is none of those that all shards together keep.
package struct RowTable<Key: RowKey, Row: Tallied> {
  /// The counts of the things that are kept.
  package private(set) var rows: [Key: Row] = [:]
  /// The counts of all others.
  package private(set) var others = Row()
  /// Whether there are others.
  package private(set) var hasOthers = false
  private let limit: Int
  /// The least rank that is not kept.
  private var bound: UInt64?

  /// An empty table that keeps `limit` things.
  package init(limit: Int) {
    self.limit = limit
  }

  /// Counts something for `key`.
  package mutating func count(for key: Key, _ change: (inout Row) -> Void) {
    if let bound, key.rank >= bound { return change(&others) }
    change(&rows[key, default: Row()])
    // Now and then, so that each removal pays for many.
    if rows.count > 2 * limit { trim() }
  }

  /// Gives up what is beyond the limit.
  package mutating func trim() {
    guard rows.count > limit else { return }
    let ranks = rows.keys.map(\.rank).sorted()
    lower(to: ranks[limit])
  }

  private mutating func lower(to rank: UInt64) {
    bound = min(bound ?? rank, rank)
    for (key, row) in rows where key.rank >= rank {
      others += row
      rows[key] = nil
    }
    hasOthers = true
  }

  /// Adds what another table counted.
  package static func += (one: inout RowTable, other: RowTable) {
    for (key, row) in other.rows { one.count(for: key) { $0 += row } }
    if other.hasOthers {
      one.others += other.others
      if let bound = other.bound { one.lower(to: bound) }
    }
    one.trim()
  }
}

/// Numbers from which ranks are made.
enum Rank {
  /// Spreads the bits of `value`: the last steps of SplitMix64.
  static func mix(_ value: UInt64) -> UInt64 {
    var state = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
    state = (state ^ (state >> 27)) &* 0x94d0_49bb_1331_11eb
    return state ^ (state >> 31)
  }
}
