import Bytes

/// A request and what came of it (RFC 7252 §5.2, §5.3): its response, or responses, if it asked for notifications
/// (RFC 7641), was sent to several servers (§8), or carries or asks for a body in blocks (RFC 7959), each of which has a
/// request of its own.
package final class Exchange {
  /// A request of the exchange: the only one, or that of a block, or a registration.
  package struct Request: Sendable {
    /// Ties responses to it.
    package let token: Token
    /// Ties acknowledgements, resets and copies to it.
    package let messageID: UInt16
    /// Confirmable or not.
    package let type: MessageType
    /// Its first transmission.
    package let stamp: PacketStamp
    /// Its later transmissions, at most `maximumCopies`.
    package private(set) var copies: [PacketStamp] = []
    /// How many later transmissions there were.
    package private(set) var copyCount = 0
    /// The Empty acknowledgement, which promises a separate response (RFC 7252 §5.2.2).
    package fileprivate(set) var acknowledged: PacketStamp?
    /// The first response.
    package fileprivate(set) var response: PacketStamp?
    /// Whether that is a message of its own and not an acknowledgement (RFC 7252 §5.2.2).
    package fileprivate(set) var isSeparate = false

    fileprivate mutating func addCopy(_ stamp: PacketStamp) {
      copyCount += 1
      if copies.count < Exchange.maximumCopies { copies.append(stamp) }
    }

    /// Nanoseconds from the first transmission to the response.
    package var roundTrip: Int64? { response.map { max(0, $0.nanoseconds &- stamp.nanoseconds) } }

    /// Nanoseconds that the server thought about it, from its acknowledgement to its separate response.
    package var thinkTime: Int64? {
      guard let acknowledged, let response, isSeparate else { return nil }
      return max(0, response.nanoseconds &- acknowledged.nanoseconds)
    }
  }

  /// How it ended.
  package enum Outcome: String, Sendable {
    /// There is a response, or none was to come.
    case completed
    /// There is a response in a message of its own, for a request that an acknowledgement could have answered.
    case separate
    /// The request was answered with Reset.
    case reset
    /// A confirmable request was repeated until it was given up, or as long as that takes (RFC 7252 §4.2).
    case timedOut
    /// There is no response, and it is too early to say more, or nothing more can be known.
    case unanswered
  }

  /// Its identifier in the run.
  package let id: Int
  /// The end that asks.
  package let requester: Peer
  /// What it asks for.
  package let method: Code
  /// What it is about.
  package let resource: Resource
  /// The bits of No-Response (RFC 7967 §2.1), if the request has it.
  package let noResponse: UInt8?
  /// The payload of a PUT that is whole and short.
  let value: [UInt8]?
  /// The first critical option of the first request that has no row in the registry.
  let criticalOption: OptionNumber?
  /// Whether several servers may answer.
  package let isMulticast: Bool
  /// The first request.
  package private(set) var request: Request
  /// The later requests, of blocks and registrations: the newest, at most `maximumRequests`.
  package private(set) var laterRequests: [Request] = []
  /// How many requests it has, copies not counted.
  package private(set) var requestCount = 1
  /// Later transmissions of all its requests.
  package private(set) var requestCopies = 0
  /// The packet of the first response; and those of later ones, copies not counted, which few exchanges have.
  private var firstResponse: Int?
  private var laterResponses: [Int] = []
  /// How many responses it has, copies not counted.
  package private(set) var responseCount = 0
  /// Later transmissions of its responses.
  package private(set) var responseCopies = 0
  /// The status of the last response that is not 2.31 Continue.
  package private(set) var status: Code?
  /// The packet of that response.
  package private(set) var final: PacketStamp?
  /// The observation that it asked for.
  package private(set) var observation: Observation?
  /// The bodies that were sent in blocks, in the order of their beginning; of many notifications the last one's.
  package private(set) var transfers: [BlockTransfer] = []
  /// The packet that reset a request.
  package private(set) var wasReset: PacketStamp?
  /// The first response whose token is not its request's, though its message ID is (RFC 7252 §5.3.2).
  package private(set) var wrongToken: PacketStamp?
  /// The last packet of it.
  package private(set) var last: PacketStamp
  /// When nothing more of it could be known: it was over, or the capture was.
  package private(set) var ended: PacketStamp?
  /// Bytes a block that the last request wants at most (RFC 7959 §2.3).
  private var askedBlockSize: Int?
  /// Whether it was put away before it was over, for want of room.
  package private(set) var wasPutAway = false

  /// Later transmissions of a request that are remembered one by one: a sender repeats a message 4 times.
  static let maximumCopies = 8
  /// Later requests that are remembered: those of the blocks that are under way.
  static let maximumRequests = 8
  /// Responses whose packets are remembered.
  static let maximumResponses = 256
  /// Transfers that are remembered: one up and some down.
  static let maximumTransfers = 4

  init(
    id: Int, requester: Peer, _ message: borrowing MessageView, _ resource: Resource, token: Token,
    isMulticast: Bool, at stamp: PacketStamp
  ) {
    self.id = id
    self.requester = requester
    self.resource = resource
    self.isMulticast = isMulticast
    method = message.code
    noResponse = message.noResponse
    criticalOption = message.unknownCriticalOption
    let hasValue =
      message.code == .put && message.uploadBlock == nil && message.missing == 0
      && message.payload.byteCount <= ConversationFacts.maximumValue
    value = hasValue ? [UInt8](message.payload) : nil
    request = Request(token: token, messageID: message.messageID, type: message.type, stamp: stamp)
    last = stamp
    askedBlockSize = message.downloadBlock?.block.size
    if message.observe == .register, message.code == .get || message.code == .fetch { observation = Observation() }
  }
}

