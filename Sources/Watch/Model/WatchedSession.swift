import Analysis
import Bytes
import CoAP
import Capture
import DTLS
import Diagnosis

/// What is shown of one session, or of two endpoints that talk CoAP without DTLS.
struct WatchedSession: Sendable {
  /// Which one it is.
  enum Key: Hashable, Sendable {
    /// A session, by its identifier in the run.
    case session(Int)
    /// Plain CoAP between a client and a server.
    case plain(Endpoint, Endpoint)
  }

  /// How far it is.
  enum State: String, Sendable, CaseIterable {
    case failed
    case handshake
    case incomplete
    case noHandshake = "no handshake"
    case established
    case plain = "plain CoAP"
    case closed
    case over
  }

  /// What the session itself knows of its handshake.
  struct Facts: Sendable {
    let version: ProtocolVersion?
    let cipherSuite: CipherSuite?
    let hasHandshake: Bool
    let isClosed: Bool
    let retransmissions: Int

    init(_ session: Session) {
      let association = session.association
      version = association.handshake.version
      cipherSuite = association.handshake.cipherSuite
      hasHandshake = association.hasHandshake
      isClosed = session.closedAt != nil
      retransmissions = session.retransmittedDatagrams.client + session.retransmittedDatagrams.server
    }
  }

  /// Rungs of the ladder that are kept, the newest: some screens full.
  static let maximumEvents = 200
  /// Rungs after which the oldest are dropped, many at once so that a rung costs nothing.
  private static let maximumKept = 2 * maximumEvents

  let key: Key
  /// What reports call a session, which they number in the order of their first packets; nil of plain CoAP.
  var number: Int?
  let client: Endpoint
  let server: Endpoint
  let first: PacketStamp
  var last: PacketStamp
  var state: State
  /// Whether nothing more will be added.
  var isOver = false
  private(set) var version: ProtocolVersion?
  private(set) var cipherSuite: CipherSuite?
  /// Milliseconds of the handshake.
  var handshakeMilliseconds: Double?
  /// Datagrams of the handshake, and CoAP messages, that were sent again.
  var retransmissions: Int { handshakeRetransmissions + repeatedMessages }
  private var handshakeRetransmissions = 0
  private var repeatedMessages = 0
  /// Nanoseconds of the last CoAP round trip.
  private(set) var roundTrip: Int64?
  /// The last CoAP message that is not empty.
  private(set) var lastMessage: LadderEvent.CoAPPiece?
  /// What was found in it, the root cause first.
  var findings: [Finding] = []
  private var kept: [LadderEvent] = []
  private var dropped = 0
  private var flight = 0
  private var lastFlightSender: Side?

  /// A session of which nothing happened yet.
  init(_ key: Key, client: Endpoint, server: Endpoint, at stamp: PacketStamp, state: State) {
    self.key = key
    self.client = client
    self.server = server
    first = stamp
    last = stamp
    self.state = state
  }

  /// The rungs of its ladder, the newest `maximumEvents`.
  var events: ArraySlice<LadderEvent> { kept.suffix(Self.maximumEvents) }
  /// Rungs that are not kept any more.
  var droppedEvents: Int { dropped + kept.count - events.count }

  /// Takes in what the session knows.
  mutating func note(_ facts: Facts) {
    version = facts.version
    cipherSuite = facts.cipherSuite
    handshakeRetransmissions = facts.retransmissions
    if state == .handshake, !facts.hasHandshake { state = .noHandshake }
    if state == .noHandshake, facts.hasHandshake { state = .handshake }
    if state == .established || state == .noHandshake, facts.isClosed { state = .closed }
  }

  /// Takes in how its handshake stands.
  mutating func note(_ outcome: Outcome) {
    switch outcome {
    case .established: if state != .closed { state = .established }
    case .failed: state = .failed
    case .incomplete: state = .incomplete
    case .unknown: state = .noHandshake
    }
  }

  /// Takes in that nothing more will come.
  mutating func end() {
    isOver = true
    if state == .established || state == .plain { state = .over }
  }

  /// Adds a rung.
  mutating func add(_ event: LadderEvent) {
    var event = event
    last = event.stamp
    if event.isHandshake, !event.isRepetition, let sender = event.sender, sender != lastFlightSender {
      (flight, lastFlightSender) = (flight + 1, sender)
      event.flight = flight
    }
    if case .coap(let message) = event.content {
      if !message.code.isEmpty { lastMessage = message }
      if let time = message.roundTrip { roundTrip = time }
      if event.isRepetition { repeatedMessages += 1 }
    }
    if kept.count == Self.maximumKept {
      let spare = kept.count - Self.maximumEvents
      kept.removeFirst(spare)
      dropped += spare
    }
    kept.append(event)
  }
}
