import Bytes
import CoAP
import OSCORE

extension JSONWriter {
  /// What OSCORE has to do with a message.
  mutating func memberOSCORE(_ facts: OSCOREFacts?) {
    guard let facts else { return memberNull("oscore") }
    key("oscore")
    object {
      $0.member("kid", facts.kid.map { Hex.string($0) })
      $0.member("kidContext", facts.option?.kidContext.map { Hex.string($0) })
      $0.member("partialIV", facts.option?.sequenceNumber)
      $0.member("group", facts.option?.isGroupMode ?? false)
      $0.member("outerCode", facts.outerCode.dotted)
      $0.member("context", facts.context)
      $0.member("decrypted", facts.context != nil)
      $0.member("replay", facts.replay != nil)
      $0.member("reason", facts.failure?.description ?? facts.replay?.description)
    }
  }

  /// What a message of EDHOC says in clear.
  mutating func memberEDHOC(_ message: EDHOCMessage?) {
    guard let message else { return memberNull("edhoc") }
    key("edhoc")
    object {
      $0.member("message", message.name)
      switch message {
      case .message1(let method, let suites, let keyLength, let connectionID):
        $0.member("method", method)
        $0.member("suites", suites) { $0.value($1) }
        $0.member("keyLength", keyLength)
        $0.member("connectionID", hex: connectionID)
      case .message2(let length), .message3(let length), .message4(let length): $0.member("length", length)
      case .error(let code, let suites, let text):
        $0.member("errorCode", code)
        $0.member("suites", suites ?? []) { $0.value($1) }
        $0.member("text", text)
      case .malformed(let error): $0.member("reason", error.description)
      }
    }
  }
}