// MARK: What is known of it

extension Exchange {
  /// The request that came last.
  package var lastRequest: Request { laterRequests.last ?? request }

  /// How it ended, or stands.
  package var outcome: Outcome {
    if responseCount > 0 {
      return request.isSeparate && request.type == .confirmable && !isMulticast ? .separate : .completed
    }
    if wasReset != nil { return .reset }
    if suppressesResponse { return .completed }
    let open = lastRequest
    let waited = (ended ?? last).nanoseconds &- open.stamp.nanoseconds
    let isGivenUp = open.copyCount >= Transmission.maxRetransmit || waited >= Transmission.maxTransmitWaitNanoseconds
    return open.type == .confirmable && open.acknowledged == nil && isGivenUp ? .timedOut : .unanswered
  }

  /// Whether the client wants no response of any class (RFC 7967 §2.1).
  package var suppressesResponse: Bool { noResponse.map { $0 & 26 == 26 } ?? false }

  /// Whether a response is missing that was to come.
  package var lacksResponse: Bool { responseCount == 0 && !suppressesResponse && wasReset == nil }

  /// Whether nothing more of it is to come, as far as can be told.
  package var isOver: Bool {
    if wasReset != nil || suppressesResponse { return true }
    guard responseCount > 0, lastRequest.response != nil, !isMulticast else { return false }
    if let observation, observation.isActive { return false }
    // A body that goes on needs another request, and there is no telling when it comes; an error ends it.
    guard let transfer = transfers.last, status?.class == 2 || status == nil else { return true }
    return transfer.isComplete
  }

  /// The packets of the responses, copies not counted: the first `maximumResponses`.
  package var responsePackets: [Int] { firstResponse.map { [$0] + laterResponses } ?? [] }

  /// The transfer of a body to the server.
  package var upload: BlockTransfer? { transfers.first { $0.isUpload } }
  /// The transfer of a body from the server, the last one of several.
  package var download: BlockTransfer? { transfers.last { !$0.isUpload } }
}

// MARK: What happens in it

extension Exchange {
  /// Whether a request of it has this token.
  func has(_ token: Token) -> Bool {
    request.token == token || laterRequests.contains { $0.token == token }
  }

  /// Whether a request of it has this message ID.
  func has(messageID: UInt16) -> Bool {
    request.messageID == messageID || laterRequests.contains { $0.messageID == messageID }
  }

  /// Takes in another request: of a block, or a registration.
  func addRequest(_ message: borrowing MessageView, token: Token, at stamp: PacketStamp) {
    requestCount += 1
    last = stamp
    if let download = message.downloadBlock { askedBlockSize = download.block.size }
    if laterRequests.count == Self.maximumRequests { laterRequests.removeFirst() }
    laterRequests.append(Request(token: token, messageID: message.messageID, type: message.type, stamp: stamp))
    switch message.observe {
    case .register: observation?.registerAgain(at: stamp)
    case .deregister: observation?.finish(.deregistration, at: stamp)
    default: break
    }
  }

