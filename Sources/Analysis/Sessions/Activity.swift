import Bytes
import DTLS

/// What one end of a session sent, and what of it nobody answered: tells who fell silent, when, and what the other end did
/// then.
package struct Activity: Sendable {
  /// What an end sent since the other one was heard last.
  package struct Unanswered: Sendable {
    /// The first packet of it.
    package let first: PacketStamp
    /// The last packet of it.
    package fileprivate(set) var last: PacketStamp
    /// Records of application data in it, retransmissions of CoAP messages included.
    package fileprivate(set) var applicationData = 0
    /// CoAP messages in it that repeat an earlier one: their sender waits for an answer (RFC 7252 §4.2).
    package fileprivate(set) var repeatedMessages = 0
    /// The packet of the first request or notification that was repeated.
    package fileprivate(set) var repeated: PacketStamp?
  }

  /// Datagrams.
  package private(set) var datagrams = 0
  /// The first packet.
  package private(set) var first: PacketStamp?
  /// The last packet.
  package private(set) var last: PacketStamp?
  /// What it sent since the other end was heard last; nil if the other one spoke last.
  package private(set) var unanswered: Unanswered?
  /// Records that the capture holds less of than was sent.
  package private(set) var cutRecords = 0
  /// The largest datagram of the handshake, in bytes of UDP payload.
  package private(set) var largestHandshakeDatagram = 0

  /// Takes in a record that the end sent.
  mutating func send(_ report: borrowing RecordReport) {
    if last != report.stamp { datagrams += 1 }
    if first == nil { first = report.stamp }
    last = report.stamp
    if report.protection == .cut { cutRecords += 1 }
    if unanswered == nil { unanswered = Unanswered(first: report.stamp, last: report.stamp) }
    unanswered?.last = report.stamp
    if report.contentType == .applicationData, report.epoch > 0 { unanswered?.applicationData += 1 }
  }

  /// Takes in that the other end was heard.
  mutating func answer() {
    if unanswered != nil { unanswered = nil }
  }

  /// Takes in that a message that the end sent in the packet of `stamp` repeats an earlier one.
  mutating func repeatMessage(at stamp: PacketStamp) {
    unanswered?.repeatedMessages += 1
    if unanswered?.repeated == nil { unanswered?.repeated = stamp }
  }

  /// Takes in the size of a datagram that carried handshake messages.
  mutating func noteHandshakeDatagram(bytes: Int) {
    largestHandshakeDatagram = max(largestHandshakeDatagram, bytes)
  }
}

/// The session that two endpoints had when one of them began another.
package struct Predecessor: Sendable {
  /// Its identifier in the run.
  package let id: Int
  /// Its last packet before the new session.
  package let last: PacketStamp
  /// Whether it had come up.
  package let wasEstablished: Bool
  /// Whether both ends had said goodbye, or one of them in a fatal alert.
  package let wasClosed: Bool

  init(_ session: Session) {
    id = session.id
    last = session.last
    wasEstablished = session.association.isEstablished
    wasClosed = session.closedAt != nil
  }
}
