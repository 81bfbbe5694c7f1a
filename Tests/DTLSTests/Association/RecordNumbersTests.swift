import Bytes
import TestSupport
import Testing

@testable import DTLS

@Suite struct RecordNumbersTests {
  /// The verdict on each number in turn, each remembered after it.
  private func verdicts(_ all: [UInt64], digest: UInt16 = 7, in numbers: inout RecordNumbers) -> [RecordNumbers.Verdict]
  {
    all.map { number in
      let verdict = numbers.verdict(number, digest: digest)
      numbers.insert(number, digest: digest)
      return verdict
    }
  }

  @Test func numbersInOrderAreNext() {
    var numbers = RecordNumbers()
    #expect(
      verdicts([0, 1, 2, 3], in: &numbers) == [
        .next(skipped: 0), .next(skipped: 0), .next(skipped: 0), .next(skipped: 0),
      ])
    #expect(numbers.lowest == 0)
    #expect(numbers.highest == 3)
    #expect(numbers.count == 4)
    #expect(numbers.missing == 0)
  }

  @Test func theFirstNumberSkipsNothing() {
    var numbers = RecordNumbers()
    #expect(numbers.highest == nil)
    #expect(numbers.missing == 0)
    #expect(verdicts([1000], in: &numbers) == [.next(skipped: 0)])
    #expect(numbers.missing == 0)
  }

  @Test func aGapIsCountedUntilItIsFilled() {
    var numbers = RecordNumbers()
    #expect(verdicts([1, 5], in: &numbers) == [.next(skipped: 0), .next(skipped: 3)])
    #expect(numbers.missing == 3)
    #expect(verdicts([3], in: &numbers) == [.late])
    #expect(numbers.missing == 2)
    #expect(verdicts([2, 4], in: &numbers) == [.late, .late])
    #expect(numbers.missing == 0)
    #expect(numbers.highest == 5)
  }

  @Test func aNumberBelowTheFirstIsLate() {
    var numbers = RecordNumbers()
    #expect(verdicts([10, 8], in: &numbers) == [.next(skipped: 0), .late])
    #expect(numbers.lowest == 8)
    #expect(numbers.missing == 1)
  }

  @Test func theSameBytesAreADuplicateAndOthersReuse() {
    var numbers = RecordNumbers()
    numbers.insert(5, digest: 1)
    numbers.insert(6, digest: 2)
    #expect(numbers.verdict(5, digest: 1) == .duplicate)
    #expect(numbers.verdict(6, digest: 2) == .duplicate)
    #expect(numbers.verdict(5, digest: 2) == .reused)
    #expect(numbers.verdict(6, digest: 1) == .reused)
    numbers.insert(5, digest: 9)
    #expect(numbers.verdict(5, digest: 1) == .duplicate)
    #expect(numbers.count == 2)
  }

  /// RFC 6347 §4.1.2.6 prefers 64.
  @Test func theWindowHas64Numbers() {
    #expect(RecordNumbers.window == 64)
    var numbers = RecordNumbers()
    numbers.insert(100, digest: 1)
    #expect(numbers.verdict(37, digest: 1) == .late)
    #expect(numbers.verdict(36, digest: 1) == .belowWindow)
    #expect(numbers.verdict(0, digest: 1) == .belowWindow)
    numbers.insert(37, digest: 1)
    #expect(numbers.verdict(37, digest: 1) == .duplicate)
    numbers.insert(101, digest: 2)
    #expect(numbers.verdict(37, digest: 1) == .belowWindow)
    #expect(numbers.verdict(38, digest: 1) == .late)
    #expect(numbers.verdict(100, digest: 1) == .duplicate)
  }

  @Test(arguments: [63, 64, 65, 127, 128, 1 << 47] as [UInt64]) func aJumpForgetsWhatLeavesTheWindow(_ jump: UInt64) {
    var numbers = RecordNumbers()
    numbers.insert(10, digest: 1)
    numbers.insert(10 + jump, digest: 2)
    #expect(numbers.verdict(10, digest: 1) == (jump < 64 ? .duplicate : .belowWindow))
    #expect(numbers.verdict(10 + jump, digest: 2) == .duplicate)
    #expect(numbers.verdict(10 + jump - 1, digest: 2) == .late)
    #expect(numbers.missing == jump - 1)
  }

  @Test func theHighestNumberFits() {
    let highest: UInt64 = 0xffff_ffff_ffff
    var numbers = RecordNumbers()
    #expect(verdicts([0, highest], in: &numbers) == [.next(skipped: 0), .next(skipped: highest - 1)])
    #expect(numbers.missing == highest - 1)
    #expect(numbers.verdict(highest, digest: 7) == .duplicate)
  }

  /// A number that far behind is a replay, or so late that nobody can tell: no sign that others were lost.
  @Test func aNumberBelowTheWindowIsNoGap() {
    var numbers = RecordNumbers()
    #expect(verdicts([500, 501, 10, 11], in: &numbers).suffix(2) == [.belowWindow, .belowWindow])
    #expect(numbers.count == 2)
    #expect(numbers.lowest == 500)
    #expect(numbers.missing == 0)
  }

  @Test func gapsCanBeForgotten() {
    var numbers = RecordNumbers()
    _ = verdicts([0, 5], in: &numbers)
    numbers.forgetGaps()
    #expect(numbers.missing == 0)
    #expect(verdicts([7], in: &numbers) == [.next(skipped: 1)])
    #expect(numbers.missing == 1)
    #expect(numbers.verdict(5, digest: 7) == .duplicate)
    var empty = RecordNumbers()
    empty.forgetGaps()
    #expect(empty.missing == 0)
    #expect(empty.highest == nil)
  }

  private func digest(_ bytes: [UInt8]) -> UInt16 {
    RecordNumbers.digest(bytes.span.bytes)
  }

  @Test func digestsTellRecordsApart() {
    let fragment = (0..<40).map { UInt8($0) }
    let digest = digest(fragment)
    #expect(digest == self.digest(fragment))
    for index in Array(0..<8) + Array(32..<40) {
      var other = fragment
      other[index] ^= 1
      #expect(self.digest(other) != digest, "byte \(index)")
    }
    #expect(self.digest([UInt8](fragment[..<20]) + [UInt8](fragment[19...])) != digest)
  }

  @Test(arguments: 0...8) func shortFragmentsHaveDigestsToo(_ count: Int) {
    let fragment = (0..<count).map { UInt8($0) }
    let digests = fragment.indices.map { index -> UInt16 in
      var other = fragment
      other[index] ^= 1
      return digest(other)
    }
    #expect(!digests.contains(digest(fragment)))
    #expect(digest(fragment) == digest(fragment))
  }

  /// Numbers that the capture may have cut off are not missing, whether they come late or not.
  @Test func whatIsExcusedIsNotMissing() {
    var numbers = RecordNumbers()
    numbers.insert(0, digest: 0)
    numbers.excuse(3)
    numbers.insert(4, digest: 0)
    #expect(numbers.missing == 0)
    numbers.insert(2, digest: 0)
    numbers.insert(3, digest: 0)
    #expect(numbers.missing == 0)
    numbers.insert(6, digest: 0)
    numbers.insert(9, digest: 0)
    #expect(numbers.missing == 1)
  }
}
