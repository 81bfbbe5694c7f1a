import Bytes
import DTLS

/// When what is silent ends, while a capture is live.
///
/// A capture that goes on for weeks would else keep every session that did not say goodbye until the table of flows is full.
package struct Patience: Sendable {
  /// Nanoseconds of silence after which a session ends, and plain CoAP: longer than servers and NATs keep what is silent
  /// (libcoap five minutes, NATs two to five, RFC 4787 §4.3).
  package static let usual: Int64 = 3_600_000_000_000
  /// How many times as long a session may be silent that has connection IDs: they are there for devices that sleep for most
  /// of the day (RFC 9146 §1).
  static let factorOfConnectionIDs: Int64 = 24

  /// Nanoseconds of silence after which a session without connection IDs ends.
  package let idle: Int64

  /// Patience of so many nanoseconds.
  package init(idle: Int64 = Self.usual) {
    self.idle = idle
  }

  /// Nanoseconds that a flow may be silent.
  func nanoseconds(for flow: Flow) -> Int64 {
    let isPatient = flow.session.map { $0.association.isEstablished && $0.connectionIDs != nil } ?? false
    guard isPatient else { return idle }
    let (long, overflow) = idle.multipliedReportingOverflow(by: Self.factorOfConnectionIDs)
    return overflow ? .max : long
  }
}

extension Session {
  /// What a live capture knows of the failing of a session.
  struct Watch {
    /// When it was first seen to have failed, in nanoseconds since 1970.
    var failedAt: Int64?
    /// Whether it was told that it can be judged.
    var isTold = false
  }

  /// Nanoseconds of silence after which a refusal is all that will come.
  static let silenceAfterRefusal: Int64 = 1_000_000_000
  /// Nanoseconds without an answer, from the third sending on, after which a handshake is stuck: then the fourth would be
  /// due, with the timers of RFC 6347 §4.2.4.1, which begin at one second and double.
  static let silenceOfStuck: Int64 = 4_000_000_000
  /// Nanoseconds that the sender of a confirmable message waits for an answer (MAX_TRANSMIT_WAIT, RFC 7252 §4.8.2).
  static let silenceOfAbandoned: Int64 = 93_000_000_000

  /// Whether it can be judged now though it goes on; true once.
  func becomesDue(at nanoseconds: Int64) -> Bool {
    guard !watch.isTold else { return false }
    if hasFailed {
      guard outcome == .failed else {
        watch.failedAt = nil
        return false
      }
      let failedAt = watch.failedAt ?? nanoseconds
      watch.failedAt = failedAt
      let isRefused = hasFatalAlert || icmpErrors.contains(where: \.isRejection)
      watch.isTold =
        nanoseconds &- failedAt >= Self.silenceOfStuck
        || isRefused && nanoseconds &- last.nanoseconds >= Self.silenceAfterRefusal
    } else if hasComeUp {
      watch.isTold =
        nanoseconds &- last.nanoseconds >= Self.silenceOfAbandoned
        && Side.allCases.contains { activity[$0].unanswered?.isInVain ?? false }
    }
    return watch.isTold
  }
}

extension Analyzer {
  /// Tells what can be judged, and ends what is silent for too long.
  func watch(with patience: Patience, at stamp: PacketStamp) {
    let due = flows.liveSessions.filter { $0.becomesDue(at: stamp.nanoseconds) }
    for session in due.sorted(by: { $0.id < $1.id }) { listener.judgementIsDue(on: session, at: stamp) }
    flows.expireSilent(at: stamp.nanoseconds, patience) { flow in
      for session in flow.sessions {
        session.wasSilent = true
        end(session, at: stamp)
      }
      endPlain(flow, at: stamp)
    }
  }

  /// Takes in keys that the user's files say now, and tries them on the records that wait for some.
  package func receive(_ keys: SuppliedKeys) {
    decryption.add(keys)
    let waiting = flows.liveSessions.filter(\.association.holdsRecords)
    for session in waiting.sorted(by: { $0.id < $1.id }) {
      current = (session, session.endpoint(.client), session.endpoint(.server))
      session.openHeldRecordsAnew(using: decryption, to: self)
    }
  }
}
