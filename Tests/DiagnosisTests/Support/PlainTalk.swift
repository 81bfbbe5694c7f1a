import Bytes
import Capture
import CoAP

/// Two ends of a scene that speak CoAP without DTLS.
struct PlainTalk {
  let scene: Scene
  let client: Endpoint
  let server: Endpoint

  /// The client sends a message, at each of these times.
  func client(_ message: [UInt8], at times: Double...) {
    for time in times { scene.plain(message, from: client, to: server, at: time) }
  }

  /// The server sends a message, at each of these times.
  func server(_ message: [UInt8], at times: Double...) {
    for time in times { scene.plain(message, from: server, to: client, at: time) }
  }
}

extension Scene {
  /// Two ends that are about to talk without DTLS.
  func plainTalk(port: UInt16 = 40000) -> PlainTalk {
    PlainTalk(
      scene: self, client: Endpoint(address: Scene.client, port: port),
      server: Endpoint(address: Scene.server, port: 5683))
  }
}

/// The bytes of CoAP messages, in the order of type, code, message ID, token, options and payload.
enum Coded {
  /// Any message.
  static func message(
    _ type: MessageType, _ code: Code, _ id: UInt16, token: [UInt8] = [], _ options: [CoAP.Option] = [],
    _ payload: [UInt8] = []
  ) -> [UInt8] {
    CoAP.Message(type: type, code: code, messageID: id, token: token, options: options, payload: payload).encode() ?? []
  }

  /// A confirmable request, whose token is its number.
  static func request(
    _ id: UInt8, _ code: Code = .get, path: String = "light", _ options: [CoAP.Option] = [], _ payload: String = ""
  ) -> [UInt8] {
    message(
      .confirmable, code, UInt16(id), token: [id], [CoAP.Option(.uriPath, Array(path.utf8))] + options,
      Array(payload.utf8))
  }

  /// The response to that, in its acknowledgement.
  static func response(
    _ id: UInt8, _ code: Code = .content, _ options: [CoAP.Option] = [], token: [UInt8]? = nil, length: Int = 2
  ) -> [UInt8] {
    message(
      .acknowledgement, code, UInt16(id), token: token ?? [id], options, [UInt8](repeating: 0x61, count: length))
  }

  /// A notification that is not confirmable, under the token of request `id`.
  static func notification(_ id: UInt8, numbered number: UInt8, token: UInt8, maxAge: UInt8? = nil) -> [UInt8] {
    let options = [CoAP.Option(.observe, [number])] + (maxAge.map { [CoAP.Option(.maxAge, [$0])] } ?? [])
    return message(.nonConfirmable, .content, 0x7000 + UInt16(id), token: [token], options, [0x61])
  }

  /// Observe with a value; 0 is the empty one.
  static func observe(_ value: UInt8) -> CoAP.Option { CoAP.Option(.observe, value == 0 ? [] : [value]) }

  /// A block of 64 bytes.
  static func block(_ option: OptionNumber, _ number: UInt8, more: Bool) -> CoAP.Option {
    CoAP.Option(option, [number << 4 | (more ? 8 : 0) | 2])
  }
}
