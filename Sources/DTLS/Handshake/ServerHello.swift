import Bytes

/// The server's choice (RFC 5246 §7.4.1.3), and in DTLS 1.3 its demand for another ClientHello (RFC 8446 §4.1.3, §4.1.4).
///
///     struct {
///       ProtocolVersion server_version;
///       Random random;
///       SessionID session_id;
///       CipherSuite cipher_suite;
///       CompressionMethod compression_method;
///       select (extensions_present) {
///         case false: struct {};
///         case true: Extension extensions<0..2^16-1>;
///       };
///     } ServerHello;
package struct ServerHello: Structure, FieldsShowing, Hashable, Sendable {
  package static let structure: StaticString = "ServerHello"

  /// The version chosen, but for DTLS 1.3, which stands in supported_versions.
  package var serverVersion: ProtocolVersion
  /// The server's share of randomness.
  package var random: Random
  /// The client's own if its session is resumed, or echoed in DTLS 1.3; else a new one or none.
  package var sessionID: [UInt8]
  /// The suite chosen.
  package var cipherSuite: CipherSuite
  /// The compression method chosen.
  package var compressionMethod: CompressionMethod
  /// The extensions in the order of the wire; none also where the message ends before their length
  /// (RFC 5246 §7.4.1.3).
  package var extensions: [Extension]
}

extension ServerHello {
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader) throws(DecodeError) {
    serverVersion = ProtocolVersion(rawValue: try reader.readUInt16("server_version"))
    random = try Random(decoding: &reader)
    sessionID = try reader.readOpaque8("session_id")
    cipherSuite = CipherSuite(rawValue: try reader.readUInt16("cipher_suite"))
    compressionMethod = CompressionMethod(rawValue: try reader.readUInt8("compression_method"))
    let message: HandshakeType = random == .helloRetryRequest ? .helloRetryRequest : .serverHello
    extensions = reader.isAtEnd ? [] : try reader.readExtensions(in: message)
    try reader.expectEnd()
  }

  /// Whether this is a HelloRetryRequest, which shares its number and form (RFC 8446 §4.1.4).
  package var isHelloRetryRequest: Bool { random == .helloRetryRequest }

  /// The version that is negotiated: that of supported_versions where the server sent it (RFC 8446 §4.2.1).
  package var negotiatedVersion: ProtocolVersion { extensions.supportedVersions?.first ?? serverVersion }

  package var fields: [Field] {
    [
      Field("server_version", serverVersion),
      random.field,
      Field("session_id", sessionID),
      Field("cipher_suite", cipherSuite),
      Field("compression_method", compressionMethod),
      Field("extensions", extensions.map(\.field)),
    ]
  }
}
