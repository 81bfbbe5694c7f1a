import Bytes

/// Connection IDs that the peer is to write into records to the sender (RFC 9147 §9).
///
///     opaque ConnectionId<0..2^8-1>;
///
///     struct {
///       ConnectionId cids<0..2^16-1>;
///       ConnectionIdUsage usage;
///     } NewConnectionId;
package struct NewConnectionID: Structure, FieldsShowing, Hashable, Sendable {
  package static let structure: StaticString = "NewConnectionId"

  /// The connection IDs; an empty one means records without.
  package var cids: [[UInt8]]
  /// When the peer is to use them.
  package var usage: ConnectionIDUsage
}

extension NewConnectionID {
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader) throws(DecodeError) {
    cids = []
    var list = try reader.readVector16("cids")
    while !list.isAtEnd { cids.append(try list.readOpaque8("cids")) }
    usage = ConnectionIDUsage(rawValue: try reader.readUInt8("usage"))
    try reader.expectEnd()
  }

  package var fields: [Field] {
    [Field("cids", "ConnectionId", cids), Field("usage", usage)]
  }
}

/// When new connection IDs are to be used (RFC 9147 §9).
package struct ConnectionIDUsage: RegisteredNumber {
  package let rawValue: UInt8

  package init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  package static let immediate = ConnectionIDUsage(rawValue: 0)
  package static let spare = ConnectionIDUsage(rawValue: 1)

  package static let names: [UInt8: String] = [
    0: "cid_immediate",
    1: "cid_spare",
  ]
}
