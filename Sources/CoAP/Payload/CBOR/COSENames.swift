/// The structures of COSE (RFC 9052) and the names of its numbers (IANA "CBOR Object Signing and Encryption (COSE)").
enum COSENames {
  /// What a structure is made of, in order; empty if it is none.
  static func elements(of meaning: CBORMeaning) -> [CBORMeaning.Place] {
    switch meaning {
    case .encrypt0: head + [("ciphertext", .plain)]
    case .mac0: head + [("payload", .plain), ("tag", .plain)]
    case .cwtMAC0: head + [("payload", .embeddedClaims), ("tag", .plain)]
    case .sign1: head + [("payload", .plain), ("signature", .plain)]
    case .cwtSign1: head + [("payload", .embeddedClaims), ("signature", .plain)]
    case .encrypt: head + [("ciphertext", .plain), ("recipients", .recipients)]
    case .mac: head + [("payload", .plain), ("tag", .plain), ("recipients", .recipients)]
    case .sign: head + [("payload", .plain), ("signatures", .signatures)]
    case .recipient: head + [("ciphertext", .plain), ("recipients", .recipients)]
    case .signature: head + [("signature", .plain)]
    default: []
    }
  }

  private static let head: [CBORMeaning.Place] = [("protected", .protectedHeaders), ("unprotected", .headers)]

  /// Header parameters, those of algorithms at the end (RFC 9052 §3.1, RFC 9053 §6.3.1).
  static let headerParameters: [Int64: CBORMeaning.Place] = [
    1: ("alg", .algorithm), 2: ("crit", .plain), 3: ("content type", .contentType), 4: ("kid", .plain),
    5: ("IV", .plain), 6: ("Partial IV", .plain), 7: ("counter signature", .plain),
    9: ("CounterSignature0", .plain), 10: ("kid context", .plain), 11: ("Countersignature version 2", .plain),
    12: ("Countersignature0 version 2", .plain), 13: ("kcwt", .cwt), 14: ("kccs", .claims),
    15: ("CWT Claims", .claims), 16: ("typ", .contentType), 22: ("c5t", .plain), 23: ("c5u", .plain),
    24: ("c5b", .plain), 25: ("c5c", .plain), 32: ("x5bag", .plain), 33: ("x5chain", .plain), 34: ("x5t", .plain),
    35: ("x5u", .plain), 256: ("CUPHNonce", .plain), 257: ("CUPHOwnerPubKey", .plain), 394: ("receipts", .plain),
    395: ("vds", .plain), 396: ("vdp", .plain),
    -1: ("ephemeral key", .key), -2: ("static key", .key), -3: ("static key id", .plain), -20: ("salt", .plain),
    -21: ("PartyU identity", .plain), -22: ("PartyU nonce", .plain), -23: ("PartyU other", .plain),
    -24: ("PartyV identity", .plain), -25: ("PartyV nonce", .plain), -26: ("PartyV other", .plain),
    -27: ("x5t-sender", .plain), -28: ("x5u-sender", .plain), -29: ("x5chain-sender", .plain),
  ]

  /// Parameters that keys of any type have (RFC 9052 §7.1).
  static let keyParameters: [Int64: CBORMeaning.Place] = [
    1: ("kty", .keyType), 2: ("kid", .plain), 3: ("alg", .algorithm), 4: ("key_ops", .keyOperations),
    5: ("Base IV", .plain),
  ]

  /// Octet key pairs (RFC 9053 §7.2).
  static let parametersOKP: [Int64: CBORMeaning.Place] = [-1: ("crv", .curve), -2: ("x", .plain), -4: ("d", .plain)]

  /// Points on curves (RFC 9053 §7.1.1).
  static let parametersEC2: [Int64: CBORMeaning.Place] = [
    -1: ("crv", .curve), -2: ("x", .plain), -3: ("y", .plain), -4: ("d", .plain),
  ]

