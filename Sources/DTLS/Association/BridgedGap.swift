import Bytes

/// A message that was not captured, or not first in the form that both ends know, and that was inferred: a record's tag
/// or a Finished proves it.
package struct BridgedGap: Hashable, Sendable {
  /// Which message.
  package enum Message: Hashable, Sendable {
    /// One of the handshake protocol.
    case handshake(HandshakeType)
    /// The switch to the next epoch.
    case changeCipherSpec
  }

  /// What it was inferred from.
  package enum Ground: Hashable, Sendable {
    /// A ClientHello is the one before it with the cookie that a HelloVerifyRequest demands (RFC 6347 §4.2.1).
    case demandedCookie
    /// A ClientHello's random stands in the key log, next to the master secret.
    case keyLog(clientRandom: [UInt8])
    /// A ServerHelloDone has no body (RFC 5246 §7.4.5).
    case emptyBody
    /// A ClientKeyExchange of a PSK suite holds nothing but the identity, which came with the key (RFC 4279 §2).
    case suppliedKey
    /// A Finished follows from the master secret and the messages before it (RFC 5246 §7.4.9).
    case masterSecret
    /// The copy in this packet says something else than the one captured first.
    case laterCopy(PacketStamp)
    /// The server answered the ClientHello in this packet, and not one that came after it.
    case answered(PacketStamp)
    /// Records of the next epoch follow it.
    case epochChange
  }

  /// Which message.
  package let message: Message
  /// Who sent it.
  package let sender: Side
  /// Its message_seq; nil where it is not known and not needed.
  package let messageSequence: UInt16?
  /// What it was inferred from.
  package let ground: Ground
  /// Its body; nil where the proof is of less than that: of the random in a ClientHello, of the key that belongs to the
  /// identity in a ClientKeyExchange.
  let body: [UInt8]?

  /// A handshake message.
  init(_ type: HandshakeType, from sender: Side, _ messageSequence: UInt16?, _ ground: Ground, body: [UInt8]?) {
    message = .handshake(type)
    self.sender = sender
    self.messageSequence = messageSequence
    self.ground = ground
    self.body = body
  }

  /// A ChangeCipherSpec of `sender`.
  init(changeCipherSpecFrom sender: Side) {
    message = .changeCipherSpec
    self.sender = sender
    messageSequence = nil
    ground = .epochChange
    body = nil
  }

  /// The identity in a ClientKeyExchange that was inferred; nil in other messages, and where it is not proven.
  package var pskIdentity: [UInt8]? {
    message == .handshake(.clientKeyExchange) && ground == .suppliedKey ? body.map { Array($0.dropFirst(2)) } : nil
  }

  /// The same of which less is proven.
  var withoutBody: BridgedGap {
    guard case .handshake(let type) = message else { return self }
    return BridgedGap(type, from: sender, messageSequence, ground, body: nil)
  }

  /// Whether it is the message of this type with this message_seq; one whose message_seq is not known is any of its type.
  func isMessage(_ type: HandshakeType, from sender: Side, _ messageSequence: UInt16) -> Bool {
    message == .handshake(type) && self.sender == sender && (self.messageSequence ?? messageSequence) == messageSequence
  }
}
