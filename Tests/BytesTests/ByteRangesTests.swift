import TestSupport
import Testing

@testable import Bytes

@Suite struct ByteRangesTests {
  private func insert(_ bytes: [UInt8], at offset: Int, in ranges: inout ByteRanges) -> ByteRanges.Insertion {
    ranges.insert(bytes.span.bytes, at: offset)
  }

  private func setTotal(_ total: Int, of ranges: inout ByteRanges) -> Bool {
    ranges.setTotal(total)
  }

  private func added(_ count: Int, repeated: Int = 0, conflicts: Bool = false) -> ByteRanges.Insertion {
    ByteRanges.Insertion(added: count, repeated: repeated, conflicts: conflicts)
  }

  @Test func aWholeInOnePieceIsComplete() {
    var ranges = ByteRanges(total: 3)
    #expect(!ranges.isComplete)
    #expect(ranges.bytes == nil)
    #expect(insert([1, 2, 3], at: 0, in: &ranges) == added(3))
    #expect(ranges.isComplete)
    #expect(ranges.bytes == [1, 2, 3])
    #expect(ranges.prefix == [1, 2, 3])
  }

  @Test func piecesComeInAnyOrder() {
    let pieces: [(Int, [UInt8])] = [(0, [0, 1]), (2, [2, 3, 4]), (5, [5]), (6, [6, 7])]
    for order in permutations(Array(pieces.indices)) {
      var ranges = ByteRanges(total: 8)
      for (place, index) in order.enumerated() {
        #expect(ranges.isComplete == false)
        #expect(insert(pieces[index].1, at: pieces[index].0, in: &ranges) == added(pieces[index].1.count))
        #expect(ranges.heldCount == order.prefix(place + 1).reduce(0) { $0 + pieces[$1].1.count })
      }
      #expect(ranges.bytes == [0, 1, 2, 3, 4, 5, 6, 7])
      #expect(ranges.pieceCount == 1)
    }
  }

  @Test func aDuplicateRepeats() {
    var ranges = ByteRanges(total: 4)
    #expect(insert([1, 2], at: 0, in: &ranges) == added(2))
    #expect(insert([1, 2], at: 0, in: &ranges) == added(0, repeated: 2))
    #expect(insert([2], at: 1, in: &ranges) == added(0, repeated: 1))
    #expect(ranges.heldCount == 2)
  }

  @Test func overlapsAddOnlyWhatIsMissing() {
    var ranges = ByteRanges(total: 8)
    #expect(insert([2, 3, 4], at: 2, in: &ranges) == added(3))
    #expect(insert([0, 1, 2], at: 0, in: &ranges) == added(2, repeated: 1))
    #expect(insert([4, 5], at: 4, in: &ranges) == added(1, repeated: 1))
    #expect(insert([0, 1, 2, 3, 4, 5, 6, 7], at: 0, in: &ranges) == added(2, repeated: 6))
    #expect(ranges.bytes == [0, 1, 2, 3, 4, 5, 6, 7])
  }

