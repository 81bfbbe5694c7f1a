import Bytes

/// What became of one record: the fact that everything above is made of. It borrows the record's content.
package struct RecordReport: ~Escapable {
  /// Whether and how the record could be read.
  package enum Protection: Hashable, Sendable {
    /// It is in epoch 0: nothing protects it.
    case none
    /// It was opened, and thereby shown to be authentic.
    case opened
    /// It is kept until there are keys, and reported again if they open it.
    case held
    /// There are no keys for it.
    case sealed
    /// There are keys, and it is not authentic under them.
    case notAuthentic
    /// The capture or the datagram ends before the record does, so it cannot be opened.
    case cut
  }

  /// What is in it.
  package enum Content: Sendable {
    /// Handshake messages, or pieces of them, and what stopped the decoding.
    case handshake([HandshakeNote], DecodeError?)
    /// The switch to the next epoch; whether an earlier one said so already.
    case changeCipherSpec(isRetransmission: Bool)
    /// An alert, or nil if it could not be read.
    case alert(Alert?)
    /// An acknowledgement of records (RFC 9147 §7).
    case ack(ACK)
    /// Application data, in `payload` if it could be read.
    case applicationData
    /// A handshake record that could not be read; whether one like it came before.
    case sealedHandshake(isRetransmission: Bool)
    /// Anything else; the content type tells.
    case other
    /// Content that contradicts its type.
    case malformed(DecodeError)
  }

  /// The packet it came in.
  package let stamp: PacketStamp
  /// Who sent it.
  package let sender: Side
  /// What it carries; the type in the header where the real one is encrypted and could not be read.
  package let contentType: ContentType
  /// The record layer's version.
  package let version: ProtocolVersion
  /// Its epoch.
  package let epoch: UInt16
  /// Its number in the epoch.
  package let sequenceNumber: UInt64
  /// Length of its fragment in bytes, as claimed.
  package let length: Int
  /// What its number says.
  package let verdict: RecordNumbers.Verdict
  /// Whether it could be read.
  package let protection: Protection
  /// What it says.
  package let content: Content
  /// Its content in bytes, empty if it could not be read; of a record that is not authentic, what the keys make of it.
  /// Borrowed: valid while the report is.
  package let payload: RawSpan
  /// Whether it was held for keys before this.
  package let wasHeld: Bool
  /// Whether it has the header of a DTLS 1.3 ciphertext.
  package let isUnified: Bool
  /// Whether its type is encrypted with the content.
  package let hidesType: Bool

  @_lifetime(copy payload)
  init(
    _ record: borrowing Record, as contentType: ContentType, at stamp: PacketStamp, from sender: Side,
    verdict: RecordNumbers.Verdict, protection: Protection, content: consuming Content, payload: RawSpan, wasHeld: Bool
  ) {
    self.stamp = stamp
    self.sender = sender
    self.contentType = contentType
    self.version = record.version
    self.epoch = record.epoch
    self.sequenceNumber = record.sequenceNumber
    self.length = record.length
    self.verdict = verdict
    self.protection = protection
    self.content = content
    self.payload = payload
    self.wasHeld = wasHeld
    self.isUnified = record.isUnified
    self.hidesType = record.isUnified || record.contentType == .tls12CID
  }

  /// Whether it is the same record again.
  package var isDuplicate: Bool { verdict == .duplicate }

  /// Whether it repeats handshake messages or a ChangeCipherSpec in a new record.
  package var isRetransmission: Bool {
    switch content {
    case .handshake(let notes, _): notes.contains(where: \.isRetransmission)
    case .changeCipherSpec(let isRetransmission), .sealedHandshake(let isRetransmission): isRetransmission
    case .alert, .ack, .applicationData, .other, .malformed: false
    }
  }
}

/// Told of every record of an association, in the order of capture but for records that were held for their keys.
package protocol RecordObserver: AnyObject {
  /// One record.
  func receive(_ report: borrowing RecordReport)
}
