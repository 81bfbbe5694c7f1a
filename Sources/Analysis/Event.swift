import Bytes
import Capture
import CoAP
import DTLS
import OSCORE

/// A CoAP message, in a session or on its own. It borrows the message.
package struct CoAPEvent: ~Escapable {
  /// The packet it came in.
  package let stamp: PacketStamp
  /// Who sent it.
  package let source: Endpoint
  /// Whom it is for.
  package let destination: Endpoint
  /// The session that carried it; nil for plain CoAP.
  package let session: Session?
  /// The message; one that OSCORE protected, as it would be without, if it could be opened.
  package let message: MessageView
  /// What it has to do with those before it.
  package let place: MessagePlace
  /// Which end of its conversation sent it.
  package let sender: Peer
  /// The record that carried it; nil for plain CoAP.
  package let record: RecordFacts?
  private let account: OSCOREOpening.Account?
  private let length: Int

  /// What OSCORE has to do with it; nil if it has nothing.
  package var oscore: OSCOREFacts? { account?.facts }

  /// The packet with the first copy of the same message, if this is another one (RFC 7252 §4.2).
  package var retransmissionOf: Int? { place.copyOf }

  /// Whether it was shown to be what its sender wrote; nil where nothing protects it. One that is not authentic was
  /// altered or forged on the way, and its receiver drops it.
  package var isAuthentic: Bool? { record?.isAuthentic }

  /// Whether the record that carried it was there before.
  package var isDuplicate: Bool { record?.verdict == .duplicate }

  /// Bytes of UDP payload that carried it.
  package var carrierBytes: Int { record?.bytes ?? length }

  @_lifetime(copy message)
  init(
    stamp: PacketStamp, source: Endpoint, destination: Endpoint, session: Session?, message: MessageView,
    place: MessagePlace, sender: Peer, record: RecordFacts?, oscore account: OSCOREOpening.Account?, length: Int
  ) {
    self.stamp = stamp
    self.source = source
    self.destination = destination
    self.session = session
    self.message = message
    self.place = place
    self.sender = sender
    self.record = record
    self.account = account
    self.length = length
  }
}

/// Between whom a CoAP exchange was.
package struct ExchangeContext {
  /// The session that carried it; nil for plain CoAP.
  package let session: Session?
  /// The end that asked, where it was when that was said.
  package let client: Endpoint
  /// The end that was asked.
  package let server: Endpoint
  /// The first packet of the session, or of the plain CoAP between the two.
  package let first: PacketStamp
}

/// The header of a record that carried a CoAP message, and what its number says.
package struct RecordFacts: Hashable, Sendable {
  /// Its epoch.
  package let epoch: UInt16
  /// Its number in the epoch.
  package let sequenceNumber: UInt64
  /// What its number says.
  package let verdict: RecordNumbers.Verdict
  /// Whether it was held for its keys.
  package let wasHeld: Bool
  /// Whether its tag or MAC proves it.
  package let isAuthentic: Bool
  /// Bytes of it with its header, of a DTLS 1.3 ciphertext with the longest that it may have (RFC 9147 §4).
  package let bytes: Int

  init(_ report: borrowing RecordReport) {
    epoch = report.epoch
    sequenceNumber = report.sequenceNumber
    verdict = report.verdict
    wasHeld = report.wasHeld
    isAuthentic = report.protection == .opened
    let header = report.isUnified ? Record.longestUnifiedHeader : Record.headerLength
    bytes = header + report.connectionID.byteCount + report.length
  }
}

