import Bytes

/// What the client needs besides the certificate to agree on a premaster secret (RFC 5246 §7.4.3, RFC 4279, RFC 5489 §2,
/// RFC 8422 §5.4, draft-cragie-tls-ecjpake-01 §7.3).
///
///     struct {
///       select (KeyExchangeAlgorithm) {
///         case psk, rsa_psk:
///           opaque psk_identity_hint<0..2^16-1>;
///         case dhe_psk:
///           opaque psk_identity_hint<0..2^16-1>;
///           ServerDHParams params;
///         case ecdhe_psk:
///           opaque psk_identity_hint<0..2^16-1>;
///           ServerECDHParams params;
///         case dhe, dh_anon:
///           ServerDHParams params;
///           DigitallySigned signed_params;  // not in dh_anon
///         case ecdhe, ecdh_anon:
///           ServerECDHParams params;
///           DigitallySigned signed_params;  // not in ecdh_anon
///         case ecjpake:
///           ServerECJPAKEParams params;
///       };
///     } ServerKeyExchange;
package enum ServerKeyExchange: ContextualStructure, FieldsShowing, Hashable, Sendable {
  package static let structure: StaticString = "ServerKeyExchange"

  /// The hint tells the client which of its keys to use.
  case psk(identityHint: [UInt8])
  case rsaPSK(identityHint: [UInt8])
  case dhePSK(identityHint: [UInt8], ServerDHParams)
  case ecdhePSK(identityHint: [UInt8], ServerECDHParams)
  case dhe(ServerDHParams, DigitallySigned?)
  case ecdhe(ServerECDHParams, DigitallySigned?)
  case ecjpake(ServerECJPAKEParams)
  /// The key exchange is unknown, has no such message, or gives a curve otherwise than by its name.
  case opaque([UInt8])
}

extension ServerKeyExchange {
  /// Decodes a message in the form that `context` tells.
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader, context: DecodingContext) throws(DecodeError) {
    let hint: StaticString = "psk_identity_hint"
    switch context.keyExchange {
    case .psk:
      self = .psk(identityHint: try reader.readOpaque16(hint))
    case .rsaPSK:
      self = .rsaPSK(identityHint: try reader.readOpaque16(hint))
    case .dhePSK:
      self = .dhePSK(identityHint: try reader.readOpaque16(hint), try ServerDHParams(decoding: &reader))
    case .ecdhePSK:
      let whole = [UInt8](reader.unread)
      let identityHint = try reader.readOpaque16(hint)
      guard reader.namesCurve else { self = .opaque(whole); return }
      self = .ecdhePSK(identityHint: identityHint, try ServerECDHParams(decoding: &reader))
    case .dhe(let isAnonymous):
      let params = try ServerDHParams(decoding: &reader)
      self = .dhe(params, isAnonymous ? nil : try DigitallySigned(decoding: &reader, context: context))
    case .ecdhe(let isAnonymous):
      guard reader.namesCurve else { self = .opaque(reader.readRemaining()); return }
      let params = try ServerECDHParams(decoding: &reader)
      self = .ecdhe(params, isAnonymous ? nil : try DigitallySigned(decoding: &reader, context: context))
    case .ecjpake:
      guard reader.namesCurve else { self = .opaque(reader.readRemaining()); return }
      self = .ecjpake(try ServerECJPAKEParams(decoding: &reader))
    case .rsa, .dh, .ecdh, .tls13, .other, nil:
      self = .opaque(reader.readRemaining())
    }
    try reader.expectEnd()
  }

  /// Tells the client which of its pre-shared keys to use; nil where the key exchange has none.
  package var pskIdentityHint: [UInt8]? {
    switch self {
    case .psk(let hint), .rsaPSK(let hint), .dhePSK(let hint, _), .ecdhePSK(let hint, _): hint
    case .dhe, .ecdhe, .ecjpake, .opaque: nil
    }
  }

  /// The curve that the server chose; nil where the key exchange has none.
  package var namedCurve: NamedGroup? {
    switch self {
    case .ecdhePSK(_, let params), .ecdhe(let params, _): params.namedCurve
    case .ecjpake(let params): params.namedCurve
    case .psk, .rsaPSK, .dhePSK, .dhe, .opaque: nil
    }
  }

  /// The signature over the parameters; nil where the key exchange has none.
  package var signedParams: DigitallySigned? {
    switch self {
    case .dhe(_, let signed), .ecdhe(_, let signed): signed
    case .psk, .rsaPSK, .dhePSK, .ecdhePSK, .ecjpake, .opaque: nil
    }
  }

  package var fields: [Field] {
    let hint = pskIdentityHint.map { [Field("psk_identity_hint", text: $0)] } ?? []
    let signed = signedParams.map { [Field("signed_params", $0.fields)] } ?? []
    switch self {
    case .psk, .rsaPSK: return hint
    case .dhePSK(_, let params): return hint + [Field("params", params.fields)]
    case .ecdhePSK(_, let params): return hint + [Field("params", params.fields)]
    case .dhe(let params, _): return [Field("params", params.fields)] + signed
    case .ecdhe(let params, _): return [Field("params", params.fields)] + signed
    case .ecjpake(let params): return [Field("params", params.fields)]
    case .opaque(let bytes): return [Field("opaque", bytes)]
    }
  }
}

extension ByteReader {
  /// Whether the ECParameters that follow name their curve; also where there are none, so that this is found when they
  /// are read.
  fileprivate var namesCurve: Bool {
    unread.byte(at: 0).map { $0 == ECCurveType.namedCurve.rawValue } ?? true
  }
}
