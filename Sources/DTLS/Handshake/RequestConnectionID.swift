import Bytes

/// Asks the peer for connection IDs to write into records to it (RFC 9147 §9).
///
///     struct {
///       uint8 num_cids;
///     } RequestConnectionId;
package struct RequestConnectionID: Structure, FieldsShowing, Hashable, Sendable {
  package static let structure: StaticString = "RequestConnectionId"

  /// How many connection IDs are wanted.
  package var numCIDs: UInt8
}

extension RequestConnectionID {
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader) throws(DecodeError) {
    numCIDs = try reader.readUInt8("num_cids")
    try reader.expectEnd()
  }

  package var fields: [Field] {
    [Field("num_cids", numCIDs)]
  }
}