/// Something that is wrong with what was captured, or with the capture.
package enum Notice: Sendable {
  /// A datagram of DTLS that stops making sense here.
  case malformedRecord(DecodeError)
  /// A record with more bytes of plaintext than the ends agreed on, which its receiver may reject.
  case recordTooLong(Int, RecordLimit)
  /// A CoAP message that breaks its format.
  case malformedCoAP(MalformedMessage)
  /// A CoAP message of which the capture holds less than its header.
  case cutCoAP(MalformedMessage)
  /// A CoAP message with a code that it must not have.
  case codeViolation(CodeViolation)
  /// An Empty CoAP message with a token or more, which its receiver has to reject (RFC 7252 §4.1).
  case emptyMessageWithMore(DecodeError)
  /// Options of a CoAP message that break a rule, and what the receiver is to do.
  case optionViolations([OptionViolation])
  /// A message that OSCORE protects is broken, is not authentic, or looks like a replay.
  case oscore(OSCOREProblem)
  /// Something below UDP.
  case network(NetworkProblem)
  /// An end of the session is at another address or port now, as its connection ID tells.
  case rebound(Session.Rebinding)
  /// A message of the session that was not captured, or not first in the form that counts, is inferred and proven.
  case bridged(BridgedGap)
  /// More sessions were live than are kept, and this one, the least recently used, was closed.
  case sessionEvicted
}

/// Where a notice belongs.
package struct NoticeContext: Sendable {
  /// The packet.
  package let stamp: PacketStamp
  /// Who sent it, if it is a datagram.
  package let source: Endpoint?
  /// Whom it is for, if it is a datagram.
  package let destination: Endpoint?
  /// The session it belongs to.
  package let session: Int?
}

/// Hears what happens while it happens: a printer, a report, a file writer.
///
/// Every method has a default that does nothing.
package protocol EventListener: AnyObject {
  /// The first packet of a capture is there.
  func captureBegan(at stamp: PacketStamp)
  /// A capture is over, and with it its sessions.
  func captureEnded(_ facts: CaptureFacts)
  /// A record that carries no CoAP message, read or not; also one that was held for its keys and is open now.
  func record(_ report: borrowing RecordReport, in session: Session)
  /// A CoAP message.
  func coap(_ event: borrowing CoAPEvent)
  /// An ICMP error about a datagram.
  func icmp(_ error: borrowing ICMPError, about session: Session?, at stamp: PacketStamp)
  /// Something that is wrong.
  func notice(_ notice: Notice, _ context: NoticeContext)
  /// A session began with the packet that is being analyzed.
  func sessionBegan(_ session: Session)
  /// A session that nothing more will be added to, known at the packet of `stamp`.
  func sessionEnded(_ session: Session, at stamp: PacketStamp)
  /// A CoAP exchange began with the packet that is being analyzed.
  func exchangeBegan(_ exchange: Exchange)
  /// A CoAP exchange that nothing more will be added to, known at the packet of `stamp`.
  func exchangeEnded(_ exchange: Exchange, _ context: ExchangeContext, at stamp: PacketStamp)
  /// Two endpoints that talked CoAP without DTLS, and of whom nothing more will be said.
  func plainConversationEnded(_ conversation: PlainConversation)
  /// A session has come up or failed with the packet of `stamp`.
  func outcomeChanged(_ session: Session, at stamp: PacketStamp)
  /// A session that goes on can be judged: it failed, or an end fell silent, and time enough has passed. Told at most once
  /// of a session, and only while a capture is live.
  func judgementIsDue(on session: Session, at stamp: PacketStamp)
  /// No input is pending: what is held back should be shown now.
  func inputPaused()
}

extension EventListener {
  package func captureBegan(at stamp: PacketStamp) {}
  package func captureEnded(_ facts: CaptureFacts) {}
  package func inputPaused() {}
  package func record(_ report: borrowing RecordReport, in session: Session) {}
  package func coap(_ event: borrowing CoAPEvent) {}
  package func icmp(_ error: borrowing ICMPError, about session: Session?, at stamp: PacketStamp) {}
  package func notice(_ notice: Notice, _ context: NoticeContext) {}
  package func sessionBegan(_ session: Session) {}
  package func sessionEnded(_ session: Session, at stamp: PacketStamp) {}
  package func exchangeBegan(_ exchange: Exchange) {}
  package func exchangeEnded(_ exchange: Exchange, _ context: ExchangeContext, at stamp: PacketStamp) {}
  package func plainConversationEnded(_ conversation: PlainConversation) {}
  package func outcomeChanged(_ session: Session, at stamp: PacketStamp) {}
  package func judgementIsDue(on session: Session, at stamp: PacketStamp) {}
}
