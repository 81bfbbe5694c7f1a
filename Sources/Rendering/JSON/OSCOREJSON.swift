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
}
