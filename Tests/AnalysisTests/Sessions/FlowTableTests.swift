import Bytes
import Capture
import DTLS
import Testing

@testable import Analysis

@Suite struct FlowTableTests {
  private static func key(_ port: Int) -> FlowKey {
    FlowKey(Endpoint(address: FlowKeyTests.one.address, port: UInt16(port)), FlowKeyTests.other)
  }

  private static func stamp(_ number: Int) -> PacketStamp {
    PacketStamp(number: number, nanoseconds: Int64(number) * 1_000_000_000)
  }

  private static func session(_ id: Int, fatal: Bool = false) -> Session {
    let session = Session(
      id: id, client: FlowKeyTests.one, server: FlowKeyTests.other, hasGuessedRoles: false, first: stamp(id))
    if fatal {
      session.alerts = [
        Session.AlertFact(
          stamp: stamp(id), sender: .client, alert: try? Alert(bytes: [2, 40]),
          isEncrypted: false, silence: 0)
      ]
    }
    return session
  }

  /// A table of as many flows as `limit`, each used at the second of its number.
  private static func full(_ limit: Int) -> FlowTable {
    let table = FlowTable(limit: limit)
    for number in 1...limit {
      let flow = Flow(at: stamp(number))
      flow.session = session(number)
      table.add(flow, for: key(number)) { _ in Issue.record("\(number) evicts") }
    }
    return table
  }

  @Test func beyondTheLimitTheLeastRecentlyUsedGo() {
    let table = Self.full(16)
    table[Self.key(1)]?.last = Self.stamp(20)
    var evicted: [Int] = []
    table.add(Flow(at: Self.stamp(21)), for: Self.key(21)) { evicted.append($0.session?.id ?? 0) }
    #expect(evicted == [2, 3, 4])
    #expect(table[Self.key(1)] != nil && table[Self.key(5)] != nil && table[Self.key(21)] != nil)
    for number in 2...4 { #expect(table[Self.key(number)] == nil) }
  }

  @Test(arguments: [1, 2, 7, 100])
  func theLimitHolds(_ limit: Int) {
    let table = Self.full(limit)
    var live = Set(1...limit)
    for number in (limit + 1)...(limit * 3) {
      let flow = Flow(at: Self.stamp(number))
      flow.session = Self.session(number)
      table.add(flow, for: Self.key(number)) { live.remove($0.session?.id ?? 0) }
      live.insert(number)
      #expect(live.count <= limit && table[Self.key(number)] === flow)
    }
    var ended: [Int] = []
    table.removeAll(end: { ended.append($0.id) }, endPlain: { _ in })
    #expect(ended == live.sorted())
    #expect(table[Self.key(limit * 3)] == nil)
  }

  @Test func aClosedSessionEndsTenSecondsLater() {
    expectEnd(Self.full(4), fatal: false, seconds: 10)
  }

  @Test func aFailedSessionEndsAMinuteLater() {
    expectEnd(Self.full(4), fatal: true, seconds: 60)
  }

  private func expectEnd(_ full: FlowTable, fatal: Bool, seconds: Int64) {
    let table = full
    let session = Self.session(2, fatal: fatal)
    table[Self.key(2)]?.session = session
    session.last = Self.stamp(100)
    session.closedAt = session.last
    table.noteClosed(session, Self.key(2))
    let end = Self.stamp(100).nanoseconds + seconds * 1_000_000_000
    table.expire(at: end) { Issue.record("\($0.id) ends too early") }
    var ended: [Int] = []
    table.expire(at: end + 1) { ended.append($0.id) }
    #expect(ended == [2])
    #expect(table[Self.key(2)] == nil && table[Self.key(1)] != nil)
    table.expire(at: end + 2) { Issue.record("\($0.id) ends again") }
  }

  /// An alert that anybody could have sent did not close it, as its next records show.
  @Test func aSessionThatIsOpenAfterAllDoesNotEnd() {
    let table = Self.full(2)
    let session = Self.session(1)
    table[Self.key(1)]?.session = session
    session.closedAt = Self.stamp(1)
    table.noteClosed(session, Self.key(1))
    session.closedAt = nil
    table.expire(at: Self.stamp(1000).nanoseconds) { Issue.record("\($0.id) ends") }
    #expect(table[Self.key(1)]?.session === session)
  }

  /// A new handshake that failed leaves the endpoints to the session that was there before.
  @Test func aFailedSessionGivesWayToTheOneBefore() {
    let table = Self.full(2)
    let (before, failed) = (Self.session(1), Self.session(2, fatal: true))
    table[Self.key(1)]?.previous = before
    table[Self.key(1)]?.session = failed
    failed.closedAt = Self.stamp(2)
    table.noteClosed(failed, Self.key(1))
    var ended: [Int] = []
    table.expire(at: Self.stamp(1000).nanoseconds) { ended.append($0.id) }
    #expect(ended == [2])
    #expect(table[Self.key(1)]?.session === before && table[Self.key(1)]?.previous == nil)
  }

  @Test func aSessionThatWasReplacedDoesNotEndAgain() {
    let table = Self.full(2)
    let old = Self.session(1)
    table.noteClosed(old, Self.key(1))
    table.expire(at: Self.stamp(100).nanoseconds) { Issue.record("\($0.id) ends") }
    #expect(table[Self.key(1)] != nil)
  }
}
