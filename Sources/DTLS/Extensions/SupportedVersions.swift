import Bytes

/// Versions that the client offers, or the one that the server chose (RFC 8446 §4.2.1).
///
///     struct {
///       select (Handshake.msg_type) {
///         case client_hello: ProtocolVersion versions<2..254>;
///         case server_hello: ProtocolVersion selected_version;
///       };
///     } SupportedVersions;
package struct SupportedVersions: ExtensionBody {
  package static let structure: StaticString = "SupportedVersions"

  /// What the client offers, best first, or the one that the server chose.
  package var versions: [ProtocolVersion]
}

extension SupportedVersions {
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader, in message: HandshakeType) throws(DecodeError) {
    versions = []
    if message == .clientHello {
      var list = try reader.readVector8("versions")
      while !list.isAtEnd { versions.append(ProtocolVersion(rawValue: try list.readUInt16("versions"))) }
    } else {
      versions.append(ProtocolVersion(rawValue: try reader.readUInt16("selected_version")))
    }
    try reader.expectEnd()
  }

  package var fields: [Field] {
    versions.map { Field("ProtocolVersion", $0) }
  }
}
