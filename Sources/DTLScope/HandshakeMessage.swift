import Bytes
import DTLS

/// A handshake message (RFC 6347 §4.2.2, RFC 9147 §5.2), put together from its fragments.
public struct HandshakeMessage: Hashable, Sendable {
  /// The number of its session.
  public internal(set) var session: Int
  /// Who sent it.
  public let sender: Side
  /// IANA's name of its type: `client_hello`, `finished`.
  public let type: String
  /// Its `message_seq`; nil of a Finished that could not be read.
  public let messageSequence: UInt16?
  /// Length of its body in bytes; nil of a Finished that could not be read.
  public let length: Int?
  /// The packet that made it whole, or the first with a part of it if it is not; nil if it was not captured, but inferred.
  public let packet: Packet?
  /// The packets that repeat it: known once the session is over, and empty in ``CaptureEvent/handshakeMessage(_:)``.
  public let retransmissions: [Packet]
  /// Whether every byte of it was captured, and could be read.
  public let isComplete: Bool
  /// Whether it came in a protected record.
  public let isEncrypted: Bool
}

extension HandshakeMessage {
  /// A message that `report`, a record, has made whole.
  init(_ note: HandshakeNote, in report: borrowing RecordReport) {
    self.init(
      session: 0, sender: Side(report.sender), type: "\(note.type)", messageSequence: note.messageSequence,
      length: note.length, packet: Packet(report.stamp), retransmissions: [], isComplete: true,
      isEncrypted: report.epoch > 0)
  }

  /// The messages of a handshake, in the order of the protocol.
  static func list(_ handshake: Handshake, session: Int) -> [HandshakeMessage] {
    let captured = handshake.messages.map { HandshakeMessage($0.entry, from: $0.sender, session: session) }
    let sealed = DTLS.Side.allCases.compactMap { side -> HandshakeMessage? in
      guard handshake.streams[side].last(.finished) == nil, let finished = handshake.finished[side] else { return nil }
      return HandshakeMessage(
        session: session, sender: Side(side), type: "\(HandshakeType.finished)", messageSequence: nil, length: nil,
        packet: Packet(finished.stamp), retransmissions: [], isComplete: false, isEncrypted: true)
    }
    return captured + sealed
  }

  private init(_ entry: HandshakeStream.Entry, from sender: DTLS.Side, session: Int) {
    self.init(
      session: session, sender: Side(sender), type: "\(entry.type)", messageSequence: entry.messageSequence,
      length: entry.length, packet: (entry.completed ?? entry.copies.first?.packets.first).map { Packet($0) },
      retransmissions: entry.copies.dropFirst().flatMap { $0.packets.map { Packet($0) } },
      isComplete: entry.isComplete, isEncrypted: entry.isEncrypted)
  }
}