  /// Takes in that a request came again.
  func addRequestCopy(messageID: UInt16, at stamp: PacketStamp) {
    requestCopies += 1
    last = stamp
    change({ $0.messageID == messageID }, { $0.addCopy(stamp) })
  }

  /// Takes in that a response came again.
  func addResponseCopy(at stamp: PacketStamp) {
    responseCopies += 1
    last = stamp
  }

  /// Takes in an Empty acknowledgement.
  func acknowledge(messageID: UInt16, at stamp: PacketStamp) {
    last = stamp
    change({ $0.messageID == messageID }, { if $0.acknowledged == nil { $0.acknowledged = stamp } })
  }

  /// Takes in that a request was answered with Reset.
  func reset(at stamp: PacketStamp) {
    last = stamp
    if wasReset == nil { wasReset = stamp }
  }

  /// Takes in that a notification was answered with Reset, or that the token went to another request.
  func endObservation(_ end: Observation.End, at stamp: PacketStamp) {
    observation?.finish(end, at: stamp)
  }

  /// What a response is in the exchange.
  struct Reception {
    /// The request that it answers.
    let request: PacketStamp
    /// Whether it is the first response to that request.
    let isFirst: Bool
    /// What it is to the observation.
    let notification: Observation.Verdict?
  }

  /// Takes in a response.
  func receive(_ message: borrowing MessageView, token: Token, at stamp: PacketStamp) -> Reception {
    last = stamp
    responseCount += 1
    if firstResponse == nil {
      firstResponse = stamp.number
    } else if laterResponses.count < Self.maximumResponses - 1 {
      laterResponses.append(stamp.number)
    }
    if message.code != .continue { (status, final) = (message.code, stamp) }
    let isAcknowledgement = message.type == .acknowledgement
    if !has(token), wrongToken == nil { wrongToken = stamp }
    // An acknowledgement names its request; what comes by itself answers the newest that waits.
    var answered = request.stamp
    var isFirst = false
    change(
      { isAcknowledgement ? $0.messageID == message.messageID : $0.token == token },
      {
        answered = $0.stamp
        guard $0.response == nil else { return }
        isFirst = true
        $0.response = stamp
        $0.isSeparate = !isAcknowledgement
      })
    var notification: Observation.Verdict?
    // The responses to requests for further blocks tell nothing new.
    if observation != nil, !isFirst || laterRequests.isEmpty || message.observe != nil {
      notification = observation?.receive(message, isAnswer: isFirst, at: stamp)
    }
    return Reception(request: answered, isFirst: isFirst, notification: notification)
  }

  /// Takes in a block that a message of the exchange carries; gives the transfer if its body is whole with it.
  func receive(
    _ block: Block, _ option: OptionNumber, of message: borrowing MessageView, keepsBody: Bool, at stamp: PacketStamp
  ) -> BlockTransfer? {
    var transfer = transfers.last { $0.option == option }
    if transfer == nil || block.offset == 0 && transfer?.isComplete == true {
      // A body that fits its message needs no transfer.
      if block.num == 0, !block.more { return nil }
      let begun = BlockTransfer(option, block, keepsBody: keepsBody, at: stamp)
      // Of notifications with a body each, one after the other, the last counts.
      if transfers.count == Self.maximumTransfers { transfers.removeLast() }
      transfers.append(begun)
      transfer = begun
    }
    guard let transfer else { return nil }
    let wasComplete = transfer.isComplete
    transfer.receive(block, of: message, askedSize: transfer.isUpload ? nil : askedBlockSize, at: stamp)
    return transfer.isComplete && !wasComplete ? transfer : nil
  }

  /// Ends it: nothing more of it can be known after `stamp`.
  func finish(at stamp: PacketStamp, forWantOfRoom: Bool = false) {
    if ended == nil { ended = stamp }
    wasPutAway = forWantOfRoom && !isOver
  }

  /// Changes the newest request that `fits`.
  private func change(_ fits: (Request) -> Bool, _ body: (inout Request) -> Void) {
    if let index = laterRequests.lastIndex(where: fits) {
      body(&laterRequests[index])
    } else if fits(request) {
      body(&request)
    }
  }
}
