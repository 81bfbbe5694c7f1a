import Bytes
import Capture
import CoAP
import DTLS
import OSCORE

/// The pipeline above UDP: datagrams in, events out.
///
///     datagram ── recognition ──┬── DTLS ── flow ── session ── association ── record ──┬── event
///                               └── CoAP ─────────────────────── plaintext ── CoAP ────┘
package final class Analyzer {
  let decryption: Decryption
  let oscore: OSCOREOpener
  private let recognition: Recognition
  let listener: any EventListener
  let flows: FlowTable
  private var sessionNumbers: SessionNumbers
  /// The flows of the sessions that have connection IDs.
  private var connectionIDFlows = ConnectionIDTable<Flow>()
  /// What the CoAP conversations share.
  let exchanges: ExchangeBook
  /// When what is silent ends; nil for never.
  let patience: Patience?
  private let expectsKeys: Bool
  /// The flows of the clients that asked a group of servers, each of which answers from an address of its own.
  var multicasts = RecentTable<Endpoint, Flow>(limit: Analyzer.maximumMulticastClients)
  /// The session and the ends of the datagram whose records are being reported.
  var current: (session: Session, source: Endpoint, destination: Endpoint)?

  /// An analyzer that reports to `listener`.
  ///
  /// - Parameters:
  ///   - oscoreContexts: what opens CoAP messages that OSCORE protects.
  ///   - flowLimit: flows that are kept; beyond it the least recently used are closed, which is an event.
  ///   - patience: when what is silent ends, of a capture that is live.
  ///   - expectsKeys: whether keys may be supplied later, so that records wait for them.
  package init(
    decryption: Decryption, oscoreContexts: [SecurityContext] = [], recognition: Recognition = Recognition(),
    flowLimit: Int? = nil, sessionNumbers: SessionNumbers = SessionNumbers(),
    exchanges: ExchangeBook = ExchangeBook(), patience: Patience? = nil, expectsKeys: Bool = false,
    listener: any EventListener
  ) {
    self.decryption = decryption
    oscore = OSCOREOpener(oscoreContexts)
    self.recognition = recognition
    self.sessionNumbers = sessionNumbers
    self.exchanges = exchanges
    self.patience = patience
    self.expectsKeys = expectsKeys
    self.listener = listener
    flows = FlowTable(limit: flowLimit ?? FlowTable.defaultLimit)
  }

  func end(_ session: Session, at stamp: PacketStamp) {
    endExchanges(of: session, at: stamp)
    forgetConnectionIDs(of: session)
    listener.sessionEnded(session, at: stamp)
  }

  /// Lets nothing find a session by its connection IDs where it is now.
  private func forgetConnectionIDs(of session: Session) {
    guard session.hasRegisteredConnectionIDs, let connectionIDs = session.connectionIDs else { return }
    for side in Side.allCases { connectionIDFlows.remove(connectionIDs[side], of: session.endpoint(side)) }
  }

  func notice(
    _ notice: Notice, _ stamp: PacketStamp, _ source: Endpoint? = nil, _ destination: Endpoint? = nil,
    _ session: Session? = nil
  ) {
    session?.malformed += 1
    listener.notice(
      notice, NoticeContext(stamp: stamp, source: source, destination: destination, session: session?.id))
  }
}

/// The numbers that sessions get as they begin.
package struct SessionNumbers: Sendable {
  private var next: Int
  private let step: Int

  /// From `next` on, every `step`-th.
  package init(next: Int = 1, step: Int = 1) {
    self.next = next
    self.step = step
  }

  mutating func take() -> Int {
    defer { next += step }
    return next
  }
}

extension Analyzer: DatagramConsumer {
  package func captureBegan(at stamp: PacketStamp) {
    listener.captureBegan(at: stamp)
  }

  package func receive(_ secrets: KeyLog) {
    decryption.add(secrets)
  }

  package func tick(at stamp: PacketStamp) {
    flows.expire(at: stamp.nanoseconds) { end($0, at: stamp) }
    if let patience { watch(with: patience, at: stamp) }
  }

  package func inputPaused() {
    listener.inputPaused()
  }

