import Bytes
import DTLS
import TestSupport
import Testing

@Suite struct ServerKeyExchangeTests {
  let signed = DecodingContext(keyExchange: .ecdhe(isAnonymous: false), version: .dtls12, isFromServer: true)

  /// From GnuTLS 3.7.9 for TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384.
  let ecdhe = hex(
    """
    03 0017 41 0407332b61807acd5c287801b5abecf69e5f6da3583f455b0da5a4e1cd89d54992
    4fc5156c80e3e236222b1a4c9a225f00d66db22d799e009c71603bd6a98cd5ba
    0403 0048
    3046022100ee1566e0b157fb37ffa8844c82de8a9e98d5961ebbc013a2e5cf5a248127716b
    0221009ef27be5db45018e356408c42ac57e0c33e3fb02d09c9dc184b98667f99786e9
    """)
  /// From OpenSSL 3.0 for TLS_ECDHE_PSK_WITH_AES_128_CBC_SHA256.
  let ecdhePSK = hex("0004 436f4150 03 001d 20 3fe049c969b09bcc94d4ead354f1f4f99d0312bc136997d5e2f8badbe835c13a")
  /// From OpenSSL 3.0 for TLS_ECDH_anon_WITH_AES_256_CBC_SHA in DTLS 1.0.
  let anonymous = hex("03 001d 20 57e7866ce3af387907c4d72968f9713a3dcd1b4e05ee9cfbd1af0f8e40ea431c")
  /// From OpenSSL 3.0 for TLS_PSK_WITH_AES_128_CCM_8: the hint "CoAP".
  let psk = hex("0004 436f4150")

  @Test func decodesARealSignedKey() throws {
    let message = try ServerKeyExchange(bytes: ecdhe, context: signed)
    #expect(message.namedCurve == .secp256r1)
    #expect(message.pskIdentityHint == nil)
    #expect(message.signedParams?.algorithm?.name == "ecdsa_secp256r1_sha256")
    #expect(message.signedParams?.signature == [UInt8](ecdhe.suffix(72)))
    #expect(truncationsThatDecode(as: ServerKeyExchange.self, ecdhe, signed).isEmpty)
  }

