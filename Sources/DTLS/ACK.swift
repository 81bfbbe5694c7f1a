import Bytes

/// The records that arrived, so that they need not be sent again (RFC 9147 §7).
///
///     struct {
///       RecordNumber record_numbers<0..2^16-1>;
///     } ACK;
package struct ACK: Structure, FieldsShowing, Hashable, Sendable {
  package static let structure: StaticString = "ACK"

  /// The records, in the order of the wire.
  package var recordNumbers: [RecordNumber]
}

extension ACK {
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader) throws(DecodeError) {
    recordNumbers = []
    var list = try reader.readVector16("record_numbers")
    while !list.isAtEnd { recordNumbers.append(try RecordNumber(decoding: &list)) }
    try reader.expectEnd()
  }

  package var fields: [Field] {
    [Field("record_numbers", recordNumbers.map { Field("RecordNumber", $0.fields) })]
  }
}

/// Where a record stands among those of its sender (RFC 9147 §4).
///
///     struct {
///       uint64 epoch;
///       uint64 sequence_number;
///     } RecordNumber;
package struct RecordNumber: FieldsShowing, Hashable, Sendable {
  /// Counts the changes of keys.
  package var epoch: UInt64
  /// Counts the sender's records within the epoch.
  package var sequenceNumber: UInt64
}

extension RecordNumber {
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader) throws(DecodeError) {
    epoch = try reader.readUInt64("epoch")
    sequenceNumber = try reader.readUInt64("sequence_number")
  }

  package var fields: [Field] {
    [Field("epoch", epoch), Field("sequence_number", sequenceNumber)]
  }
}