  package func captureEnded(_ facts: CaptureFacts) {
    let last = PacketStamp(number: facts.counters.packets + 1, nanoseconds: facts.last ?? 0, capture: facts.index)
    flows.removeAll(end: { end($0, at: last) }, endPlain: { endPlain($0, at: last) })
    multicasts = RecentTable(limit: Self.maximumMulticastClients)
    listener.captureEnded(facts)
  }

  package func receive(_ datagram: borrowing Datagram, at stamp: PacketStamp) {
    let key = FlowKey(datagram.source, datagram.destination)
    if Record.hasConnectionID(datagram.payload) {
      followConnectionID(of: datagram, key, at: stamp)
    }
    let known = flows[key]
    let kind = recognition.classify(
      datagram.payload, length: datagram.length, datagram.source.port, datagram.destination.port, known: known?.known)
    guard kind != .other else { return }
    let flow = known ?? makeFlow(for: key, at: stamp)
    flow.last = stamp
    flow.known = recognition.known(
      after: datagram.payload, length: datagram.length, datagram.source.port, datagram.destination.port, as: kind,
      before: flow.known)
    if kind == .dtls {
      receiveRecords(datagram, flow, key, at: stamp)
    } else {
      receiveMessage(datagram, flow, at: stamp)
    }
  }

  package func receive(_ error: borrowing ICMPError, at stamp: PacketStamp) {
    let flow = flows[FlowKey(error.quotedSource, error.quotedDestination)]
    let session = flow?.session
    session?.note(error, from: session?.side(of: error.quotedSource) ?? .client, at: stamp)
    if let session, session.noteOutcome() { listener.outcomeChanged(session, at: stamp) }
    session?.last = stamp
    listener.icmp(error, about: session, at: stamp)
  }

  package func receive(_ problem: NetworkProblem, at stamp: PacketStamp) {
    notice(.network(problem), stamp)
  }

  private func makeFlow(for key: FlowKey, at stamp: PacketStamp) -> Flow {
    let flow = Flow(at: stamp)
    flows.add(flow, for: key) { evicted in
      for session in evicted.sessions {
        session.wasEvicted = true
        listener.notice(
          .sessionEvicted, NoticeContext(stamp: stamp, source: nil, destination: nil, session: session.id))
        end(session, at: stamp)
      }
      endPlain(evicted, at: stamp)
    }
    return flow
  }
}

// MARK: DTLS

extension Analyzer: RecordObserver {
  private func receiveRecords(_ datagram: borrowing Datagram, _ flow: Flow, _ key: FlowKey, at stamp: PacketStamp) {
    var reader = ByteReader(datagram.payload, as: "DTLSPlaintext")
    while !reader.isAtEnd {
      let offset = reader.offset
      do throws(DecodeError) {
        let idLength = Record.hasConnectionID(reader.unread) ? connectionIDLength(of: reader.unread, datagram, flow) : 0
        let record = try Record(decoding: &reader, connectionIDLength: idLength)
        var session = session(for: record, datagram, flow, at: stamp)
        let wasClosed = session.closedAt != nil
        if offset == 0 {
          let sender = session.side(of: datagram.source)
          session.countDatagram(from: sender, bytes: datagram.length)
          if !session.hasComeUp {
            session.noteHandshakeDatagram(
              from: sender, bytes: datagram.length, isReassembled: datagram.isReassembled, at: stamp)
          }
        }
        current = (session, datagram.source, datagram.destination)
        session.association.receive(
          record, from: session.side(of: datagram.source), at: stamp, using: decryption, to: self)
        if !session.association.newlyBridged.isEmpty {
          session = tellBridged(session, flow, datagram, at: stamp)
        }
        if wasClosed {
          flows.noteHeard()
        } else if session.closedAt != nil {
          flows.noteClosed(session, key)
        }
        if flow.hasPredecessors, flow.session?.association.isEstablished == true {
          for predecessor in [flow.previous.take(), flow.contested.take()] { predecessor.map { end($0, at: stamp) } }
        }
        if record.isCut {
          let missing = DecodeError.Reason.needs(record.length, has: record.fragment.byteCount)
          let field = DecodeError("DTLSPlaintext", "fragment", at: offset + Record.headerLength, missing)
          session.noteCut(from: session.side(of: datagram.source), byCapture: datagram.isTruncated, at: stamp)
          if !datagram.isTruncated { notice(.malformedRecord(field), stamp, datagram, session) }
          return
        }
      } catch {
        if !datagram.isTruncated { notice(.malformedRecord(error), stamp, datagram, flow.session) }
        return
      }
    }
  }

