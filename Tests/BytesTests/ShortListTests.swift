import Bytes
import Testing

@Suite struct ShortListTests {
  /// A list of these numbers, added one by one.
  private func list(_ numbers: [Int]) -> ShortList<Int> {
    var list = ShortList<Int>()
    for number in numbers { list.append(number) }
    return list
  }

  @Test(arguments: [[], [1], [1, 2], [1, 2, 3, 4, 5]] as [[Int]])
  func holdsWhatWasAddedInOrder(_ numbers: [Int]) {
    let list = list(numbers)
    #expect(Array(list) == numbers)
    #expect(list.count == numbers.count)
    #expect(list.isEmpty == numbers.isEmpty)
    #expect(list.first == numbers.first)
    #expect(list.last == numbers.last)
    #expect(Array(list.dropFirst()) == [Int](numbers.dropFirst()))
    #expect(Array(list.reversed()) == numbers.reversed())
    #expect(list.indices.map { list[$0] } == numbers)
  }

  @Test func beginsWithOneElement() {
    var list = ShortList(7)
    #expect(Array(list) == [7])
    list.append(8)
    #expect(Array(list) == [7, 8])
  }

  @Test func elementsCanBeChanged() {
    var list = list([1, 2, 3])
    list[0] += 10
    list[1] += 20
    list[2] += 30
    #expect(Array(list) == [11, 22, 33])
  }

  @Test func equalityIsThatOfTheElements() {
    #expect(list([1, 2]) == list([1, 2]))
    #expect(list([1]) == ShortList(1))
    #expect(list([1, 2]) != list([2, 1]))
    #expect(list([1, 2]) != list([1]))
    #expect(list([]) != list([1]))
  }

  @Test func aCopyIsOnItsOwn() {
    let first = list([1, 2])
    var second = first
    second.append(3)
    second[0] = 9
    #expect(Array(first) == [1, 2])
    #expect(Array(second) == [9, 2, 3])
  }
}
