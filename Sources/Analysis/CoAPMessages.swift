import Bytes
import Capture
import CoAP
import DTLS
import OSCORE

/// The CoAP in records and in datagrams of its own.
extension Analyzer {
  /// Clients that asked a group of servers and are remembered; the oldest go.
  static let maximumMulticastClients = 1024

  /// Passes on the CoAP message inside a record; false if there is none.
  func receiveMessage(
    _ report: borrowing RecordReport, in session: Session, from source: Endpoint, to destination: Endpoint
  ) -> Bool {
    let isAuthentic = report.protection == .opened
    if !isAuthentic, !Plausibility.isPlausible(report.payload) { return false }
    do throws(DecodeError) {
      let outer = try MessageView(report.payload)
      // On other ports the record may carry anything.
      guard session.carriesCoAP || Plausibility.isPlausible(report.payload) else { return false }
      let sender: Peer = report.sender == .client ? .one : .other
      let isNew = isAuthentic && !report.isDuplicate
      let original = isNew ? session.conversation.log(outer, from: sender, at: report.stamp) : nil
      let opening =
        isAuthentic
        ? oscore.open(
          outer, isFromFirst: sender == .one, isRepeated: original != nil || report.isDuplicate,
          packet: report.stamp.number, in: &session.oscoreExchanges)
        : OSCOREOpening()
      let message = opening.message(or: outer)
      let place = isNew ? take(message, copyOf: original, from: sender, report, in: session) : .none
      pass(
        CoAPEvent(
          stamp: report.stamp, source: source, destination: destination, session: session, message: message,
          place: place, sender: sender, record: RecordFacts(report), oscore: opening.account,
          length: report.payload.byteCount))
      return true
    } catch {
      guard session.carriesCoAP else { return false }
      notice(.malformedCoAP(MalformedMessage(report.payload, error)), report.stamp, source, destination, session)
      return false
    }
  }

  /// Takes a message into its session.
  private func take(
    _ message: borrowing MessageView, copyOf original: Int?, from sender: Peer, _ report: borrowing RecordReport,
    in session: Session
  ) -> MessagePlace {
    session.countMessage(message.code, message.type, at: report.stamp)
    let place = session.conversation.receive(
      message, copyOf: original, from: sender, at: report.stamp, exchanges, began: { listener.exchangeBegan($0) }
    ) { listener.exchangeEnded($0, session.context(of: $0), at: report.stamp) }
    if original != nil, !report.wasHeld { session.noteRepeatedMessage(from: report.sender, at: report.stamp) }
    return place
  }

  /// A CoAP message in a datagram of its own.
  func receiveMessage(_ datagram: borrowing Datagram, _ flow: Flow, at stamp: PacketStamp) {
    do throws(DecodeError) {
      let outer = try MessageView(datagram.payload, length: datagram.length)
      let sender: Peer = flow.plain.map { $0.source == datagram.source } ?? true ? .one : .other
      let original = flow.conversation.log(outer, from: sender, at: stamp)
      let opening = oscore.open(
        outer, isFromFirst: sender == .one, isRepeated: original != nil, packet: stamp.number, in: &flow.oscoreExchanges
      )
      let message = opening.message(or: outer)
      var plain =
        flow.plain ?? PlainConversation(from: datagram.source, to: datagram.destination, code: message.code, at: stamp)
      let place = take(message, copyOf: original, from: sender, datagram, flow, plain, at: stamp)
      plain.add(from: datagram.source, bytes: datagram.length, isRetransmission: original != nil, at: stamp)
      flow.plain = plain
      pass(
        CoAPEvent(
          stamp: stamp, source: datagram.source, destination: datagram.destination, session: nil, message: message,
          place: place, sender: sender, record: nil, oscore: opening.account,
          length: datagram.length))
    } catch {
      let message = MalformedMessage(datagram.payload, error)
      // What the capture cut is no fault of the sender.
      let isCut = if datagram.isTruncated, case .needs = error.reason { true } else { false }
      notice(isCut ? .cutCoAP(message) : .malformedCoAP(message), stamp, datagram.source, datagram.destination)
    }
  }

  /// Takes a message into its flow, or as an answer into that of its client's request to a group.
  private func take(
    _ message: borrowing MessageView, copyOf original: Int?, from sender: Peer, _ datagram: borrowing Datagram,
    _ flow: Flow, _ plain: PlainConversation, at stamp: PacketStamp
  ) -> MessagePlace {
    let isMulticast = datagram.destination.address.isMulticast
    if isMulticast, message.code.isRequest { multicasts.insert(flow, for: datagram.source) }
    let place = flow.conversation.receive(
      message, copyOf: original, from: sender, isMulticast: isMulticast, at: stamp, exchanges,
      began: { listener.exchangeBegan($0) }
    ) { listener.exchangeEnded($0, plain.context(of: $0), at: stamp) }
    guard message.code.isResponse, place.exchange == nil, original == nil, !multicasts.isEmpty,
      let group = multicasts[datagram.destination]
    else { return place }
    return group.conversation.receiveGroupResponse(message, at: stamp, exchanges) ?? place
  }

  /// Ends the exchanges of a session that is over.
  func endExchanges(of session: Session, at stamp: PacketStamp) {
    session.conversation.finish(at: stamp) { listener.exchangeEnded($0, session.context(of: $0), at: stamp) }
  }

  /// Ends what is known of the plain CoAP of a flow, if there is any.
  func endPlain(_ flow: Flow, at stamp: PacketStamp) {
    guard var plain = flow.plain else { return }
    flow.conversation.finish(at: stamp) { listener.exchangeEnded($0, plain.context(of: $0), at: stamp) }
    plain.facts = flow.conversation.facts
    listener.plainConversationEnded(plain)
  }

  private func pass(_ event: borrowing CoAPEvent) {
    listener.coap(event)
    if let problem = event.oscore?.problem {
      let context = NoticeContext(
        stamp: event.stamp, source: event.source, destination: event.destination, session: event.session?.id)
      listener.notice(.oscore(problem), context)
    }
    let violations = OptionViolation.list(in: event.message)
    let emptyMessageViolation = event.message.emptyMessageViolation
    let codeViolation = event.message.codeViolation
    guard !violations.isEmpty || emptyMessageViolation != nil || codeViolation != nil else { return }
    let context = NoticeContext(
      stamp: event.stamp, source: event.source, destination: event.destination, session: event.session?.id)
    if let codeViolation { listener.notice(.codeViolation(codeViolation), context) }
    if let emptyMessageViolation { listener.notice(.emptyMessageWithMore(emptyMessageViolation), context) }
    if !violations.isEmpty { listener.notice(.optionViolations(violations), context) }
  }
}

extension Session {
  /// Whether what it carries is CoAP: by its ports, or because CoAP messages were in it.
  var carriesCoAP: Bool {
    coapMessages > 0
      || [client.port, server.port].contains { $0 == Recognition.coapPort || $0 == Recognition.coapsPort }
  }

  /// Between whom an exchange is. The client of DTLS may be the server of CoAP.
  func context(of exchange: Exchange) -> ExchangeContext {
    let side: Side = exchange.requester == .one ? .client : .server
    return ExchangeContext(session: self, client: endpoint(side), server: endpoint(side.peer), first: first)
  }
}

extension PlainConversation {
  /// Between whom an exchange is.
  func context(of exchange: Exchange) -> ExchangeContext {
    let isFirst = exchange.requester == .one
    return ExchangeContext(
      session: nil, client: isFirst ? source : destination, server: isFirst ? destination : source,
      first: first)
  }
}
