import Bytes

@testable import DTLS

/// A record with bytes of its own, which may outlive its datagram.
struct StoredRecord: Equatable {
  var contentType: ContentType
  var version: ProtocolVersion
  var epoch: UInt16
  var sequenceNumber: UInt64
  var connectionID: [UInt8]
  var length: Int
  var fragment: [UInt8]
  var isUnified: Bool
  var isCut: Bool

  init(_ record: borrowing Record) {
    contentType = record.contentType
    version = record.version
    epoch = record.epoch
    sequenceNumber = record.sequenceNumber
    connectionID = [UInt8](record.connectionID)
    length = record.length
    fragment = [UInt8](record.fragment)
    isUnified = record.isUnified
    isCut = record.isCut
  }

  /// The records of a datagram.
  static func all(in datagram: [UInt8], connectionIDLength: Int = 0) throws(DecodeError) -> [StoredRecord] {
    var records: [StoredRecord] = []
    var reader = ByteReader(datagram.span.bytes, as: "DTLSPlaintext")
    while !reader.isAtEnd {
      records.append(StoredRecord(try Record(decoding: &reader, connectionIDLength: connectionIDLength)))
    }
    return records
  }

  /// Hands out the record with borrowed bytes, a fragment of another length as one of that length.
  func withRecord<Result>(_ body: (borrowing Record) -> Result) -> Result {
    body(
      Record(
        contentType: contentType, version: version, epoch: epoch, sequenceNumber: sequenceNumber,
        connectionID: connectionID.span.bytes, length: fragment.count, fragment: fragment.span.bytes,
        isUnified: isUnified))
  }
}
