import Capture
import Testing

@testable import Analysis

@Suite struct RowTableTests {
  private struct Count: Tallied, Equatable {
    var number = 0
    static func += (one: inout Count, other: Count) { one.number += other.number }
  }

  private func table(_ keys: some Sequence<UInt32>, limit: Int) -> RowTable<IPAddress, Count> {
    var table = RowTable<IPAddress, Count>(limit: limit)
    for key in keys { table.count(for: IPAddress(ipv4: key)) { $0.number += 1 } }
    table.trim()
    return table
  }

  @Test func whatFitsIsCountedForItself() {
    let table = table([1, 2, 1, 3, 1], limit: 3)
    #expect(table.rows.mapValues(\.number) == [IPAddress(ipv4: 1): 3, IPAddress(ipv4: 2): 1, IPAddress(ipv4: 3): 1])
    #expect(!table.hasOthers)
  }

  @Test func theRestIsCountedTogether() {
    let table = table((1...100).flatMap { [$0, $0] }, limit: 10)
    #expect(table.rows.count == 10 && table.rows.values.allSatisfy { $0.number == 2 })
    #expect(table.hasOthers && table.others.number == 180)
  }

  @Test(arguments: [2, 3, 5]) func neitherOrderNorPartsMatter(_ parts: UInt32) {
    let keys = (0..<3000).map { UInt32($0) % 157 }
    let whole = table(keys, limit: 20)
    var sum = RowTable<IPAddress, Count>(limit: 20)
    // Each key in every part, and each part in another order.
    for part in 0..<parts {
      let own = keys.indices.filter { UInt32($0) % parts == part }.map { keys[$0] }
      sum += table(part == 0 ? own.reversed() : own.sorted(), limit: 20)
    }
    #expect(sum.rows == whole.rows && sum.others == whole.others && sum.rows.count == 20)
    #expect(whole.rows.values.reduce(0) { $0 + $1.number } + whole.others.number == 3000)
  }

  @Test func aTableThatIsNotFullLearnsWhatOthersGaveUp() {
    let full = table(0..<50, limit: 5)
    let few = table([7, 8, 9], limit: 5)
    var (one, other) = (full, few)
    one += few
    other += full
    #expect(one.rows == other.rows && one.others == other.others)
    #expect(one.rows.values.reduce(0) { $0 + $1.number } + one.others.number == 53)
  }
}