  /// RSA (RFC 8230 §4).
  static let parametersRSA: [Int64: CBORMeaning.Place] = [
    -1: ("n", .plain), -2: ("e", .plain), -3: ("d", .plain), -4: ("p", .plain), -5: ("q", .plain), -6: ("dP", .plain),
    -7: ("dQ", .plain), -8: ("qInv", .plain), -9: ("other", .plain), -10: ("r_i", .plain), -11: ("d_i", .plain),
    -12: ("t_i", .plain),
  ]

  /// Symmetric keys (RFC 9053 §7.3).
  static let parametersSymmetric: [Int64: CBORMeaning.Place] = [-1: ("k", .plain)]

  static let keyTypes: [Int64: StaticString] = [
    1: "OKP", 2: "EC2", 3: "RSA", 4: "Symmetric", 5: "HSS-LMS", 6: "WalnutDSA", 7: "AKP",
  ]

  static let keyOperations: [Int64: StaticString] = [
    1: "sign", 2: "verify", 3: "encrypt", 4: "decrypt", 5: "wrap key", 6: "unwrap key", 7: "derive key",
    8: "derive bits", 9: "MAC create", 10: "MAC verify",
  ]

  static let curves: [Int64: StaticString] = [
    1: "P-256", 2: "P-384", 3: "P-521", 4: "X25519", 5: "X448", 6: "Ed25519", 7: "Ed448", 8: "secp256k1",
    256: "brainpoolP256r1", 257: "brainpoolP320r1", 258: "brainpoolP384r1", 259: "brainpoolP512r1",
  ]

  static let algorithms: [Int64: StaticString] = [
    -65535: "RS1", -65534: "A128CTR", -65533: "A192CTR", -65532: "A256CTR", -65531: "A128CBC", -65530: "A192CBC",
    -65529: "A256CBC", -268: "ESB512", -267: "ESB384", -266: "ESB320", -265: "ESB256", -260: "WalnutDSA",
    -259: "RS512", -258: "RS384", -257: "RS256", -53: "Ed448", -52: "ESP512", -51: "ESP384", -50: "ML-DSA-87",
    -49: "ML-DSA-65", -48: "ML-DSA-44", -47: "ES256K", -46: "HSS-LMS", -45: "SHAKE256", -44: "SHA-512",
    -43: "SHA-384", -42: "RSAES-OAEP w/ SHA-512", -41: "RSAES-OAEP w/ SHA-256",
    -40: "RSAES-OAEP w/ RFC 8017 default parameters", -39: "PS512", -38: "PS384", -37: "PS256", -36: "ES512",
    -35: "ES384", -34: "ECDH-SS + A256KW", -33: "ECDH-SS + A192KW", -32: "ECDH-SS + A128KW",
    -31: "ECDH-ES + A256KW", -30: "ECDH-ES + A192KW", -29: "ECDH-ES + A128KW", -28: "ECDH-SS + HKDF-512",
    -27: "ECDH-SS + HKDF-256", -26: "ECDH-ES + HKDF-512", -25: "ECDH-ES + HKDF-256", -19: "Ed25519",
    -18: "SHAKE128", -17: "SHA-512/256", -16: "SHA-256", -15: "SHA-256/64", -14: "SHA-1",
    -13: "direct+HKDF-AES-256", -12: "direct+HKDF-AES-128", -11: "direct+HKDF-SHA-512", -10: "direct+HKDF-SHA-256",
    -9: "ESP256", -8: "EdDSA", -7: "ES256", -6: "direct", -5: "A256KW", -4: "A192KW", -3: "A128KW", 1: "A128GCM",
    2: "A192GCM", 3: "A256GCM", 4: "HMAC 256/64", 5: "HMAC 256/256", 6: "HMAC 384/384", 7: "HMAC 512/512",
    10: "AES-CCM-16-64-128", 11: "AES-CCM-16-64-256", 12: "AES-CCM-64-64-128", 13: "AES-CCM-64-64-256",
    14: "AES-MAC 128/64", 15: "AES-MAC 256/64", 24: "ChaCha20/Poly1305", 25: "AES-MAC 128/128",
    26: "AES-MAC 256/128", 30: "AES-CCM-16-128-128", 31: "AES-CCM-16-128-256", 32: "AES-CCM-64-128-128",
    33: "AES-CCM-64-128-256", 34: "IV-GENERATION",
  ]
}
