import Bytes
import CoAP

/// Why a message with an OSCORE option could not be opened.
package enum OSCOREFailure: Error, Equatable, Sendable {
  /// The option is malformed: the receiver answers 4.02 Bad Option, or rejects a response.
  case malformedOption(DecodeError)
  /// The request has no kid or no Partial IV, which it must have (RFC 8613 §8.2).
  case incompleteRequest
  /// The message is neither a request nor a response.
  case notAnExchange
  /// The message is one of Group OSCORE's group mode, which is not decrypted.
  case groupMode
  /// No context was given at all, for a response.
  case noContexts
  /// No context was given whose Sender or Recipient ID is this kid.
  case unknownKid([UInt8], kidContext: [UInt8]?)
  /// Contexts have this kid, but another ID Context than the message says. One that is new may have been made by the
  /// procedure of RFC 8613 Appendix B.2, which is not followed.
  case otherIDContext(kid: [UInt8], kidContext: [UInt8])
  /// The tag does not match under any of these contexts.
  case notAuthentic(contexts: [String])
  /// The request with the response's token was not captured, whose kid and Partial IV the response is bound to.
  case requestNotSeen
  /// The response's request could not be opened either.
  case requestNotOpened
  /// The capture does not hold the whole message.
  case cut
  /// The payload is too short to hold a tag.
  case tooShort
  /// The protected message comes in blocks of its own (RFC 8613 §4.1.3.4.2), which are not put together.
  case outerBlocks
  /// What was decrypted is no CoAP message.
  case malformedPlaintext(DecodeError)
}

extension OSCOREFailure: CustomStringConvertible {
  /// Without a verb at its beginning: what is missing, or does not fit.
  package var description: String {
    switch self {
    case .malformedOption(let error): "malformed option: \(error)"
    case .incompleteRequest: "the request has no kid or no Partial IV"
    case .notAnExchange: "neither a request nor a response"
    case .groupMode: "Group OSCORE in group mode is not decrypted"
    case .noContexts: "no security context is given"
    case .unknownKid(let kid, let kidContext):
      "no security context for kid \(Self.hex(kid))" + (kidContext.map { " in kid context \(Self.hex($0))" } ?? "")
    case .otherIDContext(let kid, let kidContext):
      "kid \(Self.hex(kid)) has another ID context than \(Self.hex(kidContext)): given wrong, or renewed "
        + "(RFC 8613 Appendix B.2)"
    case .notAuthentic(let contexts):
      "the tag does not match under \(contexts.joined(separator: ", ")): "
        + "another secret, salt, ID context or algorithm, or an altered message"
    case .requestNotSeen: "no request with its token was captured"
    case .requestNotOpened: "its request was not opened"
    case .cut: "cut by the capture"
    case .tooShort: "too short to hold a tag"
    case .outerBlocks: "it comes in outer blocks, which are not put together"
    case .malformedPlaintext(let error): "the decrypted message is malformed: \(error)"
    }
  }

  /// Whether it tells of itself of a wrong configuration or a broken message, and not just of what the capture or the keys given
  /// lack.
  package var isProblem: Bool {
    switch self {
    case .malformedOption, .incompleteRequest, .notAnExchange, .otherIDContext, .notAuthentic, .tooShort,
      .malformedPlaintext:
      true
    case .groupMode, .noContexts, .unknownKid, .requestNotSeen, .requestNotOpened, .cut, .outerBlocks: false
    }
  }

  /// Whether the message was decrypted all the same, so that a response to it can be.
  var isOfPlaintext: Bool {
    if case .malformedPlaintext = self { true } else { false }
  }

  /// An ID may be empty.
  private static func hex(_ id: [UInt8]) -> String { id.isEmpty ? "(empty)" : Hex.string(id) }
}
