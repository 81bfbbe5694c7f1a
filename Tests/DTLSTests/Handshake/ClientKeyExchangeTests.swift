import Bytes
import DTLS
import TestSupport
import Testing

@Suite struct ClientKeyExchangeTests {
  /// From Mbed TLS 3.6.0: the identity "esp32c3_id".
  let psk = hex("000a 657370333263335f6964")
  /// From OpenSSL 3.0 for TLS_ECDHE_PSK_WITH_AES_128_CBC_SHA256.
  let ecdhePSK = hex(
    "000a 657370333263335f6964 20 2396f150498b596997898d20723e781c94193de3ccf8a84e800591c115950c00")
  /// From Mbed TLS 3.6.0 for TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8.
  let ecdhe = hex("20 304f64a069dfabe16b90bafbaf0e47e6d4c293740d7ac9abd34bc1f554e8ce32")

  @Test func decodesARealIdentity() throws {
    let context = DecodingContext(keyExchange: .psk)
    let message = try ClientKeyExchange(bytes: psk, context: context)
    #expect(message == .psk(identity: [UInt8]("esp32c3_id".utf8)))
    #expect(message.fields == [Field("psk_identity", "esp32c3_id")])
    #expect(truncationsThatDecode(as: ClientKeyExchange.self, psk, context).isEmpty)
  }

  @Test func decodesARealKeyWithAnIdentity() throws {
    let context = DecodingContext(keyExchange: .ecdhePSK)
    let message = try ClientKeyExchange(bytes: ecdhePSK, context: context)
    #expect(message.pskIdentity == [UInt8]("esp32c3_id".utf8))
    #expect(message.fields.map(\.name) == ["psk_identity", "ecdh_Yc"])
    #expect(truncationsThatDecode(as: ClientKeyExchange.self, ecdhePSK, context).isEmpty)
  }

  @Test(arguments: [KeyExchangeAlgorithm.ecdhe(isAnonymous: false), .ecdhe(isAnonymous: true), .ecdh])
  func decodesARealKey(keyExchange: KeyExchangeAlgorithm) throws {
    let context = DecodingContext(keyExchange: keyExchange)
    let message = try ClientKeyExchange(bytes: ecdhe, context: context)
    #expect(message == .ecdh(yc: [UInt8](ecdhe.dropFirst())))
    #expect(message.pskIdentity == nil)
    // An empty message is legal: the key is in the client's certificate.
    #expect(truncationsThatDecode(as: ClientKeyExchange.self, ecdhe, context) == [0])
  }

  @Test func decodesFiniteFieldKeys() throws {
    let bytes = hex("0002 0033")
    for keyExchange in [KeyExchangeAlgorithm.dhe(isAnonymous: false), .dhe(isAnonymous: true), .dh] {
      let context = DecodingContext(keyExchange: keyExchange)
      #expect(try ClientKeyExchange(bytes: bytes, context: context) == .dh(yc: hex("0033")))
      // An empty message is legal: the key is in the client's certificate.
      #expect(truncationsThatDecode(as: ClientKeyExchange.self, bytes, context) == [0])
    }
    let context = DecodingContext(keyExchange: .dhePSK)
    let message = try ClientKeyExchange(bytes: psk + bytes, context: context)
    #expect(message == .dhePSK(identity: [UInt8]("esp32c3_id".utf8), yc: hex("0033")))
    #expect(truncationsThatDecode(as: ClientKeyExchange.self, psk + bytes, context).isEmpty)
  }

  @Test func decodesEncryptedSecrets() throws {
    let secret = hex("0003 aabbcc")
    let rsa = DecodingContext(keyExchange: .rsa)
    #expect(
      try ClientKeyExchange(bytes: secret, context: rsa) == .rsa(encryptedPreMasterSecret: hex("aabbcc")))
    #expect(truncationsThatDecode(as: ClientKeyExchange.self, secret, rsa).isEmpty)
    let rsaPSK = DecodingContext(keyExchange: .rsaPSK)
    let message = try ClientKeyExchange(bytes: psk + secret, context: rsaPSK)
    #expect(message.fields.map(\.value) == ["esp32c3_id", "aabbcc"])
    #expect(truncationsThatDecode(as: ClientKeyExchange.self, psk + secret, rsaPSK).isEmpty)
  }

  /// As Wireshark's public capture snakeoil-dtls has it.
  @Test func openSSLBeforeTheRFCLeavesOutTheLength() throws {
    let context = DecodingContext(keyExchange: .rsa, version: .openSSLPreRFC)
    let message = try ClientKeyExchange(bytes: hex("7cbc3f"), context: context)
    #expect(message == .rsa(encryptedPreMasterSecret: hex("7cbc3f")))
  }

  @Test func decodesAPasswordExchange() throws {
    let context = DecodingContext(keyExchange: .ecjpake)
    let bytes = hex("02 0401 02 0402 01 77")
    let message = try ClientKeyExchange(bytes: bytes, context: context)
    guard case .ecjpake(let keyKP) = message else {
      Issue.record("\(message)")
      return
    }
    #expect(keyKP.x == hex("0401"))
    #expect(truncationsThatDecode(as: ClientKeyExchange.self, bytes, context).isEmpty)
  }

  @Test(arguments: [KeyExchangeAlgorithm?.none, .tls13, .other])
  func staysOpaqueWithoutAForm(keyExchange: KeyExchangeAlgorithm?) throws {
    #expect(try ClientKeyExchange(bytes: psk, context: DecodingContext(keyExchange: keyExchange)) == .opaque(psk))
  }

  @Test func anIdentityThatIsNoTextIsShownInHexadecimal() throws {
    let message = try ClientKeyExchange(bytes: hex("0002 ff00"), context: DecodingContext(keyExchange: .psk))
    #expect(message.fields == [Field("psk_identity", "ff00")])
  }

  @Test func trailingBytesAreAnError() {
    #expect(throws: DecodeError("ClientKeyExchange", "", at: 12, .trailingBytes(1))) {
      try ClientKeyExchange(bytes: psk + [0], context: DecodingContext(keyExchange: .psk))
    }
  }

  @Test func aTruncationIsNamed() {
    #expect(throws: DecodeError("ClientKeyExchange", "psk_identity", at: 2, .needs(10, has: 3))) {
      try ClientKeyExchange(bytes: [UInt8](psk.prefix(5)), context: DecodingContext(keyExchange: .psk))
    }
  }
}
