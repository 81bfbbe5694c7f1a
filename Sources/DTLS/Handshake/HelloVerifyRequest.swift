import Bytes

/// The server's stateless-cookie challenge (RFC 6347 §4.2.1).
///
///     struct {
///       ProtocolVersion server_version;
///       opaque cookie<0..2^8-1>;
///     } HelloVerifyRequest;
package struct HelloVerifyRequest: Structure, FieldsShowing, Hashable, Sendable {
  package static let structure: StaticString = "HelloVerifyRequest"

  /// DTLS 1.0 whatever is negotiated later: it binds nobody (RFC 6347 §4.2.1).
  package var serverVersion: ProtocolVersion
  /// What the client must echo.
  package var cookie: [UInt8]
}

extension HelloVerifyRequest {
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader) throws(DecodeError) {
    serverVersion = ProtocolVersion(rawValue: try reader.readUInt16("server_version"))
    cookie = try reader.readOpaque8("cookie")
    try reader.expectEnd()
  }

  package var fields: [Field] {
    [Field("server_version", serverVersion), Field("cookie", cookie)]
  }
}
