import Analysis
import Bytes
import CoAP
import Rendering

/// A CoAP message (RFC 7252 §3), in a session or on its own; one that OSCORE protected, as it would be without, if it could
/// be opened.
public struct CoAPMessage: Hashable, Sendable {
  /// How it takes part in the message layer, by the RFC's abbreviations.
  public enum Kind: String, Hashable, Sendable {
    /// Confirmable.
    case confirmable = "CON"
    /// Non-confirmable.
    case nonConfirmable = "NON"
    /// Acknowledgement.
    case acknowledgement = "ACK"
    /// Reset.
    case reset = "RST"
  }

  /// An option (RFC 7252 §5.10).
  public struct Option: Hashable, Sendable {
    /// Its number.
    public let number: UInt16
    /// IANA's name: `Uri-Path`; nil if the number has none.
    public let name: String?
    /// Its value as sent.
    public let value: [UInt8]
  }

  /// The packet it came in.
  public let packet: Packet
  /// The number of the session that carried it; nil for plain CoAP.
  public internal(set) var session: Int?
  /// The number of the exchange that it is part of; nil if it is part of none.
  public internal(set) var exchange: Int?
  /// Who sent it.
  public let source: Endpoint
  /// Whom it is for.
  public let destination: Endpoint
  /// Confirmable, non-confirmable, acknowledgement or reset.
  public let kind: Kind
  /// The method of a request or the status of a response, as the RFC writes it: `0.01`, `2.05`.
  public let code: String
  /// IANA's name of the code: `GET`, `Content`; nil if it has none.
  public let name: String?
  /// Ties acknowledgements and copies to a message.
  public let messageID: UInt16
  /// Ties a response to its request.
  public let token: [UInt8]
  /// Path and query of a request, percent-encoded where they need it: `/sensors/1?unit=C`; nil for anything else.
  public let path: String?
  /// In the order in which they stood.
  public let options: [Option]
  /// The number of the payload's Content-Format; nil without the option.
  public let contentFormat: UInt16?
  /// The payload as far as it was captured.
  public let payload: [UInt8]
  /// The payload as text that is safe to show: as it is where it is text, and what its format makes of it where it is CBOR
  /// (in diagnostic notation), LwM2M TLV and the like; nil if it is neither.
  public let payloadText: String?
  /// Bytes at its end that were not captured.
  public let missing: Int
  /// Whether its record was shown to be what its sender wrote; nil for plain CoAP.
  public let isAuthentic: Bool?
  /// The number of the packet with the first copy of it, if it is another one (RFC 7252 §4.2).
  public let retransmissionOf: Int?
  /// The number of the packet that it answers, acknowledges or resets.
  public let answers: Int?

  /// A copy of what `event` borrows. The numbers of its session and exchange are set later.
  init(_ event: borrowing CoAPEvent) {
    let message = event.message
    packet = Packet(event.stamp)
    source = Endpoint(event.source)
    destination = Endpoint(event.destination)
    kind = Kind(message.type)
    code = message.code.dotted
    name = message.code.name
    messageID = message.messageID
    token = [UInt8](message.token)
    path = message.code.isRequest ? Self.path(message) : nil
    options = Option.list(message)
    contentFormat = message.contentFormat?.rawValue
    payload = [UInt8](message.payload)
    payloadText = Self.text(message)
    missing = message.missing
    isAuthentic = event.isAuthentic
    retransmissionOf = event.retransmissionOf
    answers = event.place.answers?.number
  }

  private static func path(_ message: borrowing MessageView) -> String {
    var path = TextBuffer(capacity: 64)
    message.appendPath(to: &path)
    var query = TextBuffer(capacity: 64)
    message.appendQuery(to: &query)
    return query.count == 0 ? path.string : path.string + "?" + query.string
  }

  private static func text(_ message: borrowing MessageView) -> String? {
    if let text = PayloadDecoding(message)?.text { return text }
    guard message.payload.byteCount > 0, PayloadText.encoding(of: message.payload, message.contentFormat) == .utf8
    else { return nil }
    return SafeText.string([UInt8](message.payload))
  }
}

extension CoAPMessage.Kind {
  fileprivate init(_ type: MessageType) {
    switch type {
    case .confirmable: self = .confirmable
    case .nonConfirmable: self = .nonConfirmable
    case .acknowledgement: self = .acknowledgement
    case .reset: self = .reset
    }
  }
}

extension CoAPMessage.Option {
  fileprivate static func list(_ message: borrowing MessageView) -> [CoAPMessage.Option] {
    var list: [CoAPMessage.Option] = []
    var options = message.options
    while let option = options.next() {
      list.append(Self(number: option.number.rawValue, name: option.number.name, value: [UInt8](option.value)))
    }
    return list
  }
}
