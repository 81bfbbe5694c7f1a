import Analysis
import Bytes
import Capture
import Diagnosis

/// What a live capture is watched by: its newest sessions, each with what happened last in it. Events in, rows out.
struct WatchModel: Sendable {
  /// Sessions that are kept; of more, those that were heard least recently go.
  static let maximumSessions = 256

  /// Every change has a number.
  private(set) var revision = 0
  /// When the capture began, in nanoseconds since 1970.
  private(set) var start: Int64?
  /// The last packet of any session.
  private(set) var last: PacketStamp?
  /// Packets of the capture, and those that it lost.
  private(set) var counts = WatchCounts()
  /// Sessions seen, and those of them that came up and failed.
  private(set) var seen = (all: 0, established: 0, failed: 0)
  /// Sessions of DTLS seen.
  private var numbered = 0
  private var sessions: [WatchedSession.Key: WatchedSession] = [:]

  /// Sessions that are not kept any more.
  var forgotten: Int { max(0, seen.all - sessions.count) }

  /// The sessions that are kept, in no order.
  var all: [WatchedSession] { Array(sessions.values) }

  /// A session that is kept.
  subscript(key: WatchedSession.Key) -> WatchedSession? { sessions[key] }

  mutating func begin(at nanoseconds: Int64) {
    revision += 1
    if start == nil { start = nanoseconds }
  }

  mutating func note(_ counts: WatchCounts) {
    guard counts != self.counts else { return }
    revision += 1
    self.counts = counts
  }

  /// Takes in a session that begins.
  mutating func add(_ session: WatchedSession) {
    revision += 1
    seen.all += 1
    if sessions.count == Self.maximumSessions, let oldest = sessions.values.min(by: Self.goesBefore) {
      sessions[oldest.key] = nil
    }
    var session = session
    if case .session = session.key {
      numbered += 1
      session.number = numbered
    }
    sessions[session.key] = session
  }

  private static func goesBefore(_ one: WatchedSession, _ other: WatchedSession) -> Bool {
    one.last.nanoseconds < other.last.nanoseconds
  }

  /// Changes a session, if it is kept.
  mutating func change(_ key: WatchedSession.Key, at stamp: PacketStamp? = nil, _ body: (inout WatchedSession) -> Void)
  {
    revision += 1
    if let stamp { last = stamp }
    if let index = sessions.index(forKey: key) { body(&sessions.values[index]) }
  }

  /// Takes in how a session's handshake stands.
  mutating func note(_ outcome: Outcome, of key: WatchedSession.Key, handshakeMilliseconds: Double?) {
    let before = sessions[key]?.state
    change(key) { session in
      session.note(outcome)
      session.handshakeMilliseconds = handshakeMilliseconds
    }
    guard let after = sessions[key]?.state, after != before else { return }
    // One that failed may come up after all.
    if before == .failed { seen.failed -= 1 }
    if after == .failed { seen.failed += 1 }
    if after == .established { seen.established += 1 }
  }
}

/// What the capture itself counts, as far as it is shown.
package struct WatchCounts: Equatable, Sendable {
  /// Packets captured.
  package var packets: Int
  /// Packets that the kernel or the interface dropped.
  package var dropped: Int

  /// These counts.
  package init(packets: Int = 0, dropped: Int = 0) {
    self.packets = packets
    self.dropped = dropped
  }
}
