import Bytes
import Capture
import CoAP
import DTLS

/// What two endpoints have to do with each other.
final class Flow {
  /// The session that their DTLS records belong to now.
  var session: Session?
  /// The session that was established when the client began another one. It goes on until the new one is established: a
  /// server keeps it that long, because anybody could have sent the ClientHello (RFC 6347 §4.2.8).
  var previous: Session?
  /// What their datagrams were, once that is known.
  var known: PayloadProtocol?
  /// Plain CoAP messages of the end that the key puts first, then of the other.
  var messageLogs = (MessageLog(), MessageLog())
  /// The last packet between them.
  var last: PacketStamp

  init(at stamp: PacketStamp) {
    last = stamp
  }

  /// The sessions that are live, in the order of their beginning.
  var sessions: [Session] { [previous, session].compactMap { $0 } }
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
  private var closing = ClosingQueue(linger: FlowTable.lingerAfterGoodbye)
  private var failing = ClosingQueue(linger: FlowTable.lingerAfterFatalAlert)

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
  func noteClosed(_ session: Session, _ key: FlowKey, at stamp: PacketStamp) {
    if session.hasFatalAlert {
      failing.append(session, key, at: stamp.nanoseconds)
    } else {
      closing.append(session, key, at: stamp.nanoseconds)
    }
  }

  /// Removes the sessions whose linger is over, and passes them to `end`.
  func expire(at nanoseconds: Int64, end: (Session) -> Void) {
    while let (session, key) = closing.next(at: nanoseconds) ?? failing.next(at: nanoseconds) {
      guard let flow = flows[key], flow.session === session else { continue }
      let isFailing = session.hasFatalAlert
      let linger = isFailing ? FlowTable.lingerAfterFatalAlert : FlowTable.lingerAfterGoodbye
      guard session.last.nanoseconds &+ linger < nanoseconds else {
        // It goes on all the same.
        noteClosed(session, key, at: session.last)
        continue
      }
      flow.sessions.forEach(end)
      flows[key] = nil
    }
  }

  /// Removes everything, and passes the sessions that were live to `end`, in the order of their beginning.
  func removeAll(end: (Session) -> Void) {
    for session in flows.values.flatMap(\.sessions).sorted(by: { $0.id < $1.id }) { end(session) }
    flows = [:]
    closing = ClosingQueue(linger: FlowTable.lingerAfterGoodbye)
    failing = ClosingQueue(linger: FlowTable.lingerAfterFatalAlert)
  }
}

/// Closed sessions in the order of their closing, for the end of their linger.
struct ClosingQueue {
  private let linger: Int64
  private var items: [(session: Session, key: FlowKey, closedAt: Int64)] = []
  private var start = 0

  init(linger: Int64) {
    self.linger = linger
  }

  mutating func append(_ session: Session, _ key: FlowKey, at nanoseconds: Int64) {
    items.append((session, key, nanoseconds))
  }

  /// Takes out the next session whose linger is over.
  mutating func next(at nanoseconds: Int64) -> (Session, FlowKey)? {
    guard start < items.count, items[start].closedAt &+ linger < nanoseconds else { return nil }
    defer {
      start += 1
      // What was taken is dropped in large pieces, which costs nothing for each.
      if start > 256, start * 2 > items.count {
        items.removeFirst(start)
        start = 0
      }
    }
    return (items[start].session, items[start].key)
  }
}
