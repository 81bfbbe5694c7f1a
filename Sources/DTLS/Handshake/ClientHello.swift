import Bytes

/// The client's offer (RFC 6347 §4.2.1, RFC 9147 §5.3).
///
///     struct {
///       ProtocolVersion client_version;
///       Random random;
///       SessionID session_id;
///       opaque cookie<0..2^8-1>;
///       CipherSuite cipher_suites<2..2^16-1>;
///       CompressionMethod compression_methods<1..2^8-1>;
///       select (extensions_present) {
///         case false: struct {};
///         case true: Extension extensions<0..2^16-1>;
///       };
///     } ClientHello;
package struct ClientHello: Structure, FieldsShowing, Hashable, Sendable {
  package static let structure: StaticString = "ClientHello"

  /// The highest version offered, but for DTLS 1.3, which stands in supported_versions.
  package var clientVersion: ProtocolVersion
  /// The client's share of randomness; key logs name a session by it.
  package var random: Random
  /// The session that the client wants to resume; empty for none.
  package var sessionID: [UInt8]
  /// The cookie of a HelloVerifyRequest; empty before one came.
  package var cookie: [UInt8]
  /// The suites offered, best first.
  package var cipherSuites: [CipherSuite]
  /// The compression methods offered, best first.
  package var compressionMethods: [CompressionMethod]
  /// The extensions in the order of the wire; none also where the message ends before their length
  /// (RFC 5246 §7.4.1.2).
  package var extensions: [Extension]
}

extension ClientHello {
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader) throws(DecodeError) {
    clientVersion = ProtocolVersion(rawValue: try reader.readUInt16("client_version"))
    random = try Random(decoding: &reader)
    sessionID = try reader.readOpaque8("session_id")
    cookie = try reader.readOpaque8("cookie")
    cipherSuites = try reader.readList16("cipher_suites")
    compressionMethods = try reader.readList8("compression_methods")
    extensions = reader.isAtEnd ? [] : try reader.readExtensions(in: .clientHello)
    try reader.expectEnd()
  }

  package var fields: [Field] {
    [
      Field("client_version", clientVersion),
      random.field,
      Field("session_id", sessionID),
      Field("cookie", cookie),
      Field("cipher_suites", "CipherSuite", cipherSuites),
      Field("compression_methods", "CompressionMethod", compressionMethods),
      Field("extensions", extensions.map(\.field)),
    ]
  }
}