  @Test func onePieceBridgesSeveral() {
    var ranges = ByteRanges(total: 9)
    for offset in [0, 4, 8] { #expect(insert([UInt8(offset)], at: offset, in: &ranges) == added(1)) }
    #expect(ranges.pieceCount == 3)
    #expect(insert([0, 1, 2, 3, 4, 5, 6, 7, 8], at: 0, in: &ranges) == added(6, repeated: 3))
    #expect(ranges.pieceCount == 1)
    #expect(ranges.bytes == [0, 1, 2, 3, 4, 5, 6, 7, 8])
  }

  @Test func aContradictionIsReportedAndTheFirstBytesStay() {
    var ranges = ByteRanges(total: 6)
    #expect(insert([1, 2, 3], at: 1, in: &ranges) == added(3))
    #expect(insert([0, 1, 9, 3, 4], at: 0, in: &ranges) == added(2, repeated: 3, conflicts: true))
    #expect(insert([9, 5], at: 4, in: &ranges) == added(1, repeated: 1, conflicts: true))
    #expect(ranges.bytes == [0, 1, 2, 3, 4, 5])
    #expect(insert([0, 1, 2, 3, 4, 6], at: 0, in: &ranges) == added(0, repeated: 6, conflicts: true))
    #expect(ranges.bytes == [0, 1, 2, 3, 4, 5])
  }

  @Test func comparingAddsNothing() {
    var ranges = ByteRanges(total: 4)
    #expect(insert([1, 2], at: 0, in: &ranges) == added(2))
    let other: [UInt8] = [2, 3, 4]
    #expect(ranges.comparing(other.span.bytes, at: 1) == added(2, repeated: 1))
    #expect(ranges.comparing(other.span.bytes, at: 0) == added(1, repeated: 2, conflicts: true))
    #expect(ranges.comparing(RawSpan(), at: 2) == added(0))
    #expect(ranges.heldCount == 2)
  }

  @Test func gapsStay() {
    var ranges = ByteRanges(total: 10)
    #expect(insert([1], at: 1, in: &ranges) == added(1))
    #expect(insert([7, 8], at: 7, in: &ranges) == added(2))
    #expect(insert([4], at: 4, in: &ranges) == added(1))
    #expect(ranges.pieceCount == 3)
    #expect(ranges.prefix == [])
    #expect(ranges.end == 9)
    #expect(ranges.bytes == nil)
    #expect(insert([0], at: 0, in: &ranges) == added(1))
    #expect(ranges.prefix == [0, 1])
    #expect(ranges.pieceCount == 3)
  }

  @Test func anEmptyPieceChangesNothing() {
    var ranges = ByteRanges(total: 2)
    #expect(insert([], at: 1, in: &ranges) == added(0))
    #expect(ranges.pieceCount == 0)
    #expect(!ranges.isComplete)
    #expect(insert([1, 2], at: 0, in: &ranges) == added(2))
    #expect(insert([], at: 2, in: &ranges) == added(0))
    #expect(ranges.bytes == [1, 2])
  }

  @Test func aWholeOfNoBytesIsCompleteAtOnce() {
    let ranges = ByteRanges(total: 0)
    #expect(ranges.isComplete)
    #expect(ranges.bytes == [])
    #expect(ranges.prefix == [])
    #expect(ranges.end == 0)
  }

  @Test func theLengthMayComeLater() {
    var ranges = ByteRanges()
    #expect(insert([0, 1], at: 0, in: &ranges) == added(2))
    #expect(ranges.total == nil)
    #expect(!ranges.isComplete)
    #expect(ranges.bytes == nil)
    #expect(setTotal(2, of: &ranges))
    #expect(ranges.isComplete)
    #expect(ranges.bytes == [0, 1])
  }

  @Test func aLengthThatContradictsIsRefused() {
    var ranges = ByteRanges()
    #expect(insert([4], at: 4, in: &ranges) == added(1))
    #expect(setTotal(4, of: &ranges) == false)
    #expect(ranges.total == nil)
    #expect(setTotal(5, of: &ranges))
    #expect(setTotal(5, of: &ranges))
    #expect(setTotal(6, of: &ranges) == false)
    #expect(ranges.total == 5)
  }

  @Test func memoryFollowsTheBytesThatArrived() {
    var ranges = ByteRanges(total: 1 << 24)
    #expect(insert([1], at: (1 << 24) - 1, in: &ranges) == added(1))
    #expect(ranges.heldCount == 1)
    #expect(ranges.end == 1 << 24)
    #expect(!ranges.isComplete)
  }

  @Test(arguments: 1...40 as ClosedRange<UInt64>) func anySequenceOfPiecesGivesTheWhole(_ seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let whole = (0..<50).map { UInt8($0 * 5) }
    var ranges = ByteRanges(total: whole.count)
    var isThere = Array(repeating: false, count: whole.count)
    while isThere.contains(false) {
      let start = Int.random(in: 0..<whole.count, using: &generator)
      let end = Int.random(in: start...min(start + 9, whole.count), using: &generator)
      let missing = isThere[start..<end].filter { !$0 }.count
      let insertion = insert([UInt8](whole[start..<end]), at: start, in: &ranges)
      #expect(insertion == added(missing, repeated: end - start - missing))
      for index in start..<end { isThere[index] = true }
      #expect(ranges.heldCount == isThere.filter { $0 }.count)
      #expect(ranges.prefix == [UInt8](whole.prefix(isThere.firstIndex(of: false) ?? whole.count)))
      #expect(ranges.isComplete == !isThere.contains(false))
    }
    #expect(ranges.bytes == whole)
  }

  private func permutations(_ items: [Int]) -> [[Int]] {
    guard items.count > 1 else { return [items] }
    return items.flatMap { item in permutations(items.filter { $0 != item }).map { [item] + $0 } }
  }
}
