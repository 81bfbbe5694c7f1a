import Bytes
import CoAP
import OSCORE

/// What OSCORE has to do with a message, in words. Everything in them is safe to show.
enum OSCOREText {
  /// In a line, between brackets: `OSCORE kid 00, piv 20`, and why it was not opened.
  static func mark(_ facts: OSCOREFacts) -> String {
    let parts = [
      facts.kid.map { "kid \(hex($0))" }, facts.option?.kidContext.map { "kid context \(hex($0))" },
      facts.option?.sequenceNumber.map { "piv \($0)" },
    ].compactMap { $0 }
    let head = (["OSCORE"] + (parts.isEmpty ? [] : [parts.joined(separator: ", ")])).joined(separator: " ")
    return facts.failure.map { "\(head): not opened: \($0)" } ?? head
  }

  /// The fields of the option, and what stood outside, a name and a value each.
  static func fields(_ facts: OSCOREFacts) -> [(name: String, value: String)] {
    var fields: [(String, String)] = []
    if let option = facts.option {
      if option.isGroupMode { fields.append(("group flag", "set")) }
      if let partialIV = option.partialIV { fields.append(("Partial IV", Hex.string(partialIV))) }
      if let kidContext = option.kidContext { fields.append(("kid context", hex(kidContext))) }
      if let kid = option.kid { fields.append(("kid", hex(kid))) }
    }
    if let context = facts.context {
      fields.append(("context", SafeText.string(context)))
      fields.append(("outer Code", "\(facts.outerCode.dotted) \(facts.outerCode.name ?? "")"))
    }
    if let reason = facts.failure?.description ?? facts.replay?.description { fields.append(("reason", reason)) }
    return fields
  }

  private static func hex(_ bytes: [UInt8]) -> String { bytes.isEmpty ? "(empty)" : Hex.string(bytes) }
}
