import Analysis
import Bytes
import CoAP
import DTLS
import Diagnosis

/// What a live capture saw so far, in numbers. Its size depends on registries and on how many sessions are live, never on
/// what packets hold.
struct Tally: Sendable {
  /// An alert, with the registries' names only.
  struct AlertKey: Hashable {
    let sender: Side
    let level: String
    let description: String
  }

  /// A finding, whatever session it is of.
  struct FindingKey: Hashable {
    let id: String
    let severity: Finding.Severity
  }

  /// Seconds of handshakes: round trips on a cable, by radio and to the other side of the world; then what each lost flight
  /// adds, 1 s doubled each time (RFC 6347 §4.2.4.1).
  static let handshakeBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]
  /// Seconds of CoAP round trips, up to those of messages that were sent again: 2 s doubled each time (RFC 7252 §4.8).
  static let roundTripBounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 100]
  /// What stands for a number that its registry has no name for.
  static let unregistered = "unregistered"

  var capture = CaptureCounts()
  var sessionsBegun = 0
  var sessionsEnded = 0
  var sessionsEvicted = 0
  /// Handshakes by their outcome.
  private(set) var outcomes: [Outcome: Int] = [:]
  /// The outcome of each live session that is counted already.
  private var counted: [Int: Outcome] = [:]
  private(set) var handshakeSeconds = Histogram(bounds: Tally.handshakeBounds)
  /// Failed handshakes by the identifier of what they failed for.
  private(set) var causes: [String: Int] = [:]
  private(set) var findings: [FindingKey: Int] = [:]
  private(set) var alerts: [AlertKey: Int] = [:]
  var icmpErrors = 0
  var retransmittedDatagrams = PerSide(both: 0)
  /// The packet of the datagram that was counted last as a retransmission: one datagram may hold several records.
  var lastRetransmission = 0
  var malformedRecords = 0
  var malformedMessages = 0
  /// CoAP messages by `index`.
  private(set) var messages = Array(repeating: 0, count: 2 * 4 * 256)
  /// CoAP messages that were sent again: in DTLS, and without.
  var retransmittedMessages = (dtls: 0, udp: 0)
  var roundTripSeconds = Histogram(bounds: Tally.roundTripBounds)
  private(set) var exchanges: [Exchange.Outcome: Int] = [:]

  /// Where messages of a code and type are counted.
  static func index(isInSession: Bool, _ type: MessageType, _ code: Code) -> Int {
    (isInSession ? 0 : 1024) + Int(type.rawValue) * 256 + Int(code.rawValue)
  }

  mutating func count(_ type: MessageType, _ code: Code, isInSession: Bool) {
    messages[Self.index(isInSession: isInSession, type, code)] += 1
  }

  /// Counts how a handshake ended, unless that is counted already.
  mutating func count(_ outcome: Outcome, of session: Session) {
    guard counted.updateValue(outcome, forKey: session.id) != outcome else { return }
    outcomes[outcome, default: 0] += 1
    if outcome == .established, let milliseconds = session.association.handshake.duration {
      handshakeSeconds.observe(seconds: milliseconds / 1000)
    }
  }

  mutating func end(_ session: Session) {
    count(session.outcome, of: session)
    counted[session.id] = nil
    sessionsEnded += 1
  }

  mutating func count(_ alert: Alert?, from sender: Side) {
    let unknown = alert == nil ? "encrypted" : Self.unregistered
    let key = AlertKey(
      sender: sender, level: alert?.level.name ?? unknown, description: alert?.description.name ?? unknown)
    alerts[key, default: 0] += 1
  }

  mutating func count(_ exchange: Exchange) {
    exchanges[exchange.outcome, default: 0] += 1
  }

  mutating func count(_ finding: Finding) {
    findings[FindingKey(id: finding.explanation.id, severity: finding.severity), default: 0] += 1
  }

  /// Counts what a handshake failed for: what was found first of what ends a session.
  mutating func countCause(in findings: [Finding]) {
    let cause = findings.first { $0.severity == .error }?.explanation.id ?? "unknown"
    causes[cause, default: 0] += 1
  }
}

/// What the capture itself counts.
package struct CaptureCounts: Hashable, Sendable {
  /// Packets captured.
  package var packets = 0
  /// UDP datagrams among them.
  package var datagrams = 0
  /// Packets that the kernel dropped because its buffer was full.
  package var droppedByKernel = 0
  /// Packets that the interface or its driver dropped.
  package var droppedByInterface = 0

  /// Nothing captured.
  package init() {}
}
