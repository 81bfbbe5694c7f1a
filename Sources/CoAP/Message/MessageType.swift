/// How a message takes part in the message layer (RFC 7252 §3, field `T`).
package enum MessageType: UInt8, Hashable, Sendable, CaseIterable, CustomStringConvertible {
  /// The receiver has to acknowledge it (RFC 7252 §4.2).
  case confirmable = 0
  /// Nobody acknowledges it (RFC 7252 §4.3).
  case nonConfirmable = 1
  /// Acknowledges a confirmable message, and may carry the response (RFC 7252 §4.2).
  case acknowledgement = 2
  /// Says that the receiver could not make sense of a message (RFC 7252 §4.2).
  case reset = 3

  /// The type in the two low bits of `bits`; all four values are assigned.
  package init(bits: UInt8) {
    switch bits & 3 {
    case 0: self = .confirmable
    case 1: self = .nonConfirmable
    case 2: self = .acknowledgement
    default: self = .reset
    }
  }

  /// The RFC's abbreviation.
  package var description: String { "\(label)" }

  /// The RFC's abbreviation as a literal.
  package var label: StaticString {
    switch self {
    case .confirmable: "CON"
    case .nonConfirmable: "NON"
    case .acknowledgement: "ACK"
    case .reset: "RST"
    }
  }

  /// Whether RFC 7252 table 1 lets a message of this type carry `code`.
  ///
  /// Signalling codes belong to reliable transports, which have no types (RFC 8323 §5): no type carries them.
  package func mayCarry(_ code: Code) -> Bool {
    switch self {
    case .confirmable: code.isEmpty || code.isRequest || code.isResponse
    case .nonConfirmable: code.isRequest || code.isResponse
    case .acknowledgement: code.isEmpty || code.isResponse
    case .reset: code.isEmpty
    }
  }
}
