import Bytes

/// What the peer is to write into records to the sender (RFC 9146 §3); the drafts had the same form.
///
///     struct {
///       opaque cid<0..2^8-1>;
///     } ConnectionId;
package struct ConnectionIDExtension: Structure, ExtensionBody {
  package static let structure: StaticString = "ConnectionId"

  /// The connection ID; empty where the sender wants none but writes the peer's.
  package var cid: [UInt8]
}

extension ConnectionIDExtension {
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader) throws(DecodeError) {
    cid = try reader.readOpaque8("cid")
    try reader.expectEnd()
  }

  package var fields: [Field] {
    [Field("cid", cid)]
  }
}
