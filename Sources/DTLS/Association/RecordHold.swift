import Bytes

/// A record kept until there are keys for it.
struct HeldRecord {
  let stamp: PacketStamp
  let sender: Side
  let contentType: ContentType
  let version: ProtocolVersion
  let epoch: UInt16
  let sequenceNumber: UInt64
  let verdict: RecordNumbers.Verdict
  let connectionID: [UInt8]
  let fragment: [UInt8]
  let isUnified: Bool

  init(_ record: borrowing Record, from sender: Side, at stamp: PacketStamp, _ verdict: RecordNumbers.Verdict) {
    self.stamp = stamp
    self.sender = sender
    contentType = record.contentType
    version = record.version
    epoch = record.epoch
    sequenceNumber = record.sequenceNumber
    self.verdict = verdict
    connectionID = [UInt8](record.connectionID)
    fragment = [UInt8](record.fragment)
    isUnified = record.isUnified
  }

  /// The record, for as long as `body` runs.
  func withRecord(_ body: (borrowing Record) -> Void) {
    body(
      Record(
        contentType: contentType, version: version, epoch: epoch, sequenceNumber: sequenceNumber,
        connectionID: connectionID.span.bytes, length: fragment.count, fragment: fragment.span.bytes,
        isUnified: isUnified))
  }
}

/// The records of an association that wait for keys, in the order of capture. Bounded.
struct RecordHold {
  /// Records that are kept: what an end may send before the packets that were late, and some junk among it.
  static let maximumCount = 256
  /// Bytes that are kept.
  static let maximumBytes = 64 * 1024
  /// Records that are kept for keys which may never come: both Finished, which prove keys, and the first messages. Many
  /// sessions may wait at the same time, and for ever.
  static let maximumAwaitingKeys = 16

  private var records: [HeldRecord] = []
  private var bytes = 0
  /// Whether a record was refused because the hold was full.
  private(set) var hasRefused = false
  /// What was known of the keys when the records were last tried.
  var triedGeneration = 0

  var isEmpty: Bool { records.isEmpty }

  /// Keeps a record; false if there is no room for it.
  mutating func keep(_ record: HeldRecord, limit: Int = maximumCount) -> Bool {
    guard records.count < limit, bytes + record.fragment.count <= Self.maximumBytes else {
      hasRefused = true
      return false
    }
    records.append(record)
    bytes += record.fragment.count
    return true
  }

  /// Takes everything out.
  mutating func takeAll() -> [HeldRecord] {
    defer { (records, bytes) = ([], 0) }
    return records
  }
}
