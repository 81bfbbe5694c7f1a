import Bytes

/// What a message has to do with those before it.
package struct MessagePlace {
  /// What it is.
  package enum Role: Sendable {
    /// Asks for something.
    case request
    /// Answers a request.
    case response
    /// Tells an observer of a change; `isStale` if a newer state was told before (RFC 7641 §3.4).
    case notification(isStale: Bool)
    /// Says that a message arrived, and no more.
    case acknowledgement
    /// Says that a message made no sense.
    case reset
    /// Asks whether the other end is there: an Empty confirmable message (RFC 7252 §4.3).
    case ping
    /// Cannot be told.
    case unknown
  }

  /// What it is.
  package let role: Role
  /// The packet with its first copy, if it is another one (RFC 7252 §4.2).
  package var copyOf: Int?
  /// The exchange that it is part of.
  package var exchange: Exchange?
  /// The message that it answers, or acknowledges, or resets.
  package var answers: PacketStamp?
  /// Whether it is the first answer to that.
  package var isFirstAnswer = false
  /// The body that is whole with it, up and down.
  package var completed: BlockTransfer?

  init(_ role: Role) {
    self.role = role
  }

  /// The place of a message of which nothing is known.
  package static var none: MessagePlace { MessagePlace(.unknown) }
}

/// What conversations share: the numbers of exchanges, and whether bodies are kept.
package final class ExchangeBook {
  private var next: Int
  private let step: Int
  /// Whether the bodies of block transfers are put together.
  package let keepsBodies: Bool
  /// Where the text of a resource is put together.
  fileprivate var text = TextBuffer(capacity: 256)

  /// A book that numbers from `next` on, every `step`-th.
  package init(next: Int = 1, step: Int = 1, keepsBodies: Bool = false) {
    self.next = next
    self.step = step
    self.keepsBodies = keepsBodies
  }

  fileprivate func takeNumber() -> Int {
    defer { next += step }
    return next
  }
}