  /// Says what gaps the last record allowed to fill, and gives the session that goes on.
  private func tellBridged(
    _ session: Session, _ flow: Flow, _ datagram: borrowing Datagram, at stamp: PacketStamp
  ) -> Session {
    let gaps = session.association.takeNewlyBridged()
    var goingOn = session
    if let contested = flow.contested, let rest = session.association.takeDisplaced() {
      // The client did not begin anew: a ClientHello came in between that it did not send, or that nobody answered.
      contested.goOn(from: session, leaving: rest)
      (flow.session, flow.contested) = (contested, nil)
      end(session, at: stamp)
      if contested.noteOutcome() { listener.outcomeChanged(contested, at: stamp) }
      goingOn = contested
    }
    let context = NoticeContext(
      stamp: stamp, source: datagram.source, destination: datagram.destination, session: goingOn.id)
    for gap in gaps { listener.notice(.bridged(gap), context) }
    return goingOn
  }

  /// Length of the connection ID in the record at the start of `bytes`.
  private func connectionIDLength(of bytes: RawSpan, _ datagram: borrowing Datagram, _ flow: Flow) -> Int {
    guard let session = flow.session else { return 0 }
    return session.connectionIDLength(
      from: session.side(of: datagram.source), in: Record.bytesOfConnectionID(in: bytes))
  }

  private func notice(_ what: Notice, _ stamp: PacketStamp, _ datagram: borrowing Datagram, _ session: Session?) {
    notice(what, stamp, datagram.source, datagram.destination, session)
  }

  /// The session that a record belongs to: the flow's, or a new one.
  private func session(
    for record: borrowing Record, _ datagram: borrowing Datagram, _ flow: Flow, at stamp: PacketStamp
  ) -> Session {
    if let session = flow.session {
      let sender = session.side(of: datagram.source)
      if let previous = flow.previous, belongs(record, from: sender, to: previous, ratherThan: session) {
        previous.last = stamp
        return previous
      }
      guard session.association.isSuperseded(by: record, from: sender, at: stamp) else {
        session.last = stamp
        return session
      }
      if let contested = flow.contested.take() { end(contested, at: stamp) }
      if session.closedAt != nil {
        session.wasSuperseded = true
        end(session, at: stamp)
      } else if session.association.isEstablished {
        if let oldest = flow.previous { end(oldest, at: stamp) }
        flow.previous = session
      } else {
        session.wasSuperseded = true
        flow.contested = session
      }
    }
    let predecessor = flow.session.map(Predecessor.init)
    let sender = Self.sender(of: record)
    let isFromClient = sender.map { $0 == .client } ?? Self.isFromClient(datagram)
    let session = Session(
      id: sessionNumbers.take(), client: isFromClient ? datagram.source : datagram.destination,
      server: isFromClient ? datagram.destination : datagram.source, hasGuessedRoles: sender == nil, first: stamp)
    session.predecessor = predecessor
    session.expectKeys(expectsKeys)
    if let previous = flow.session { session.association.inheritTickets(of: previous.association) }
    flow.session = session
    if let contested = flow.contested { session.association.rival(contested.association) }
    listener.sessionBegan(session)
    return session
  }

  /// Whether a record is one of the session before the one whose handshake is under way: protected, while its sender has
  /// not come to the keys of the new one.
  private func belongs(
    _ record: borrowing Record, from sender: Side, to previous: Session, ratherThan session: Session
  ) -> Bool {
    guard record.epoch > 0 || record.isUnified else { return false }
    if let isOpen = previous.association.opens(record, from: sender, using: decryption) { return isOpen }
    // Without keys, what the sender has come to decides.
    let handshake = session.association.handshake
    return record.isUnified ? handshake.serverHello == nil : handshake.changeCipherSpecs[sender].isEmpty
  }

