import Bytes
import CoAP
import DTLS
import Rendering

/// A rung of a ladder in words; safe to show.
enum EventText {
  /// What happened.
  static func label(_ event: LadderEvent) -> String {
    switch event.content {
    case .handshake(let pieces):
      pieces.isEmpty
        ? "handshake" : pieces.map { "\($0.type) \($0.sequence)\($0.isPart ? " (part)" : "")" }.joined(separator: ", ")
    case .changeCipherSpec: "change_cipher_spec"
    case .alert(let alert?): "alert \(alert.level) \(alert.description)"
    case .alert(nil): "alert, encrypted"
    case .ack(let records): "ack of \(records.counted("record"))"
    case .data(let bytes, let isOpened): "application data, \(bytes.counted("byte"))\(isOpened ? "" : ", encrypted")"
    case .sealedHandshake(let bytes): "handshake, encrypted, \(bytes.counted("byte"))"
    case .other(let type, let bytes): "\(type), \(bytes.counted("byte"))"
    case .malformed(let error): "malformed: \(error)"
    case .coap(let message): label(message)
    case .icmp(let text), .notice(let text): text
    case .missing(let count): "\(count.counted("record")) not captured"
    }
  }

  /// What is remarkable about it; empty if nothing is.
  static func marks(_ event: LadderEvent) -> String {
    var marks = event.marks.map { mark in
      switch mark {
      case .repeats(let packet): "↻ repeats \(packet)"
      case .repeated: "↻ repeated"
      case .duplicate: "duplicate"
      case .outOfOrder: "out of order"
      case .notAuthentic: "not authentic"
      case .held: "opened late"
      }
    }
    if case .coap(let message) = event.content, let time = message.roundTrip {
      marks.append("after " + TimeText.duration(milliseconds: Double(time) / 1e6))
    }
    return marks.joined(separator: ", ")
  }

  /// The colour of its meaning; nil for what is as it should be.
  static func tone(_ event: LadderEvent) -> Style.Tone? {
    switch event.content {
    case .alert(let alert?): return alert.description == .closeNotify ? .faint : .bad
    case .malformed, .icmp: return .bad
    case .notice, .missing: return .notable
    case .coap(let message) where message.code.class == 4 || message.code.class == 5: return .notable
    case .data(_, false), .alert(nil): return .faint
    case .handshake, .changeCipherSpec, .ack, .data, .sealedHandshake, .other, .coap: break
    }
    if event.marks.contains(where: { if case .notAuthentic = $0 { true } else { false } }) { return .bad }
    return event.isRepetition ? .notable : nil
  }

  /// What a table says of the last message: what was asked, and the status of the answer.
  static func summary(_ message: LadderEvent.CoAPPiece) -> String {
    let status = message.code.isRequest ? "" : "\(message.code.dotted) \(message.code.name ?? "")"
    guard let request = message.request else { return message.code.isRequest ? message.code.description : status }
    let asked = "\(request.method) \(uri(request))"
    return message.code.isRequest ? "\(asked) …" : "\(asked) \(message.code.dotted)"
  }

  private static func label(_ message: LadderEvent.CoAPPiece) -> String {
    var text = message.type.description
    if message.code.isEmpty {
      text += message.type == .confirmable ? " ping" : ""
    } else if message.code.isRequest {
      text += " \(message.code)" + (message.request.map { " \(uri($0))" } ?? "")
      if message.isObserve { text += " observe" }
    } else {
      text += " \(message.code.dotted)" + (message.code.name.map { " \($0)" } ?? "")
      if message.isObserve { text += " notification" }
    }
    return message.payload > 0 ? text + ", \(message.payload.counted("byte"))" : text
  }

  private static func uri(_ request: LadderEvent.Request) -> String {
    String(decoding: request.uri, as: UTF8.self)
  }
}
