import Analysis
import Bytes
import Capture
import CoAP
import DTLS
import OSCORE

/// Notices in words.
package enum NoticeText {
  /// One line; everything in it is safe to show.
  package static func text(_ notice: Notice) -> String {
    switch notice {
    case .malformedRecord(let error): "malformed DTLS record: \(error)"
    case .recordTooLong(let length, let limit):
      "record of \(length.counted("byte")), where \(limit.type) allows \(limit.length)"
    case .malformedCoAP(let message): "malformed CoAP message: \(message.error)"
    case .cutCoAP(let message): "CoAP message cut by the capture: \(message.error)"
    case .codeViolation(let violation): "CoAP rule broken: \(violation)"
    case .emptyMessageWithMore(let error): "CoAP rule broken: \(error): the receiver rejects the message"
    case .optionViolations(let violations):
      "CoAP option rule broken: \(violations.map(\.description).joined(separator: "; "))"
    case .oscore(let problem): "OSCORE: \(SafeText.string(problem.description))"
    case .network(let problem): text(problem)
    case .rebound(let rebinding):
      "the \(rebinding.side) moved from \(rebinding.from) to \(rebinding.to): its connection ID tells"
    case .bridged(let gap): "bridged: \(gap.title): \(SafeText.string(gap.how))"
    case .sessionEvicted: "closed: more sessions were live than are kept"
    }
  }

  /// What an ICMP error says, and about what.
  static func text(_ error: borrowing ICMPError) -> String {
    "\(error.reporter) reports \(error.name) about \(error.quotedSource) → \(error.quotedDestination)"
  }

  private static func text(_ problem: NetworkProblem) -> String {
    switch problem {
    case .malformed(let layer, let error): "malformed \(layer.rawValue) header: \(error)"
    case .cutHeader(let layer, let error): "\(layer.rawValue) header cut by the capture: \(error)"
    case .lengthMismatch(let layer, let error): "\(layer.rawValue) length does not fit: \(error)"
    case .conflictingFragments(let source, let destination, let identification):
      "IP fragments \(source) → \(destination), identification \(identification), overlap with different bytes"
    case .droppedFragments(let loss, let source, let destination, let identification, let fragments, let bytes):
      "\(fragments.counted("IP fragment")) (\(bytes.counted("byte"))) \(source) → \(destination), identification \(identification), "
        + "given up: \(reason(loss))"
    case .unsupportedProtocol(let number): "IP protocol \(number) is not looked into"
    case .unknownContext(let number):
      "addresses compressed with context \(number) of 6LoWPAN, which the capture does not tell, have the prefix "
        + "\(IPAddress(high: IPAddress.prefix(ofContext: number), low: 0))/64 here"
    case .unsupportedLinkType(let type): "packets of link type \(type) are not looked into"
    case .malformedSecrets(let error): "malformed secrets in the capture: \(error)"
    case .malformedKeyLogLines(let count):
      "\(count.counted("line")) of the secrets in the capture \(count == 1 ? "is" : "are") no key log: skipped"
    }
  }

  private static func reason(_ loss: NetworkProblem.FragmentLoss) -> String {
    switch loss {
    case .incomplete: "others are missing"
    case .tableFull: "too many fragmented packets at once"
    case .tooManyPieces: "too many pieces"
    case .overlap: "they overlap, which RFC 5722 forbids"
    case .contradictoryLength: "they contradict each other's length"
    }
  }
}
