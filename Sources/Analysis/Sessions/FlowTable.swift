import Bytes
import Capture
import CoAP
import DTLS
import OSCORE

/// What two endpoints have to do with each other.
final class Flow {
  /// The session that their DTLS records belong to now.
  var session: Session?
  /// The session that was established when the client began another one. It goes on until the new one is established: a
  /// server keeps it that long, because anybody could have sent the ClientHello (RFC 6347 §4.2.8).
  var previous: Session?
  /// The session that was in mid-handshake when the client began another one, until one of both is established.
  var contested: Session?
  /// What their datagrams were, once that is known.
  var known: PayloadProtocol?
  /// What their plain CoAP messages said under OSCORE.
  var oscoreExchanges = OSCOREExchanges()
  /// The plain CoAP between them, summed up.
  var plain: PlainConversation?
  /// The plain CoAP between them; the end that spoke first is its first.
  var conversation = Conversation()
  /// The last packet between them.
  var last: PacketStamp

  init(at stamp: PacketStamp) {
    last = stamp
  }

  /// Whether there are sessions that end when the last one is established.
  var hasPredecessors: Bool { previous != nil || contested != nil }

  /// The sessions that are live, in the order of their beginning.
  var sessions: [Session] { [previous, contested, session].compactMap { $0 } }
}

/// The flows that are live. Bounded: beyond the limit, those least recently used go.
final class FlowTable {
  /// Flows that are kept. A session takes 2 to 8 KiB, so this is about half a gigabyte at the very worst, and far more
  /// than devices that talk to one server at the same time.
  static let defaultLimit = 65_536
  /// Nanoseconds that a session lingers after both ends said goodbye, for what is still on its way to it.
  static let lingerAfterGoodbye: Int64 = 10_000_000_000
  /// Nanoseconds that a session lingers after a fatal alert: an end that does not heed it repeats itself until its timer,
  /// which doubles from 1 s, has run out four times.
  static let lingerAfterFatalAlert: Int64 = 60_000_000_000

  private var flows: [FlowKey: Flow] = [:]
  private let limit: Int
  /// Sessions that linger, and when that is over; also some that are no longer their flow's, until they are looked at.
  private var closed: [(session: Session, key: FlowKey, due: Int64)] = []
  /// Whether some of them have been heard since that was told.
  private var areHeard = false

  init(limit: Int = FlowTable.defaultLimit) {
    self.limit = limit
  }

  /// The flow of `key`, if there is one.
  subscript(key: FlowKey) -> Flow? { flows[key] }

  /// Adds a flow; when the table is full, the eighth of it that was used least recently is passed to `evict`.
  func add(_ flow: Flow, for key: FlowKey, evict: (Flow) -> Void) {
    if flows.count >= limit {
      let ages = flows.values.map(\.last.number).sorted()
      let youngest = ages[ages.count / 8]
      for (key, flow) in flows.filter({ $0.value.last.number <= youngest }).sorted(by: Self.isOlder) {
        evict(flow)
        flows[key] = nil
      }
    }
    flows[key] = flow
  }

  private static func isOlder(_ one: (key: FlowKey, value: Flow), _ other: (key: FlowKey, value: Flow)) -> Bool {
    one.value.last.number < other.value.last.number
  }

  /// Notes that the session of a flow has been closed.
  func noteClosed(_ session: Session, _ key: FlowKey) {
    // Those that were replaced wait for their time as well, unless there are too many of them.
    if closed.count >= 2 * limit { closed.removeAll { flows[$0.key]?.session !== $0.session } }
    closed.append((session, key, Self.due(session)))
  }

  /// Notes that a session was heard that had been closed.
  func noteHeard() { areHeard = true }

  /// When a session has lingered long enough.
  private static func due(_ session: Session) -> Int64 {
    session.last.nanoseconds &+ (session.hasFatalAlert ? lingerAfterFatalAlert : lingerAfterGoodbye)
  }

  /// Removes the sessions whose linger is over, and passes them to `end`, in the order of their beginning.
  ///
  /// Looks at each of them: a time stamp that is wrong, as a single one in a capture may be, then keeps only its own
  /// session from its end, and that until its next packet.
  func expire(at nanoseconds: Int64, end: (Session) -> Void) {
    if areHeard {
      for index in closed.indices { closed[index].due = Self.due(closed[index].session) }
      areHeard = false
    }
    guard closed.contains(where: { $0.due < nanoseconds }) else { return }
    var over: [Session] = []
    var reinstated: [(session: Session, key: FlowKey, due: Int64)] = []
    closed.removeAll { session, key, due in
      guard due < nanoseconds else { return false }
      // It may have turned out that what closed it did not.
      guard let flow = flows[key], flow.session === session, session.closedAt != nil else { return true }
      over.append(session)
      if let contested = flow.contested.take() { over.append(contested) }
      if let previous = flow.previous {
        // A new session that came to nothing leaves the endpoints to the one before it.
        (flow.session, flow.previous) = (previous, nil)
        if previous.closedAt != nil { reinstated.append((previous, key, Self.due(previous))) }
      } else {
        flows[key] = nil
      }
      return true
    }
    closed += reinstated
    for session in over.sorted(by: { $0.id < $1.id }) { end(session) }
  }

  /// The sessions that are live, in no order.
  var liveSessions: some Sequence<Session> { flows.values.lazy.flatMap(\.sessions) }

  /// Removes the flows that have been silent for longer than `patience` has, and passes them to `end`, in the order of
  /// their last packets.
  func expireSilent(at nanoseconds: Int64, _ patience: Patience, end: (Flow) -> Void) {
    let over = flows.filter { nanoseconds &- $0.value.last.nanoseconds > patience.nanoseconds(for: $0.value) }
    for (key, flow) in over.sorted(by: Self.isOlder) {
      flows[key] = nil
      end(flow)
    }
  }

  /// Removes everything, and passes the sessions that were live to `end`, in the order of their beginning, then the plain
  /// conversations.
  func removeAll(end: (Session) -> Void, endPlain: (Flow) -> Void) {
    for session in flows.values.flatMap(\.sessions).sorted(by: { $0.id < $1.id }) { end(session) }
    let plain = flows.values.compactMap { flow in flow.plain.map { (first: $0.first.number, flow: flow) } }
    for (_, flow) in plain.sorted(by: { $0.first < $1.first }) { endPlain(flow) }
    flows = [:]
    closed = []
  }
}
