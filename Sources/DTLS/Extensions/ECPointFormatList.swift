import Bytes

/// Encodings of points that the sender can read (RFC 8422 §5.1.2).
///
///     struct {
///       ECPointFormat ec_point_format_list<1..2^8-1>;
///     } ECPointFormatList;
package struct ECPointFormatList: Structure, ExtensionBody {
  package static let structure: StaticString = "ECPointFormatList"

  /// The encodings, best first.
  package var ecPointFormatList: [ECPointFormat]
}

extension ECPointFormatList {
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader) throws(DecodeError) {
    ecPointFormatList = try reader.readList8("ec_point_format_list")
    try reader.expectEnd()
  }

  package var fields: [Field] {
    [Field("ec_point_format_list", "ECPointFormat", ecPointFormatList)]
  }
}
