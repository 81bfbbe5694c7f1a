import Bytes
import Capture
import CoAP
import DTLS

/// What two endpoints have to do with each other.
final class Flow {
  /// The session that their DTLS records belong to now.
  var session: Session?
  /// What their datagrams were, once that is known.
  var known: PayloadProtocol?
  /// Plain CoAP messages of the end that the key puts first, then of the other.
  var messageLogs = (MessageLog(), MessageLog())
  /// The last packet between them.
  var last: PacketStamp

  init(at stamp: PacketStamp) {
    last = stamp
  }
}

/// The flows that are live. Bounded: beyond the limit, those least recently used go.
struct FlowTable {
  /// Flows that are kept. A session takes 2 to 8 KiB, so this is about half a gigabyte at the very worst, and far more
  /// than devices that talk to one server at the same time.
  static let defaultLimit = 65_536
  /// Nanoseconds that a session lingers after both ends said goodbye, for what is still on its way to it.
  static let linger: Int64 = 60_000_000_000

  private var flows: [FlowKey: Flow] = [:]
  private let limit: Int
  /// Closed sessions in the order of their closing, for the end of their linger.
  private var closing: [(key: FlowKey, session: Session, closedAt: Int64)] = []
  private var closingStart = 0

  init(limit: Int = FlowTable.defaultLimit) {
    self.limit = limit
  }

  /// The flow of `key`, if there is one.
  subscript(key: FlowKey) -> Flow? { flows[key] }

  /// Adds a flow; when the table is full, the eighth of it that was used least recently is passed to `evict`.
  mutating func add(_ flow: Flow, for key: FlowKey, evict: (Flow) -> Void) {
    if flows.count >= limit {
      let ages = flows.values.map(\.last.nanoseconds).sorted()
      let youngest = ages[ages.count / 8]
      for (key, flow) in flows.filter({ $0.value.last.nanoseconds <= youngest }).sorted(by: Self.isOlder) {
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
  mutating func noteClosed(_ session: Session, _ key: FlowKey, at stamp: PacketStamp) {
    closing.append((key, session, stamp.nanoseconds))
  }

  /// Removes the sessions whose linger is over, and passes them to `end`.
  mutating func expire(at nanoseconds: Int64, end: (Session) -> Void) {
    while closingStart < closing.count, closing[closingStart].closedAt &+ Self.linger < nanoseconds {
      let (key, session, _) = closing[closingStart]
      closingStart += 1
      guard let flow = flows[key], flow.session === session else { continue }
      end(session)
      flows[key] = nil
    }
    if closingStart > 1024, closingStart * 2 > closing.count {
      closing.removeFirst(closingStart)
      closingStart = 0
    }
  }

  /// Removes everything, and passes the sessions that were live to `end`, in the order of their beginning.
  mutating func removeAll(end: (Session) -> Void) {
    for session in flows.values.compactMap(\.session).sorted(by: { $0.id < $1.id }) { end(session) }
    flows = [:]
    closing = []
    closingStart = 0
  }
}
