/// A dictionary of so many entries at most: beyond that, those that were added first go.
package struct RecentTable<Key: Hashable, Value> {
  private var entries: [Key: (value: Value, number: UInt64)] = [:]
  /// The keys in the order of their addition, from `start` on. One that was removed, or removed and added again, stays here
  /// under its old number until its turn comes.
  private var order: [(key: Key, number: UInt64)] = []
  private var start = 0
  private var nextNumber: UInt64 = 0
  private let limit: Int

  /// Keys in `order` that may be there in vain, so that it is not gone through for a few.
  private static var slack: Int { 1024 }

  /// An empty table for `limit` entries.
  package init(limit: Int) {
    self.limit = limit
  }

  /// Whether it is empty.
  package var isEmpty: Bool { entries.isEmpty }
  /// How many entries it has.
  package var count: Int { entries.count }

  /// The value of `key`.
  package subscript(key: Key) -> Value? { entries[key]?.value }

  /// Sets the value of `key`, which keeps its age if it is there already; the key that had to go for it, or nil.
  @discardableResult
  package mutating func insert(_ value: Value, for key: Key) -> Key? {
    if let number = entries[key]?.number {
      entries[key] = (value, number)
      return nil
    }
    entries[key] = (value, nextNumber)
    order.append((key, nextNumber))
    nextNumber += 1
    let dropped = entries.count > limit ? removeOldest() : nil
    compact()
    return dropped
  }

  /// Removes `key` and gives its value, or nil if it is not there.
  @discardableResult
  package mutating func remove(_ key: Key) -> Value? {
    entries.removeValue(forKey: key)?.value
  }

  private mutating func removeOldest() -> Key? {
    while start < order.count {
      let (key, number) = order[start]
      start += 1
      guard entries[key]?.number == number else { continue }
      entries[key] = nil
      return key
    }
    return nil
  }

  private mutating func compact() {
    guard order.count > 2 * entries.count + Self.slack else { return }
    order = order[start...].filter { entries[$0.key]?.number == $0.number }
    start = 0
  }
}

extension RecentTable: Sendable where Key: Sendable, Value: Sendable {}
