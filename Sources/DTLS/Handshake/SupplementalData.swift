import Bytes

/// Further data for the application's authorization decision (RFC 4680 §2).
///
///     struct {
///       SupplementalDataEntry supp_data<1..2^24-1>;
///     } SupplementalData;
package struct SupplementalData: Structure, FieldsShowing, Hashable, Sendable {
  package static let structure: StaticString = "SupplementalData"

  /// The entries in the order of the wire.
  package var suppData: [SupplementalDataEntry]
}

extension SupplementalData {
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader) throws(DecodeError) {
    suppData = []
    var list = try reader.readVector24("supp_data")
    while !list.isAtEnd { suppData.append(try SupplementalDataEntry(decoding: &list)) }
    try reader.expectEnd()
  }

  package var fields: [Field] {
    [Field("supp_data", suppData.map { Field("SupplementalDataEntry", $0.fields) })]
  }
}

/// Data of one type (RFC 4680 §2).
///
///     struct {
///       SupplementalDataType supp_data_type;
///       uint16 supp_data_length;
///       opaque supp_data[supp_data_length];
///     } SupplementalDataEntry;
package struct SupplementalDataEntry: FieldsShowing, Hashable, Sendable {
  /// What the data is.
  package var type: SupplementalDataType
  /// The data, in a form that the type's specification gives.
  package var data: [UInt8]
}

extension SupplementalDataEntry {
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader) throws(DecodeError) {
    type = SupplementalDataType(rawValue: try reader.readUInt16("supp_data_type"))
    data = try reader.readOpaque16("supp_data")
  }

  package var fields: [Field] {
    [Field("supp_data_type", type), Field("supp_data", data)]
  }
}

/// What an entry of SupplementalData is (IANA "TLS Supplemental Data Formats (SupplementalDataType)").
package struct SupplementalDataType: RegisteredNumber {
  package let rawValue: UInt16

  package init(rawValue: UInt16) {
    self.rawValue = rawValue
  }

  package static let names: [UInt16: String] = [
    0: "user_mapping_data",
    16386: "authz_data",
  ]
}
