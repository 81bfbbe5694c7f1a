import Bytes

/// Groups for key exchange, best first (RFC 8446 §4.2.7, RFC 8422 §5.1.1).
///
///     struct {
///       NamedGroup named_group_list<2..2^16-1>;
///     } NamedGroupList;
package struct NamedGroupList: Structure, ExtensionBody {
  package static let structure: StaticString = "NamedGroupList"

  /// The groups, best first.
  package var namedGroupList: [NamedGroup]
}

extension NamedGroupList {
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader) throws(DecodeError) {
    namedGroupList = try reader.readList16("named_group_list")
    try reader.expectEnd()
  }

  package var fields: [Field] {
    [Field("named_group_list", "NamedGroup", namedGroupList)]
  }
}
