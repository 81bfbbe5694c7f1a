import Bytes

/// Something in a conversation that is not as it should be, and how often it happened.
package struct Incident: Sendable {
  /// What happened.
  package enum Kind: Hashable, Sendable {
    /// A request has no response, though there was time for one.
    case unanswered
    /// An acknowledgement promised a separate response, which did not come (RFC 7252 §5.2.2).
    case promiseBroken
    /// A confirmable request was repeated in vain until it was given up (RFC 7252 §4.2).
    case timedOut
    /// A request was answered with Reset.
    case reset
    /// A request was answered with a client's or server's error.
    case error(Code)
    /// A message was repeated many times within a second.
    case storm
    /// A confirmable message was not repeated as RFC 7252 §4.2 has it.
    case timing(Timing)
    /// A message has a code that it must not have.
    case codeViolation(CodeViolation)
    /// An Empty message has a token or more.
    case emptyMessageWithMore
    /// A message has a critical option without a row in the registry, and whether its receiver rejected it.
    case unknownCritical(OptionNumber, isRejected: Bool)
    /// Blocks of a body do not fit together.
    case block(BlockTransfer.Problem)
    /// A body in blocks did not become whole: how much of it is there, and of how much.
    case blockIncomplete(isUpload: Bool, bytes: Int, declared: Int?)
    /// A notification is older than one before it (RFC 7641 §3.4).
    case stale
    /// A notification grew older than its Max-Age, and the client did not register again (RFC 7641 §3.3.1).
    case notRenewed
    /// Notifications came after the client had cancelled the observation.
    case notifiedAfterEnd
    /// The server answered a registration, and did not take the client on.
    case notObserved
    /// The token of a response is not that of its request, though its message ID is.
    case wrongToken
    /// A client used the token of an observation for another request.
    case tokenReused
  }

  /// How a confirmable message is repeated otherwise than RFC 7252 §4.2 has it.
  package enum Timing: Hashable, Sendable {
    /// The first time before ACK_TIMEOUT.
    case early
    /// At intervals that do not double.
    case steady
    /// More than MAX_RETRANSMIT times.
    case many
  }

  /// What a packet is to it.
  package enum Role: String, Sendable {
    case request = "the request"
    case copy = "the same request again"
    case acknowledgement = "its acknowledgement, without a response"
    case reset = "the Reset"
    case response = "the response"
    case message = "the message"
    case block = "the last block that is there"
    case notification = "the notification"
    case end = "the end of the observation"
  }

  /// A packet that shows it.
  package struct Step: Sendable {
    /// The packet.
    package let stamp: PacketStamp
    /// What it is.
    package let role: Role

    init(_ stamp: PacketStamp, _ role: Role) {
      (self.stamp, self.role) = (stamp, role)
    }
  }

  /// What happened.
  package let kind: Kind
  /// The end that asked; of a message on its own, its sender.
  package let sender: Peer
  /// The method of the request; nil where there is none.
  package let method: Code?
  /// What the request is about, as `Resource` has it, the beginning at most; empty where there is no request.
  package let resource: [UInt8]
  /// How often.
  package internal(set) var count: Int
  /// The packets of the first time.
  package let steps: [Step]

  /// Bytes of a resource's text that are kept.
  static let maximumResource = 80
  /// Packets that are kept.
  static let maximumSteps = 8

  init(
    _ kind: Kind, of sender: Peer, method: Code? = nil, resource: [UInt8] = [], count: Int = 1, _ steps: [Step]
  ) {
    self.kind = kind
    self.sender = sender
    self.method = method
    self.resource =
      resource.count > Self.maximumResource
      ? resource.prefix(Self.maximumResource) + Array("…".utf8) : resource
    self.count = count
    self.steps = Array(steps.prefix(Self.maximumSteps))
  }
}
