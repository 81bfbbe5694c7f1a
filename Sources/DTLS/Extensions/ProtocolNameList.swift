import Bytes

/// Application protocols that the client can speak, or the one that the server chose (RFC 7301 §3.1).
///
///     opaque ProtocolName<1..2^8-1>;
///
///     struct {
///       ProtocolName protocol_name_list<2..2^16-1>;
///     } ProtocolNameList;
package struct ProtocolNameList: Structure, ExtensionBody {
  package static let structure: StaticString = "ProtocolNameList"

  /// The protocols, best first.
  package var protocolNameList: [[UInt8]]
}

extension ProtocolNameList {
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader) throws(DecodeError) {
    protocolNameList = []
    var list = try reader.readVector16("protocol_name_list")
    while !list.isAtEnd { protocolNameList.append(try list.readOpaque8("protocol_name_list")) }
    try reader.expectEnd()
  }

  package var fields: [Field] {
    [Field("protocol_name_list", protocolNameList.map { Field("ProtocolName", text: $0) })]
  }
}
