import Bytes
import Testing

@Suite struct RecentTableTests {
  private func table(_ entries: [(String, Int)], limit: Int = 3) -> RecentTable<String, Int> {
    var table = RecentTable<String, Int>(limit: limit)
    for (key, value) in entries { table.insert(value, for: key) }
    return table
  }

  @Test func whatWasInsertedIsThere() {
    let table = table([("a", 1), ("b", 2)])
    #expect(table["a"] == 1 && table["b"] == 2 && table["c"] == nil)
    #expect(table.count == 2 && !table.isEmpty)
    #expect(self.table([]).isEmpty)
  }

  @Test func theOldestGoes() {
    var table = table([("a", 1), ("b", 2), ("c", 3)])
    #expect(table.insert(4, for: "d") == "a")
    #expect(table.insert(5, for: "e") == "b")
    #expect(table["a"] == nil && table["b"] == nil)
    #expect(table["c"] == 3 && table["d"] == 4 && table["e"] == 5)
  }

  @Test func aNewValueKeepsTheAgeOfItsKey() {
    var table = table([("a", 1), ("b", 2), ("c", 3)])
    #expect(table.insert(7, for: "a") == nil)
    #expect(table["a"] == 7)
    #expect(table.insert(4, for: "d") == "a")
  }

  @Test func aKeyThatWasRemovedAndAddedAgainIsYoung() {
    var table = table([("a", 1), ("b", 2), ("c", 3)])
    #expect(table.remove("a") == 1)
    #expect(table.remove("a") == nil)
    #expect(table.insert(8, for: "a") == nil)
    #expect(table.insert(4, for: "d") == "b")
    #expect(table["a"] == 8)
  }

  /// Entries that come and go, as those of sessions do, leave nothing behind.
  @Test func manyComeAndGo() {
    var table = RecentTable<Int, Int>(limit: 100)
    for number in 0..<100_000 {
      table.insert(number, for: number)
      if number % 3 > 0 { table.remove(number) }
    }
    #expect(table.count == 100)
    #expect(table[99_999] == 99_999 && table[99_999 - 99 * 3] != nil && table[99_999 - 100 * 3] == nil)
  }
}
