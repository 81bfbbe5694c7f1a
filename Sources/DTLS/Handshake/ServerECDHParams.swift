import Bytes

/// The server's ephemeral elliptic-curve key (RFC 8422 §5.4).
///
///     struct {
///       ECCurveType curve_type;  // named_curve
///       NamedCurve namedcurve;
///       opaque point<1..2^8-1>;
///     } ServerECDHParams;
package struct ServerECDHParams: FieldsShowing, Hashable, Sendable {
  /// The group of the key.
  package var namedCurve: NamedGroup
  /// The server's public key: a point as ECPointFormat says, or an X25519 or X448 key.
  package var point: [UInt8]
}

extension ServerECDHParams {
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader) throws(DecodeError) {
    namedCurve = try NamedGroup(decodingParameters: &reader)
    point = try reader.readOpaque8("point")
  }

  package var fields: [Field] {
    namedCurve.parameterFields + [Field("point", point)]
  }
}

extension NamedGroup {
  /// The ECParameters of a key exchange, which name a curve: RFC 8422 §5.4 forbids the other forms.
  @_lifetime(reader: copy reader)
  init(decodingParameters reader: inout ByteReader) throws(DecodeError) {
    guard try reader.readUInt8("curve_type") == ECCurveType.namedCurve.rawValue else {
      throw reader.error("curve_type", .invalid("is not named_curve"))
    }
    self.init(rawValue: try reader.readUInt16("namedcurve"))
  }

  /// The ECParameters that name this curve.
  var parameterFields: [Field] {
    [Field("curve_type", ECCurveType.namedCurve), Field("namedcurve", self)]
  }
}
