import Bytes

/// One end's records in one epoch.
final class EpochState {
  /// Which epoch.
  let epoch: UInt16
  /// The numbers used.
  var numbers = RecordNumbers()
  /// What opens the records, once proven.
  var keys: RecordKeys?
  /// What reports call the secret behind the keys.
  var keySource: String?
  /// Records that no candidate opened.
  var failedAttempts = 0
  /// Length of the last handshake record that could not be read.
  var sealedHandshakeLength: Int?

  /// Nothing seen of `epoch`.
  init(_ epoch: UInt16) {
    self.epoch = epoch
  }
}

/// A record kept until there are keys for it.
struct HeldRecord {
  let stamp: PacketStamp
  let sender: Side
  let contentType: ContentType
  let version: ProtocolVersion
  let epoch: UInt16
  let sequenceNumber: UInt64
  let verdict: RecordNumbers.Verdict
  let fragment: [UInt8]
}
