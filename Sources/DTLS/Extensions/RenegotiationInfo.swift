import Bytes

/// Ties a renegotiation to the session that it replaces (RFC 5746 §3.2).
///
///     struct {
///       opaque renegotiated_connection<0..255>;
///     } RenegotiationInfo;
package struct RenegotiationInfo: Structure, ExtensionBody {
  package static let structure: StaticString = "RenegotiationInfo"

  /// The verify_data of the handshake before: the client's, and the server's after it; empty in the first handshake.
  package var renegotiatedConnection: [UInt8]
}

extension RenegotiationInfo {
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader) throws(DecodeError) {
    renegotiatedConnection = try reader.readOpaque8("renegotiated_connection")
    try reader.expectEnd()
  }

  package var fields: [Field] {
    [Field("renegotiated_connection", renegotiatedConnection)]
  }
}
