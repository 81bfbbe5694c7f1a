import Bytes
import Capture
import CoAP
import DTLS

/// Counts what one shard goes through. Nothing of it is said before the end.
package final class StatisticsListener: EventListener {
  /// What was counted so far.
  package private(set) var statistics = Statistics()

  /// A listener that has heard nothing.
  package init() {}

  package func coap(_ event: borrowing CoAPEvent) {
    // What is not authentic or came twice says nothing: its datagram is counted all the same.
    guard event.isAuthentic != false, !event.isDuplicate else { return }
    let facts = MessageFacts(event)
    statistics.total.add(facts)
    statistics.types[event.message.type, default: 0] += 1
    statistics.codes[event.message.code, default: 0] += 1
    if event.message.payload.byteCount > 0, let format = event.message.contentFormat {
      statistics.contentFormats[format, default: 0] += 1
    }
    let payload = facts.isCopy ? 0 : facts.payloadBytes
    if event.session == nil {
      statistics.plain.messageBytes += facts.messageBytes
      statistics.plain.payloadBytes += payload
    } else {
      statistics.secure.messageBytes += facts.messageBytes
      statistics.secure.payloadBytes += payload
    }
    if let exchange = event.place.exchange {
      statistics.resources.count(for: ResourceKey(exchange)) { $0.add(facts) }
    } else if facts.isNotification {
      statistics.resources.count(for: ResourceKey(token: event.message.token)) { $0.add(facts) }
    }
    guard let isFromClient = event.isFromClient else { return }
    let client = isFromClient ? event.source : event.destination
    let server = isFromClient ? event.destination : event.source
    statistics.servers.count(for: server) {
      $0.tally.add(facts)
      if event.message.code.isRequest { $0.addClient(at: client) }
    }
    statistics.clients.count(for: client.address) {
      $0.tally.add(facts)
      if event.message.code.isRequest { $0.addClient(at: client) }
    }
  }

  package func exchangeEnded(_ exchange: Exchange, _ context: ExchangeContext, at stamp: PacketStamp) {
    statistics.total.add(exchange)
    statistics.resources.count(for: ResourceKey(exchange)) { $0.add(exchange) }
    statistics.servers.count(for: context.server) { $0.tally.add(exchange) }
    statistics.clients.count(for: context.client.address) { $0.tally.add(exchange) }
  }

  package func plainConversationEnded(_ conversation: PlainConversation) {
    let traffic = conversation.sent.traffic + conversation.received.traffic
    let overhead = conversation.source.address.datagramOverhead
    statistics.plain.add(traffic, overhead: overhead)
    let isFirst = conversation.firstCode.isRequest
    let client = isFirst ? conversation.source : conversation.destination
    let server = isFirst ? conversation.destination : conversation.source
    statistics.servers.count(for: server) { $0.add(traffic, overhead: overhead) }
    statistics.clients.count(for: client.address) { $0.add(traffic, overhead: overhead) }
  }

  package func sessionEnded(_ session: Session, at stamp: PacketStamp) {
    let record = HandshakeRecord(session)
    let traffic = session.traffic.client + session.traffic.server
    let before = record == nil ? Traffic() : session.handshakeTraffic.client + session.handshakeTraffic.server
    let overhead = session.client.address.datagramOverhead
    statistics.secure.add(traffic, handshake: before, overhead: overhead)
    statistics.repeatedHandshakeDatagrams +=
      session.retransmittedDatagrams.client + session.retransmittedDatagrams.server
    if session.records.client.sealed + session.records.server.sealed > 0 { statistics.sealedSessions += 1 }
    if let version = session.association.handshake.version { statistics.versions[version, default: 0] += 1 }
    if let suite = session.association.handshake.cipherSuite { statistics.suites[suite, default: 0] += 1 }
    func count(_ row: inout EndpointRow) {
      row.add(traffic, overhead: overhead)
      row.addClient(at: session.client)
      if let record { row.add(record) }
    }
    statistics.servers.count(for: session.server, count)
    statistics.clients.count(for: session.client.address, count)
    if let record { statistics.handshakes.add(record) }
  }
}

extension CoAPEvent {
  /// Whether the end that asks sent it: that of its exchange, else the one that sends requests; nil if neither tells.
  fileprivate var isFromClient: Bool? {
    // The servers of a group each answer for themselves, from where nobody was asked.
    if message.code.isResponse { return false }
    if message.code.isRequest { return true }
    return place.exchange.map { $0.requester == sender }
  }
}

extension MessageFacts {
  fileprivate init(_ event: borrowing CoAPEvent) {
    code = event.message.code
    isCopy = event.place.copyOf != nil
    switch event.place.role {
    case .notification(let isStale): (isNotification, self.isStale) = (true, isStale)
    default:
      // Of an observation that began before the capture.
      isNotification = code.class == 2 && event.place.exchange == nil && event.message.observe != nil
      isStale = false
    }
    isUnmatched = code.isResponse && event.place.exchange == nil && !isNotification
    messageBytes = event.message.bytes.byteCount + event.message.missing
    carrierBytes = event.carrierBytes
    airBytes = carrierBytes + event.source.address.datagramOverhead
    payloadBytes = event.message.payloadLength ?? event.message.payload.byteCount
    guard !isCopy, !isNotification, event.place.isFirstAnswer, code.isResponse, let asked = event.place.answers else {
      (roundTrip, thinkTime) = (nil, nil)
      return
    }
    roundTrip = event.stamp.nanoseconds &- asked.nanoseconds
    thinkTime = event.place.exchange?.thinkTime(ofRequestAt: asked)
  }
}

extension Exchange {
  /// Nanoseconds that the server thought about the request that was first sent at `stamp`, if it is the first or the last.
  fileprivate func thinkTime(ofRequestAt stamp: PacketStamp) -> Int64? {
    if lastRequest.stamp == stamp { return lastRequest.thinkTime }
    return request.stamp == stamp ? request.thinkTime : nil
  }
}
