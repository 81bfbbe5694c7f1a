import Analysis
import Testing

@testable import Rendering

@Suite struct LaddersTests {
  private func add(_ count: Int, bytes: Int, to ladders: inout Ladders, _ number: Int, isCommon: Bool = false) {
    let step = [UInt8](repeating: UInt8(ascii: "x"), count: bytes)
    for _ in 0..<count { ladders.add(step.span.bytes, to: number, isCommon: isCommon) }
  }

  @Test func stepsHaveCommasBetweenThem() {
    var ladders = Ladders()
    add(3, bytes: 2, to: &ladders, 1)
    #expect(ladders.take(1, .established)?.steps == Array("xx,xx,xx".utf8))
    #expect(ladders.take(2, .failed)?.steps == [])
  }

  @Test func ofLaterSessionsOnlyThoseThatDidNotComeUpHaveALadder() {
    var ladders = Ladders()
    let (last, later) = (Ladders.maximumFirst, Ladders.maximumFirst + 1)
    for number in [last, later, later + 1] { add(1, bytes: 1, to: &ladders, number) }
    ladders.sessionCameUp(last)
    ladders.sessionCameUp(later)
    add(1, bytes: 1, to: &ladders, last)
    add(1, bytes: 1, to: &ladders, later)
    #expect(ladders.take(last, .established)?.steps.count == 3)
    #expect(ladders.take(later, .established) == nil)
    #expect(ladders.take(later + 1, .failed)?.steps.count == 1)
    // A number that comes up again begins anew.
    #expect(ladders.take(later, .failed)?.steps == [])
  }

  @Test func troubledSessionsAreNotKeptWithoutEnd() {
    var ladders = Ladders()
    let first = Ladders.maximumFirst + 1
    for number in first..<(first + Ladders.maximumTroubled) {
      #expect(ladders.take(number, .failed) != nil)
    }
    #expect(ladders.take(first + Ladders.maximumTroubled, .failed) == nil)
    #expect(ladders.take(1, .failed) != nil)
  }

  @Test func trafficLeavesHandshakesTheirRoom() {
    var ladders = Ladders()
    let mebibyte = 1 << 20
    add(30, bytes: mebibyte, to: &ladders, 1, isCommon: true)
    add(1, bytes: 1, to: &ladders, 2)
    let crowded = ladders.take(1, .established)
    #expect(crowded?.omitted == 30 - (Ladders.maximumBytes / (mebibyte + 1)))
    #expect(ladders.take(2, .failed)?.steps.count == 1)
  }

  @Test func withoutRoomForAHandshakeThereIsNoLadder() {
    var ladders = Ladders()
    add(30, bytes: 1 << 20, to: &ladders, 1)
    add(1, bytes: 1, to: &ladders, 2)
    #expect(ladders.take(1, .failed) == nil)
    // What was dropped made room.
    #expect(ladders.take(2, .failed)?.steps.count == 1)
  }
}
