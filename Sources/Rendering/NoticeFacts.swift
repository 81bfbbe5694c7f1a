import Analysis
import Bytes
import Capture
import DTLS
import OSCORE

/// A notice as programs read it: what kind it is, where it belongs, and its words.
package struct NoticeFacts {
  /// The kind, which a program can rely on.
  package let id: StaticString
  /// The packet.
  package let stamp: PacketStamp
  /// The session it belongs to, by its identifier in the run.
  package let session: Int?
  /// Who sent it, if it is a datagram.
  package let source: Endpoint?
  /// Whom it is for, if it is a datagram.
  package let destination: Endpoint?
  /// One line; safe to show.
  package let text: String
}

extension NoticeFacts {
  /// A notice where it belongs.
  package init(_ notice: Notice, _ context: NoticeContext) {
    self.init(
      id: Self.id(notice), stamp: context.stamp, session: context.session, source: context.source,
      destination: context.destination, text: NoticeText.text(notice))
  }

  /// An ICMP error that belongs to no session, where it would stand otherwise.
  package init(_ error: borrowing ICMPError, at stamp: PacketStamp) {
    self.init(
      id: "icmp-error", stamp: stamp, session: nil, source: nil, destination: nil, text: NoticeText.text(error))
  }

  /// What is wrong with a record of `session`: it belongs to the record, so no notice of its own says it.
  package static func list(_ report: borrowing RecordReport, in session: Session) -> [NoticeFacts] {
    guard report.hasProblem else { return [] }
    var found: [(id: StaticString, text: String)] = []
    switch report.content {
    case .malformed(let error): found.append(("malformed-record", "malformed \(report.contentType): \(error)"))
    case .handshake(let notes, let error):
      for note in notes {
        let message = "\(note.type) (seq \(note.messageSequence))"
        switch note.outcome {
        case .contradicts(let first):
          found.append(("conflicting-handshake", "\(message) contradicts its copy in packet \(first.number)"))
        case .refused: found.append(("dropped-handshake", "\(message) is not kept: too much is held"))
        case .added, .repeated, nil: break
        }
        if let error = note.error { found.append(("malformed-handshake", "malformed \(message): \(error)")) }
      }
      if let error { found.append(("malformed-handshake", "malformed handshake record: \(error)")) }
    case .changeCipherSpec, .alert, .ack, .applicationData, .sealedHandshake, .other: break
    }
    let (stamp, source, destination) = (
      report.stamp, session.endpoint(report.sender), session.endpoint(report.sender.peer)
    )
    return found.map {
      NoticeFacts(
        id: $0.id, stamp: stamp, session: session.id, source: source, destination: destination, text: $0.text)
    }
  }

  private static func id(_ notice: Notice) -> StaticString {
    switch notice {
    case .malformedRecord: "malformed-record"
    case .recordTooLong: "record-too-long"
    case .malformedCoAP: "malformed-coap"
    case .cutCoAP: "cut-coap"
    case .codeViolation, .emptyMessageWithMore: "coap-rule"
    case .optionViolations: "coap-option-rule"
    case .oscore(.failure): "oscore-not-opened"
    case .oscore(.replay): "oscore-replay"
    case .rebound: "rebound"
    case .bridged: "bridged-gap"
    case .sessionEvicted: "session-evicted"
    case .network(.malformed): "malformed-header"
    case .network(.cutHeader): "cut-header"
    case .network(.lengthMismatch): "length-mismatch"
    case .network(.conflictingFragments): "conflicting-fragments"
    case .network(.droppedFragments): "dropped-fragments"
    case .network(.unsupportedProtocol): "unsupported-protocol"
    case .network(.unknownContext): "unknown-context"
    case .network(.unsupportedLinkType): "unsupported-link-type"
    case .network(.malformedSecrets), .network(.malformedKeyLogLines): "malformed-secrets"
    }
  }
}

extension RecordReport {
  /// Whether it holds something that could not be decoded or kept, or that contradicts what came before.
  var hasProblem: Bool {
    switch content {
    case .malformed: true
    case .handshake(let notes, let error): error != nil || notes.contains(where: \.hasProblem)
    case .changeCipherSpec, .alert, .ack, .applicationData, .sealedHandshake, .other: false
    }
  }
}

extension HandshakeNote {
  fileprivate var hasProblem: Bool {
    switch outcome {
    case .contradicts, .refused: true
    case .added, .repeated, nil: error != nil
    }
  }
}
