import Bytes

/// What the client need not be sent again because it has it (RFC 7924 §3).
///
///     struct {
///       select (ClientOrServerExtension) {
///         case client: CachedObject cached_info<1..2^16-1>;
///         case server: CachedInformationType cached_info<1..2^16-1>;
///       };
///     } CachedInformation;
package struct CachedInformation: ExtensionBody {
  package static let structure: StaticString = "CachedInformation"

  /// The objects that the client has, or the types of those that the server leaves out.
  package var cachedInfo: [CachedObject]
}

extension CachedInformation {
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader, in message: HandshakeType) throws(DecodeError) {
    cachedInfo = []
    var list = try reader.readVector16("cached_info")
    while !list.isAtEnd {
      let type = CachedInformationType(rawValue: try list.readUInt8("type"))
      cachedInfo.append(
        CachedObject(type: type, hash: message == .clientHello ? try list.readOpaque8("hash_value") : nil))
    }
    try reader.expectEnd()
  }

  package var fields: [Field] {
    [Field("cached_info", cachedInfo.map { Field("CachedObject", $0.fields) })]
  }
}

/// An object that the client has (RFC 7924 §3).
///
///     struct {
///       CachedInformationType type;
///       opaque hash_value<1..255>;
///     } CachedObject;
package struct CachedObject: FieldsShowing, Hashable, Sendable {
  /// What it is.
  package var type: CachedInformationType
  /// SHA-256 of it, maybe cut; nil from the server.
  package var hash: [UInt8]?

  package var fields: [Field] {
    [Field("type", type)] + (hash.map { [Field("hash_value", $0)] } ?? [])
  }
}

/// What a cached object is (IANA "TLS CachedInformationType Values").
package struct CachedInformationType: RegisteredNumber {
  package let rawValue: UInt8

  package init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  package static let names: [UInt8: String] = [
    1: "cert",
    2: "cert_req",
  ]
}
