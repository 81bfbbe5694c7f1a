import Bytes
import CoAP
import DTLS

/// A rung of a session's ladder: a record, a CoAP message, or what else happened. The words for it are made when it is
/// shown.
struct LadderEvent: Sendable {
  /// What happened.
  enum Content: Sendable {
    case handshake([HandshakePiece])
    case changeCipherSpec
    case alert(Alert?)
    case ack(records: Int)
    /// Application data, of so many bytes.
    case data(bytes: Int, isOpened: Bool)
    case sealedHandshake(bytes: Int)
    case other(ContentType, bytes: Int)
    case malformed(DecodeError)
    case coap(CoAPPiece)
    /// An ICMP error; safe to show.
    case icmp(String)
    /// A notice; safe to show.
    case notice(String)
    /// Records of the sender that were not captured, or lost before.
    case missing(Int)
  }

  /// A handshake message, or a piece of it.
  struct HandshakePiece: Sendable {
    let type: HandshakeType
    let sequence: UInt16
    let isPart: Bool
  }

  /// What a CoAP exchange asks for.
  struct Request: Sendable {
    let method: Code
    /// Path and query; safe to show.
    let uri: [UInt8]
  }

  /// A CoAP message.
  struct CoAPPiece: Sendable {
    let type: MessageType
    let code: Code
    /// The request that it is, or is a response to.
    let request: Request?
    /// Bytes of payload.
    let payload: Int
    /// Nanoseconds since the request that it is the first response to.
    let roundTrip: Int64?
    /// The Observe option, if there is one.
    let isObserve: Bool
  }

  /// What is remarkable about it.
  enum Mark: Sendable {
    /// It repeats what the packet said.
    case repeats(Int)
    /// It repeats what was said before, in a packet that is not known.
    case repeated
    case duplicate
    case outOfOrder
    case notAuthentic
    case held
  }

  /// The packet.
  let stamp: PacketStamp
  /// Who sent it; nil if neither end did.
  let sender: Side?
  /// What happened.
  let content: Content
  /// What is remarkable about it.
  var marks: [Mark] = []
  /// The number of the flight that begins with it.
  var flight: Int?

  /// Whether it is part of a handshake.
  var isHandshake: Bool {
    switch content {
    case .handshake, .changeCipherSpec, .sealedHandshake: true
    case .alert, .ack, .data, .other, .malformed, .coap, .icmp, .notice, .missing: false
    }
  }

  /// Whether it repeats what was sent before.
  var isRepetition: Bool {
    marks.contains { mark in
      switch mark {
      case .repeats, .repeated, .duplicate: true
      case .outOfOrder, .notAuthentic, .held: false
      }
    }
  }
}
