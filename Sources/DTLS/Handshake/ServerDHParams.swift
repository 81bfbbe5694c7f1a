import Bytes

/// The server's ephemeral Diffie-Hellman key (RFC 5246 §7.4.3).
///
///     struct {
///       opaque dh_p<1..2^16-1>;
///       opaque dh_g<1..2^16-1>;
///       opaque dh_Ys<1..2^16-1>;
///     } ServerDHParams;
package struct ServerDHParams: FieldsShowing, Hashable, Sendable {
  /// The prime modulus, big-endian.
  package var p: [UInt8]
  /// The generator, big-endian.
  package var g: [UInt8]
  /// The server's public value, big-endian.
  package var ys: [UInt8]
}

extension ServerDHParams {
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader) throws(DecodeError) {
    p = try reader.readOpaque16("dh_p")
    g = try reader.readOpaque16("dh_g")
    ys = try reader.readOpaque16("dh_Ys")
  }

  package var fields: [Field] {
    [Field("dh_p", p), Field("dh_g", g), Field("dh_Ys", ys)]
  }
}
