import Analysis
import Bytes
import DTLS
import Testing

@testable import Watch

@Suite struct WatchModelTests {
  @Test func keepsTheSessionsThatWereHeardLast() {
    var model = WatchModel()
    for number in 1...WatchModel.maximumSessions { model.add(session(number)) }
    // The first one is heard again, so the second goes.
    model.change(.session(1), at: stamp(1000)) {
      $0.add(LadderEvent(stamp: stamp(1000), sender: .client, content: .ack(records: 1)))
    }
    model.add(session(WatchModel.maximumSessions + 1))
    #expect(model.all.count == WatchModel.maximumSessions)
    #expect(model[.session(1)] != nil && model[.session(2)] == nil && model[.session(3)] != nil)
    #expect(model.seen.all == WatchModel.maximumSessions + 1 && model.forgotten == 1)
    // What comes for one that is not kept changes nothing.
    model.change(.session(2)) { $0.end() }
    #expect(model.all.count == WatchModel.maximumSessions && model[.session(2)] == nil)
  }

  @Test func keepsTheNewestRungs() {
    var watched = session(1)
    let count = 5 * WatchedSession.maximumEvents + 7
    for number in 1...count {
      watched.add(LadderEvent(stamp: stamp(number), sender: .server, content: .data(bytes: 1, isOpened: true)))
      #expect(watched.events.count == min(number, WatchedSession.maximumEvents))
      #expect(watched.droppedEvents == max(0, number - WatchedSession.maximumEvents))
      #expect(watched.events.last?.stamp.number == number)
    }
  }

  @Test func oneThatFailedMayComeUp() {
    var model = WatchModel()
    model.add(session(1))
    model.note(.failed, of: .session(1), handshakeMilliseconds: nil)
    #expect(model.seen == (1, 0, 1) && model[.session(1)]?.state == .failed)
    model.note(.failed, of: .session(1), handshakeMilliseconds: nil)
    #expect(model.seen == (1, 0, 1))
    model.note(.established, of: .session(1), handshakeMilliseconds: 3)
    #expect(model.seen == (1, 1, 0) && model[.session(1)]?.state == .established)
  }

  @Test func everyChangeHasANumber() {
    var model = WatchModel()
    var last = model.revision
    func changes(_ body: (inout WatchModel) -> Void) -> Bool {
      defer { last = model.revision }
      body(&model)
      return model.revision > last
    }
    #expect(changes { $0.begin(at: 5) })
    #expect(changes { $0.add(session(1)) })
    #expect(changes { $0.change(.session(1)) { $0.end() } })
    #expect(changes { $0.note(WatchCounts(packets: 1)) })
    #expect(!changes { $0.note(WatchCounts(packets: 1)) })
  }
}