  @Test func decodesARealKeyWithAHint() throws {
    let context = DecodingContext(keyExchange: .ecdhePSK)
    let message = try ServerKeyExchange(bytes: ecdhePSK, context: context)
    #expect(message.pskIdentityHint == [UInt8]("CoAP".utf8))
    #expect(message.namedCurve == .x25519)
    #expect(message.signedParams == nil)
    #expect(truncationsThatDecode(as: ServerKeyExchange.self, ecdhePSK, context).isEmpty)
    #expect(
      message.fields == [
        Field("psk_identity_hint", "CoAP"),
        Field(
          "params",
          [
            Field("curve_type", "named_curve (3)"), Field("namedcurve", "x25519 (0x001d)"),
            Field("point", [UInt8](ecdhePSK.suffix(32))),
          ]),
      ])
  }

  @Test func decodesARealAnonymousKey() throws {
    let context = DecodingContext(keyExchange: .ecdhe(isAnonymous: true), version: .dtls10)
    let message = try ServerKeyExchange(bytes: anonymous, context: context)
    #expect(message.namedCurve == .x25519)
    #expect(message.signedParams == nil)
    #expect(truncationsThatDecode(as: ServerKeyExchange.self, anonymous, context).isEmpty)
  }

  @Test(arguments: [KeyExchangeAlgorithm.psk, .rsaPSK]) func decodesARealHint(keyExchange: KeyExchangeAlgorithm) throws
  {
    let context = DecodingContext(keyExchange: keyExchange)
    let message = try ServerKeyExchange(bytes: psk, context: context)
    #expect(message.pskIdentityHint == [UInt8]("CoAP".utf8))
    #expect(message.fields == [Field("psk_identity_hint", "CoAP")])
    #expect(truncationsThatDecode(as: ServerKeyExchange.self, psk, context).isEmpty)
  }

  @Test func aSignatureOfDTLS10NamesNoAlgorithm() throws {
    let context = DecodingContext(keyExchange: .ecdhe(isAnonymous: false), version: .dtls10)
    let message = try ServerKeyExchange(bytes: anonymous + hex("0002 abcd"), context: context)
    #expect(message.signedParams?.algorithm == nil)
    #expect(message.signedParams?.signature == hex("abcd"))
    #expect(truncationsThatDecode(as: ServerKeyExchange.self, anonymous + hex("0002 abcd"), context).isEmpty)
  }

  @Test func decodesFiniteFieldKeys() throws {
    let params = hex("0002 00fb 0001 02 0002 0033")
    let hinted = try ServerKeyExchange(bytes: psk + params, context: DecodingContext(keyExchange: .dhePSK))
    guard case .dhePSK(_, let dh) = hinted else {
      Issue.record("\(hinted)")
      return
    }
    #expect(dh.p == hex("00fb"))
    #expect(dh.g == hex("02"))
    #expect(dh.ys == hex("0033"))
    let signed = DecodingContext(keyExchange: .dhe(isAnonymous: false), version: .dtls12)
    let message = try ServerKeyExchange(bytes: params + hex("0401 0001 aa"), context: signed)
    #expect(message.signedParams?.algorithm?.name == "rsa_pkcs1_sha256")
    #expect(truncationsThatDecode(as: ServerKeyExchange.self, params + hex("0401 0001 aa"), signed).isEmpty)
    let anonymous = DecodingContext(keyExchange: .dhe(isAnonymous: true))
    #expect(try ServerKeyExchange(bytes: params, context: anonymous).fields.map(\.name) == ["params"])
  }

  @Test func decodesAPasswordExchange() throws {
    let context = DecodingContext(keyExchange: .ecjpake)
    let bytes = hex("03 0017 02 0401 02 0402 01 77")
    let message = try ServerKeyExchange(bytes: bytes, context: context)
    guard case .ecjpake(let params) = message else {
      Issue.record("\(message)")
      return
    }
    #expect(message.namedCurve == .secp256r1)
    #expect(params.keyKP.x == hex("0401"))
    #expect(params.keyKP.zkp.v == hex("0402"))
    #expect(params.keyKP.zkp.r == hex("77"))
    #expect(truncationsThatDecode(as: ServerKeyExchange.self, bytes, context).isEmpty)
  }

  @Test(arguments: [KeyExchangeAlgorithm?.none, .rsa, .dh, .ecdh, .tls13, .other])
  func staysOpaqueWithoutAForm(keyExchange: KeyExchangeAlgorithm?) throws {
    let message = try ServerKeyExchange(bytes: psk, context: DecodingContext(keyExchange: keyExchange))
    #expect(message == .opaque(psk))
    #expect(message.fields == [Field("opaque", "0004436f4150")])
  }

  @Test(arguments: [KeyExchangeAlgorithm.ecdhe(isAnonymous: false), .ecjpake])
  func staysOpaqueWithACurveThatHasNoName(keyExchange: KeyExchangeAlgorithm) throws {
    let bytes = hex("01 0102")
    #expect(try ServerKeyExchange(bytes: bytes, context: DecodingContext(keyExchange: keyExchange)) == .opaque(bytes))
  }

  @Test func staysOpaqueWithAHintAndACurveThatHasNoName() throws {
    let bytes = psk + hex("01 0102")
    #expect(try ServerKeyExchange(bytes: bytes, context: DecodingContext(keyExchange: .ecdhePSK)) == .opaque(bytes))
  }

  @Test func anUnknownGroupIsAValue() throws {
    let context = DecodingContext(keyExchange: .ecdhe(isAnonymous: true))
    #expect(try ServerKeyExchange(bytes: hex("03 eeee 01 aa"), context: context).namedCurve?.name == nil)
  }

  @Test func trailingBytesAreAnError() {
    #expect(throws: DecodeError("ServerKeyExchange", "", at: ecdhe.count, .trailingBytes(1))) {
      try ServerKeyExchange(bytes: ecdhe + [0], context: signed)
    }
  }

  @Test func aTruncationIsNamed() {
    #expect(throws: DecodeError("ServerKeyExchange", "point", at: 4, .needs(65, has: 6))) {
      try ServerKeyExchange(bytes: [UInt8](ecdhe.prefix(10)), context: signed)
    }
  }
}