/// The CoAP between two endpoints: which messages are copies, and which belong together.
///
/// Requests and responses belong together by token, whatever messages carry them (RFC 7252 §5.3.2); acknowledgements and
/// resets belong to a message by its ID (§4.2, §4.3). Bounded: of exchanges that are over, the last few stay for copies
/// that come late; of those that are open, the oldest is put away when there are too many.
package struct Conversation {
  private var logs = (one: MessageLog(), other: MessageLog())
  /// The exchanges that something may still come of, in the order of their beginning.
  private var exchanges: [Exchange] = []
  /// What there was of it, and what was not as it should be.
  package private(set) var facts = ConversationFacts()

  /// When to look for exchanges that are over although no request came that would take their place.
  private var nextSettling = Int64.min

  /// Nanoseconds between two such looks: a fraction of what exchanges are silent for before they are over.
  static let settlingInterval: Int64 = 10_000_000_000
  /// Exchanges that are over and stay, for copies of their messages.
  static let maximumOver = 4
  /// Exchanges that are open. A client may have one with a server (NSTART, RFC 7252 §4.7), and as many observations as it
  /// likes.
  static let maximumOpen = 64

  /// A conversation that has not begun, and holds no memory.
  package init() {}

  /// Takes in a message as it was sent, whatever protects what is in it: the packet of its first copy, if it is another
  /// one (RFC 7252 §4.2). `receive` takes in what it says.
  package mutating func log(_ message: borrowing MessageView, from sender: Peer, at stamp: PacketStamp) -> Int? {
    switch sender {
    case .one: logs.one.record(message, packet: stamp.number, nanoseconds: stamp.nanoseconds)
    case .other: logs.other.record(message, packet: stamp.number, nanoseconds: stamp.nanoseconds)
    }
  }

  /// Takes in what a message says that `sender` sent and that was logged before; passes exchanges that are over to
  /// `ended`.
  ///
  /// - Parameter first: the packet of its first copy, if it is another one.
  package mutating func receive(
    _ message: borrowing MessageView, copyOf first: Int?, from sender: Peer, isMulticast: Bool = false,
    at stamp: PacketStamp,
    _ book: ExchangeBook, began: (Exchange) -> Void, ended: (Exchange) -> Void
  ) -> MessagePlace {
    if let first {
      var place = copy(of: message, from: sender, at: stamp)
      place.copyOf = first
      return place
    }
    facts.note(message, from: sender, at: stamp)
    if exchanges.count > Self.maximumOver, message.code.isRequest || stamp.nanoseconds >= nextSettling {
      settle(at: stamp, ended)
    }
    if message.code.isEmpty { return receiveEmpty(message, from: sender, at: stamp) }
    if message.code.isRequest {
      return receiveRequest(message, from: sender, isMulticast, at: stamp, book, began: began, ended: ended)
    }
    return message.code.isResponse ? receiveResponse(message, from: sender, at: stamp, book) : .none
  }

  /// Ends all exchanges that are left; nothing more of them can be known after `stamp`.
  package mutating func finish(at stamp: PacketStamp, ended: (Exchange) -> Void) {
    for exchange in exchanges {
      close(exchange, at: stamp, ended)
    }
    exchanges = []
  }

  // MARK: The message layer

  private mutating func note(_ exchange: Exchange, _ role: MessageLog.Role, from sender: Peer) {
    switch sender {
    case .one: logs.one.note(exchange.id, role)
    case .other: logs.other.note(exchange.id, role)
    }
  }

  private func find(messageID: UInt16, from sender: Peer, isAcknowledgement: Bool = false) -> MessageLog.Entry? {
    switch sender {
    case .one: logs.one.find(messageID: messageID, isAcknowledgement: isAcknowledgement)
    case .other: logs.other.find(messageID: messageID, isAcknowledgement: isAcknowledgement)
    }
  }

  private func exchange(_ entry: MessageLog.Entry?) -> Exchange? {
    guard let entry, entry.exchange > 0 else { return nil }
    return exchanges.last { $0.id == entry.exchange }
  }

  /// Takes in a copy of a message that was there before.
  private func copy(of message: borrowing MessageView, from sender: Peer, at stamp: PacketStamp) -> MessagePlace {
    let isAcknowledgement = message.type == .acknowledgement || message.type == .reset
    let entry = find(messageID: message.messageID, from: sender, isAcknowledgement: isAcknowledgement)
    let role: MessagePlace.Role =
      if message.code.isEmpty {
        switch message.type {
        case .acknowledgement: .acknowledgement
        case .reset: .reset
        default: .ping
        }
      } else if message.code.isRequest {
        .request
      } else if case .notification(let isStale) = entry?.role {
        .notification(isStale: isStale)
      } else {
        .response
      }
    var place = MessagePlace(role)
    place.exchange = exchange(entry)
    if isAcknowledgement, let answered = find(messageID: message.messageID, from: sender.peer) {
      place.answers = answered.stamp(in: stamp.capture)
    }
    guard let exchange = place.exchange, !message.code.isEmpty else { return place }
    if message.code.isRequest {
      exchange.addRequestCopy(messageID: message.messageID, at: stamp)
    } else {
      exchange.addResponseCopy(at: stamp)
      if !isAcknowledgement { place.answers = exchange.request.stamp }
    }
    return place
  }

  private mutating func receiveEmpty(_ message: borrowing MessageView, from sender: Peer, at stamp: PacketStamp)
    -> MessagePlace
  {
    guard message.type == .acknowledgement || message.type == .reset else {
      return message.type == .confirmable ? MessagePlace(.ping) : .none
    }
    let isReset = message.type == .reset
    var place = MessagePlace(isReset ? .reset : .acknowledgement)
    guard let entry = find(messageID: message.messageID, from: sender.peer) else { return place }
    place.answers = entry.stamp(in: stamp.capture)
    place.isFirstAnswer = true
    place.exchange = exchange(entry)
    guard let exchange = place.exchange else { return place }
    switch (isReset, entry.role) {
    case (true, .request): exchange.reset(at: stamp)
    case (true, .notification): exchange.endObservation(.reset, at: stamp)
    case (false, .request): exchange.acknowledge(messageID: message.messageID, at: stamp)
    default: break
    }
    note(exchange, .other, from: sender)
    return place
  }

  // MARK: Requests and responses

  private mutating func receiveRequest(
    _ message: borrowing MessageView, from sender: Peer, _ isMulticast: Bool, at stamp: PacketStamp,
    _ book: ExchangeBook, began: (Exchange) -> Void, ended: (Exchange) -> Void
  ) -> MessagePlace {
    let token = Token(message.token)
    let resource = Resource(message, text: &book.text)
    var place = MessagePlace(.request)
    let exchange: Exchange
    if let going = continued(by: message, resource, token, from: sender) {
      going.addRequest(message, token: token, at: stamp)
      exchange = going
    } else {
      endUses(of: token, by: sender, at: stamp, ended)
      if exchanges.count >= Self.maximumOpen { putAway(0, at: stamp, ended) }
      exchange = Exchange(
        id: book.takeNumber(), requester: sender, message, resource, token: token, isMulticast: isMulticast, at: stamp)
      exchanges.append(exchange)
      facts.exchanges += 1
      began(exchange)
    }
    note(exchange, .request, from: sender)
    place.exchange = exchange
    if let (block, option) = message.uploadBlock {
      place.completed = exchange.receive(block, option, of: message, keepsBody: book.keepsBodies, at: stamp)
    }
    return place
  }

  /// The exchange that a request goes on with: the next block of its body, or its registration again.
  private func continued(
    by message: borrowing MessageView, _ resource: Resource, _ token: Token, from sender: Peer
  ) -> Exchange? {
    let sameToken = exchanges.last { $0.requester == sender && $0.has(token) }
    if let sameToken, sameToken.observation != nil, message.observe != nil, sameToken.method == message.code,
      sameToken.resource == resource
    {
      return sameToken
    }
    let upload = message.uploadBlock
    let download = message.downloadBlock
    guard max(upload?.block.offset ?? 0, download?.block.offset ?? 0) > 0 else { return nil }
    func goesOn(_ exchange: Exchange) -> Bool {
      guard exchange.requester == sender, exchange.method == message.code, exchange.resource == resource else {
        return false
      }
      if let upload, upload.block.offset > 0 { return exchange.upload.map { !$0.isComplete } ?? false }
      return exchange.download.map { !$0.isComplete } ?? false
    }
    func isNext(_ exchange: Exchange) -> Bool {
      if let upload, upload.block.offset > 0 { return exchange.upload?.end == upload.block.offset }
      return exchange.download?.end == download?.block.offset
    }
    if let sameToken, goesOn(sameToken) { return sameToken }
    return exchanges.last { goesOn($0) && isNext($0) } ?? exchanges.last(where: goesOn)
  }

  /// Takes in the response of one of the servers that a request went to; nil if there is no such request. Each server
  /// chooses its message IDs, so they are not looked at.
  package mutating func receiveGroupResponse(
    _ message: borrowing MessageView, at stamp: PacketStamp, _ book: ExchangeBook
  ) -> MessagePlace? {
    let token = Token(message.token)
    guard let exchange = exchanges.last(where: { $0.isMulticast && $0.has(token) }) else { return nil }
    return receiveResponse(message, token, of: exchange, at: stamp, book)
  }

  private mutating func receiveResponse(
    _ message: borrowing MessageView, from sender: Peer, at stamp: PacketStamp, _ book: ExchangeBook
  ) -> MessagePlace {
    let token = Token(message.token)
    let named =
      message.type == .acknowledgement ? exchange(find(messageID: message.messageID, from: sender.peer)) : nil
    let byToken = exchanges.last { $0.requester == sender.peer && $0.has(token) }
    guard let exchange = named.flatMap({ $0.requester == sender.peer ? $0 : nil }) ?? byToken else {
      return MessagePlace(.response)
    }
    let place = receiveResponse(message, token, of: exchange, at: stamp, book)
    if case .notification(let isStale) = place.role {
      note(exchange, .notification(isStale: isStale), from: sender)
    } else {
      // The first response of an observation can be reset like a notification (RFC 7641 §3.6).
      note(exchange, exchange.observation == nil ? .response : .notification(isStale: false), from: sender)
    }
    return place
  }

  private func receiveResponse(
    _ message: borrowing MessageView, _ token: Token, of exchange: Exchange, at stamp: PacketStamp, _ book: ExchangeBook
  ) -> MessagePlace {
    let reception = exchange.receive(message, token: token, at: stamp)
    var role = MessagePlace.Role.response
    switch reception.notification {
    case .fresh: role = .notification(isStale: false)
    case .stale: role = .notification(isStale: true)
    case .registration, nil: break
    }
    var place = MessagePlace(role)
    place.exchange = exchange
    place.answers = reception.request
    place.isFirstAnswer = reception.isFirst
    if let (block, option) = message.downloadBlock {
      place.completed = exchange.receive(block, option, of: message, keepsBody: book.keepsBodies, at: stamp)
    }
    return place
  }

  // MARK: Ends

  /// Ends the exchanges whose token a new request takes over (RFC 7252 §5.3.1).
  private mutating func endUses(of token: Token, by sender: Peer, at stamp: PacketStamp, _ ended: (Exchange) -> Void) {
    guard exchanges.contains(where: { $0.requester == sender && $0.has(token) }) else { return }
    for exchange in exchanges where exchange.requester == sender && exchange.has(token) {
      exchange.endObservation(.tokenReuse, at: stamp)
      close(exchange, at: stamp, ended)
    }
    exchanges.removeAll { $0.requester == sender && $0.has(token) }
  }

  private mutating func putAway(_ index: Int, at stamp: PacketStamp, _ ended: (Exchange) -> Void) {
    close(exchanges.remove(at: index), at: stamp, forWantOfRoom: true, ended)
  }

  private mutating func close(
    _ exchange: Exchange, at stamp: PacketStamp, forWantOfRoom: Bool = false, _ ended: (Exchange) -> Void
  ) {
    exchange.finish(at: stamp, forWantOfRoom: forWantOfRoom)
    facts.note(exchange)
    ended(exchange)
  }

  /// Ends what is over, but for the last few, and what nothing was heard of for EXCHANGE_LIFETIME.
  private mutating func settle(at stamp: PacketStamp, _ ended: (Exchange) -> Void) {
    nextSettling = stamp.nanoseconds &+ Self.settlingInterval
    var surplus = exchanges.count(where: \.isOver) - Self.maximumOver
    var index = 0
    while index < exchanges.count {
      let exchange = exchanges[index]
      let isOld = stamp.nanoseconds &- exchange.last.nanoseconds > Transmission.exchangeLifetimeNanoseconds
      guard isOld && exchange.observation?.isActive != true || surplus > 0 && exchange.isOver else {
        index += 1
        continue
      }
      if exchange.isOver { surplus -= 1 }
      exchanges.remove(at: index)
      close(exchange, at: stamp, ended)
    }
  }
}