  /// Who sends a record like this one, if its handshake message tells.
  private static func sender(of record: borrowing Record) -> Side? {
    guard record.epoch == 0, record.contentType == .handshake, !record.isUnified else { return nil }
    switch record.fragment.byte(at: 0).map(HandshakeType.init(rawValue:)) {
    case .clientHello, .clientKeyExchange: return .client
    case .helloVerifyRequest, .serverHello, .serverHelloDone, .serverKeyExchange, .certificateRequest,
      .newSessionTicket:
      return .server
    default: return nil
    }
  }

  /// Whether the sender looks like the client by the ports: the server has the well-known one, or else the lower one.
  private static func isFromClient(_ datagram: borrowing Datagram) -> Bool {
    let wellKnown = [Recognition.coapsPort, Recognition.coapPort]
    if wellKnown.contains(datagram.destination.port) { return true }
    if wellKnown.contains(datagram.source.port) { return false }
    return datagram.source.port >= datagram.destination.port
  }

  package func receive(_ report: borrowing RecordReport) {
    guard let (session, source, destination) = current else { return }
    session.note(report)
    let isFromSource = session.side(of: source) == report.sender
    let isMessage =
      report.contentType == .applicationData
      && (report.protection == .opened || report.protection == .notAuthentic)
      && receiveMessage(
        report, in: session, from: isFromSource ? source : destination, to: isFromSource ? destination : source)
    if !isMessage { listener.record(report, in: session) }
    if let limit = session.exceededLimit(report) {
      listener.notice(
        .recordTooLong(report.payload.byteCount, limit),
        NoticeContext(
          stamp: report.stamp, source: isFromSource ? source : destination,
          destination: isFromSource ? destination : source, session: session.id))
    }
    if !session.hasRegisteredConnectionIDs, report.contentType == .handshake {
      registerConnectionIDs(of: session, FlowKey(source, destination))
    }
    if session.noteOutcome(after: report) { listener.outcomeChanged(session, at: report.stamp) }
  }
}

// MARK: Connection IDs (RFC 9146)

extension Analyzer {
  /// Lets records with the connection IDs of a session find it from elsewhere.
  private func registerConnectionIDs(of session: Session, _ key: FlowKey) {
    guard let connectionIDs = session.connectionIDs, let flow = flows[key] else { return }
    session.hasRegisteredConnectionIDs = true
    for side in Side.allCases { connectionIDFlows.insert(connectionIDs[side], of: session.endpoint(side), flow) }
  }

  /// If a datagram comes from elsewhere than its session's records before, brings the session to its flow.
  private func followConnectionID(of datagram: borrowing Datagram, _ key: FlowKey, at stamp: PacketStamp) {
    guard !connectionIDFlows.isEmpty,
      let before = connectionIDFlows.value(of: datagram.payload, to: datagram.destination),
      let session = before.session, session.endpoint(.client) != datagram.source,
      session.endpoint(.server) != datagram.source
    else { return }
    let receiver = session.side(of: datagram.destination)
    // Anybody can write a connection ID; the peer follows it only once the record is authentic (RFC 9146 §6).
    var reader = ByteReader(datagram.payload, as: "DTLSCiphertext")
    guard
      let record = try? Record(
        decoding: &reader,
        connectionIDLength: session.connectionIDLength(
          from: receiver.peer, in: Record.bytesOfConnectionID(in: datagram.payload))),
      session.association.opens(record, from: receiver.peer, using: decryption) != false
    else { return }
    let flow = flows[key] ?? makeFlow(for: key, at: stamp)
    if let replaced = flow.session, replaced !== session { end(replaced, at: stamp) }
    (flow.session, before.session) = (session, nil)
    flow.known = .dtls
    // Its old flow has no session any more, and would be kept for a client that moves for ever.
    forgetConnectionIDs(of: session)
    session.rebind(receiver.peer, to: datagram.source, at: stamp)
    registerConnectionIDs(of: session, key)
    if let rebinding = session.rebindings.last {
      listener.notice(
        .rebound(rebinding),
        NoticeContext(
          stamp: stamp, source: datagram.source, destination: datagram.destination, session: session.id))
    }
  }
}
