import Bytes

/// The client's part of the premaster secret (RFC 5246 §7.4.7, RFC 4279, RFC 5489 §2, RFC 8422 §5.7,
/// draft-cragie-tls-ecjpake-01 §7.4).
///
///     struct {
///       select (KeyExchangeAlgorithm) {
///         case psk:
///           opaque psk_identity<0..2^16-1>;
///         case rsa_psk:
///           opaque psk_identity<0..2^16-1>;
///           opaque EncryptedPreMasterSecret<0..2^16-1>;
///         case dhe_psk:
///           opaque psk_identity<0..2^16-1>;
///           opaque dh_Yc<1..2^16-1>;
///         case ecdhe_psk:
///           opaque psk_identity<0..2^16-1>;
///           opaque ecdh_Yc<1..2^8-1>;
///         case rsa:
///           opaque EncryptedPreMasterSecret<0..2^16-1>;
///         case dhe, dh, dh_anon:
///           opaque dh_Yc<1..2^16-1>;  // not if the client's certificate holds it
///         case ecdhe, ecdh, ecdh_anon:
///           opaque ecdh_Yc<1..2^8-1>;  // not if the client's certificate holds it
///         case ecjpake:
///           ECJPAKEKeyKP ecjpake_key_kp;
///       };
///     } ClientKeyExchange;
package enum ClientKeyExchange: ContextualStructure, FieldsShowing, Hashable, Sendable {
  package static let structure: StaticString = "ClientKeyExchange"

  /// The identity tells the server which key the client uses.
  case psk(identity: [UInt8])
  case rsaPSK(identity: [UInt8], encryptedPreMasterSecret: [UInt8])
  case dhePSK(identity: [UInt8], yc: [UInt8])
  case ecdhePSK(identity: [UInt8], yc: [UInt8])
  case rsa(encryptedPreMasterSecret: [UInt8])
  /// The client's public value is empty if it stands in the client's certificate.
  case dh(yc: [UInt8])
  /// The client's public key is empty if it stands in the client's certificate.
  case ecdh(yc: [UInt8])
  case ecjpake(ECJPAKEKeyKP)
  /// The key exchange is unknown.
  case opaque([UInt8])
}

extension ClientKeyExchange {
  /// Decodes a message in the form that `context` tells.
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader, context: DecodingContext) throws(DecodeError) {
    let identity: StaticString = "psk_identity"
    let secret: StaticString = "EncryptedPreMasterSecret"
    switch context.keyExchange {
    case .psk:
      self = .psk(identity: try reader.readOpaque16(identity))
    case .rsaPSK:
      self = .rsaPSK(
        identity: try reader.readOpaque16(identity), encryptedPreMasterSecret: try reader.readOpaque16(secret))
    case .dhePSK:
      self = .dhePSK(identity: try reader.readOpaque16(identity), yc: try reader.readOpaque16("dh_Yc"))
    case .ecdhePSK:
      self = .ecdhePSK(identity: try reader.readOpaque16(identity), yc: try reader.readOpaque8("ecdh_Yc"))
    case .rsa where context.version == .openSSLPreRFC:
      // Like SSL 3.0, OpenSSL before RFC 4347 left out the length (RFC 5246 §7.4.7.1, implementation note).
      self = .rsa(encryptedPreMasterSecret: reader.readRemaining())
    case .rsa:
      self = .rsa(encryptedPreMasterSecret: try reader.readOpaque16(secret))
    case .dhe, .dh:
      self = .dh(yc: reader.isAtEnd ? [] : try reader.readOpaque16("dh_Yc"))
    case .ecdhe, .ecdh:
      self = .ecdh(yc: reader.isAtEnd ? [] : try reader.readOpaque8("ecdh_Yc"))
    case .ecjpake:
      self = .ecjpake(try ECJPAKEKeyKP(decoding: &reader))
    case .tls13, .other, nil:
      self = .opaque(reader.readRemaining())
    }
    try reader.expectEnd()
  }

  /// Tells the server which pre-shared key the client uses; nil where the key exchange has none.
  package var pskIdentity: [UInt8]? {
    switch self {
    case .psk(let identity), .rsaPSK(let identity, _), .dhePSK(let identity, _), .ecdhePSK(let identity, _): identity
    case .rsa, .dh, .ecdh, .ecjpake, .opaque: nil
    }
  }

  /// The premaster secret, or its part besides the pre-shared key, encrypted to the server's RSA key; nil where the key
  /// exchange has none.
  package var encryptedPreMasterSecret: [UInt8]? {
    switch self {
    case .rsaPSK(_, let secret), .rsa(let secret): secret
    case .psk, .dhePSK, .ecdhePSK, .dh, .ecdh, .ecjpake, .opaque: nil
    }
  }

  package var fields: [Field] {
    let identity = pskIdentity.map { [Field("psk_identity", text: $0)] } ?? []
    switch self {
    case .psk: return identity
    case .rsaPSK(_, let secret): return identity + [Field("EncryptedPreMasterSecret", secret)]
    case .dhePSK(_, let yc): return identity + [Field("dh_Yc", yc)]
    case .ecdhePSK(_, let yc): return identity + [Field("ecdh_Yc", yc)]
    case .rsa(let secret): return [Field("EncryptedPreMasterSecret", secret)]
    case .dh(let yc): return [Field("dh_Yc", yc)]
    case .ecdh(let yc): return [Field("ecdh_Yc", yc)]
    case .ecjpake(let keyKP): return [Field("ecjpake_key_kp", keyKP.fields)]
    case .opaque(let bytes): return [Field("opaque", bytes)]
    }
  }
}
