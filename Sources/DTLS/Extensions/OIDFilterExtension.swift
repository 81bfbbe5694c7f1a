import Bytes

/// What the client's certificate must contain (RFC 8446 §4.2.5).
///
///     struct {
///       OIDFilter filters<0..2^16-1>;
///     } OIDFilterExtension;
package struct OIDFilterExtension: Structure, ExtensionBody {
  package static let structure: StaticString = "OIDFilterExtension"

  /// The certificate's extensions that are wanted.
  package var filters: [OIDFilter]
}

extension OIDFilterExtension {
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader) throws(DecodeError) {
    filters = []
    var list = try reader.readVector16("filters")
    while !list.isAtEnd { filters.append(try OIDFilter(decoding: &list)) }
    try reader.expectEnd()
  }

  package var fields: [Field] {
    [Field("filters", filters.map { Field("OIDFilter", $0.fields) })]
  }
}

/// One extension that the certificate must have (RFC 8446 §4.2.5).
///
///     struct {
///       opaque certificate_extension_oid<1..2^8-1>;
///       opaque certificate_extension_values<0..2^16-1>;
///     } OIDFilter;
package struct OIDFilter: FieldsShowing, Hashable, Sendable {
  /// The extension's object identifier in DER.
  package var certificateExtensionOID: [UInt8]
  /// Its value in DER; empty for any.
  package var certificateExtensionValues: [UInt8]
}

extension OIDFilter {
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader) throws(DecodeError) {
    certificateExtensionOID = try reader.readOpaque8("certificate_extension_oid")
    certificateExtensionValues = try reader.readOpaque16("certificate_extension_values")
  }

  package var fields: [Field] {
    [
      Field("certificate_extension_oid", certificateExtensionOID),
      Field("certificate_extension_values", certificateExtensionValues),
    ]
  }
}
