import DTLS
import TestSupport

/// What an end of a scene says in one record.
///
/// A handshake message that is said again is the same message: it keeps its message_seq and its bytes, and the record that
/// carries it gets a new number.
enum Message: Hashable {
  /// ClientHello, without a cookie or with the one that is made of this byte.
  case clientHello(cookie: UInt8?)
  /// HelloVerifyRequest with a cookie that is made of this byte.
  case helloVerifyRequest(cookie: UInt8)
  /// ServerHello; another one if it does not say `1`.
  case serverHello(Int)
  /// A Certificate with one certificate of so many bytes that are none, or with none at all.
  case certificate(bytes: Int)
  case serverKeyExchange
  case certificateRequest
  case serverHelloDone
  case clientKeyExchange
  case certificateVerify
  case changeCipherSpec
  case finished
  /// An alert without protection.
  case alert(AlertLevel, AlertDescription)
  /// An alert with protection.
  case sealedAlert(AlertLevel, AlertDescription)
  /// Application data.
  case data([UInt8])

  static let hello = Message.clientHello(cookie: nil)
  static let helloWithCookie = Message.clientHello(cookie: 1)
  static let helloVerifyRequest = Message.helloVerifyRequest(cookie: 1)
  static let serverHello = Message.serverHello(1)
  static let closeNotify = Message.sealedAlert(.warning, .closeNotify)

  /// A confirmable GET of /light.
  static func get(_ id: UInt8) -> Message { .data(Message.plainGet(id)) }
  /// The acknowledgement of that, with 2.05 and a payload.
  static func content(_ id: UInt8) -> Message { .data(Message.plainContent(id)) }
  /// An acknowledgement of a request that is answered later.
  static func acknowledgement(_ id: UInt8) -> Message { .data([0x60, 0, 0x12, id]) }

  static func plainGet(_ id: UInt8) -> [UInt8] { [0x41, 1, 0x12, id, id, 0xb5] + Array("light".utf8) }
  static func plainContent(_ id: UInt8) -> [UInt8] { [0x61, 0x45, 0x12, id, id, 0xff] + Array("on".utf8) }

  /// The type of the record that carries it.
  var contentType: UInt8 {
    switch self {
    case .changeCipherSpec: 20
    case .alert, .sealedAlert: 21
    case .data: 23
    default: 22
    }
  }

  /// Whether it comes under the keys of the handshake.
  var isSealed: Bool {
    switch self {
    case .finished, .sealedAlert, .data: true
    default: false
    }
  }

  /// The type of the handshake message; nil if it is none.
  var handshakeType: UInt8? {
    switch self {
    case .clientHello: 1
    case .helloVerifyRequest: 3
    case .serverHello: 2
    case .certificate: 11
    case .serverKeyExchange: 12
    case .certificateRequest: 13
    case .serverHelloDone: 14
    case .certificateVerify: 15
    case .clientKeyExchange: 16
    case .finished: 20
    case .changeCipherSpec, .alert, .sealedAlert, .data: nil
    }
  }
}
