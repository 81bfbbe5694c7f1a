import Analysis
import Bytes
import CoAP
import OSCORE

extension JSONWriter {
  /// The members of a CoAP message.
  mutating func members(_ event: borrowing CoAPEvent) {
    let message = event.message
    member("packet", event.stamp.number)
    member("timestamp", nanoseconds: event.stamp.nanoseconds)
    member("session", number: event.session?.id)
    member("source", event.source)
    member("destination", event.destination)
    member("type", "\(message.type)")
    member("code", message.code.dotted)
    member("name", message.code.name)
    member("messageID", message.messageID)
    key("token")
    value(hex: message.token)
    memberURI(message)
    memberOptions(message)
    member("contentFormat", message.contentFormat?.rawValue)
    member("payloadLength", message.payload.byteCount)
    member("truncated", message.missing > 0)
    member("originalPayloadLength", message.payloadLength)
    let payload = PayloadText.text(of: message.payload, message.contentFormat)
    member("payload", payload.text)
    member("payloadEncoding", payload.encoding.rawValue)
    let decoding = PayloadDecoding(message)
    member("payloadFormat", decoding?.format)
    member("payloadIsGuess", decoding?.isGuess ?? false)
    member("payloadText", decoding?.text)
    member("payloadProblem", decoding?.problem)
    member("authentic", event.isAuthentic)
    memberOSCORE(event.oscore)
    memberEDHOC(EDHOCMessage(message))
    member("retransmissionOf", event.retransmissionOf)
    member("role", event.place.role.name)
    member("answers", event.place.answers?.number)
    member("exchange", exchangeNumber: event.place.exchange?.id)
  }

  private mutating func memberURI(_ message: borrowing MessageView) {
    guard message.code.isRequest else {
      memberNull("path")
      memberNull("query")
      return
    }
    var text = TextBuffer(capacity: 256)
    message.appendPath(to: &text)
    member("path", text.string)
    text.removeAll()
    message.appendQuery(to: &text)
    member("query", text.count == 0 ? nil : text.string)
  }

  private mutating func memberOptions(_ message: borrowing MessageView) {
    key("options")
    var options = message.options
    var rows: [(number: OptionNumber, value: OptionValue)] = []
    while let option = options.next() { rows.append((option.number, option.decoded(in: message.code))) }
    array(rows) { json, row in
      json.object {
        $0.member("number", row.number.rawValue)
        $0.member("name", row.number.name)
        $0.key("value")
        $0.value(row.value)
        $0.member("encoding", row.value.encoding)
      }
    }
  }

  /// A number where the option is one, else text or hexadecimal digits.
  private mutating func value(_ value: OptionValue) {
    switch value {
    case .empty: self.value("")
    case .uint(let number): self.value(number)
    case .string(let text): self.value(text)
    case .opaque(let bytes): self.value(hex: bytes.span.bytes)
    case .block(let block):
      object {
        $0.member("num", block.num)
        $0.member("more", block.more)
        $0.member("szx", block.szx)
      }
    case .contentFormat(let format): self.value(format.rawValue)
    }
  }
}

extension MessagePlace.Role {
  /// What the message is, by its name in the report; nil if that cannot be told.
  fileprivate var name: String? {
    switch self {
    case .request: "request"
    case .response: "response"
    case .notification(let isStale): isStale ? "staleNotification" : "notification"
    case .acknowledgement: "acknowledgement"
    case .reset: "reset"
    case .ping: "ping"
    case .unknown: nil
    }
  }
}

extension OptionValue {
  /// How JSON text stands for the value; nil if the value is no text there.
  fileprivate var encoding: String? {
    switch self {
    case .empty, .string: PayloadText.Encoding.utf8.rawValue
    case .opaque: PayloadText.Encoding.hex.rawValue
    case .uint, .block, .contentFormat: nil
    }
  }
}
