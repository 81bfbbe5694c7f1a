import Cryptography
import Bytes
import Testing

@testable import DTLS

@Suite struct CipherSuiteTests {
  /// Number, name, cipher, MAC and PRF of every suite of plain PSK (RFC 4279, 4785, 5487, 6209, 6367, 6655, 7905).
  @Test(
    arguments: [
      (0x002c, "TLS_PSK_WITH_NULL_SHA", "NULL", .sha1, .sha256),
      (0x008a, "TLS_PSK_WITH_RC4_128_SHA", nil, nil, .sha256),
      (0x008b, "TLS_PSK_WITH_3DES_EDE_CBC_SHA", "3DES_EDE_CBC", .sha1, .sha256),
      (0x008c, "TLS_PSK_WITH_AES_128_CBC_SHA", "AES_128_CBC", .sha1, .sha256),
      (0x008d, "TLS_PSK_WITH_AES_256_CBC_SHA", "AES_256_CBC", .sha1, .sha256),
      (0x00a8, "TLS_PSK_WITH_AES_128_GCM_SHA256", "AES_128_GCM", nil, .sha256),
      (0x00a9, "TLS_PSK_WITH_AES_256_GCM_SHA384", "AES_256_GCM", nil, .sha384),
      (0x00ae, "TLS_PSK_WITH_AES_128_CBC_SHA256", "AES_128_CBC", .sha256, .sha256),
      (0x00af, "TLS_PSK_WITH_AES_256_CBC_SHA384", "AES_256_CBC", .sha384, .sha384),
      (0x00b0, "TLS_PSK_WITH_NULL_SHA256", "NULL", .sha256, .sha256),
      (0x00b1, "TLS_PSK_WITH_NULL_SHA384", "NULL", .sha384, .sha384),
      (0xc064, "TLS_PSK_WITH_ARIA_128_CBC_SHA256", "ARIA_128_CBC", .sha256, .sha256),
      (0xc065, "TLS_PSK_WITH_ARIA_256_CBC_SHA384", "ARIA_256_CBC", .sha384, .sha384),
      (0xc06a, "TLS_PSK_WITH_ARIA_128_GCM_SHA256", "ARIA_128_GCM", nil, .sha256),
      (0xc06b, "TLS_PSK_WITH_ARIA_256_GCM_SHA384", "ARIA_256_GCM", nil, .sha384),
      (0xc08e, "TLS_PSK_WITH_CAMELLIA_128_GCM_SHA256", "CAMELLIA_128_GCM", nil, .sha256),
      (0xc08f, "TLS_PSK_WITH_CAMELLIA_256_GCM_SHA384", "CAMELLIA_256_GCM", nil, .sha384),
      (0xc094, "TLS_PSK_WITH_CAMELLIA_128_CBC_SHA256", "CAMELLIA_128_CBC", .sha256, .sha256),
      (0xc095, "TLS_PSK_WITH_CAMELLIA_256_CBC_SHA384", "CAMELLIA_256_CBC", .sha384, .sha384),
      (0xc0a4, "TLS_PSK_WITH_AES_128_CCM", "AES_128_CCM", nil, .sha256),
      (0xc0a5, "TLS_PSK_WITH_AES_256_CCM", "AES_256_CCM", nil, .sha256),
      (0xc0a8, "TLS_PSK_WITH_AES_128_CCM_8", "AES_128_CCM_8", nil, .sha256),
      (0xc0a9, "TLS_PSK_WITH_AES_256_CCM_8", "AES_256_CCM_8", nil, .sha256),
      (0xccab, "TLS_PSK_WITH_CHACHA20_POLY1305_SHA256", "CHACHA20_POLY1305", nil, .sha256),
    ] as [(UInt16, String, String?, HashAlgorithm?, HashAlgorithm)])
  func row(_ number: UInt16, _ name: String, _ cipher: String?, _ mac: HashAlgorithm?, _ prf: HashAlgorithm) throws {
    let suite = CipherSuite(rawValue: number)
    #expect(suite.name == name)
    let parameters = try #require(suite.parameters)
    #expect(parameters.keyExchange == .psk)
    #expect(parameters.cipher.map { "\($0.name)" } == cipher)
    #expect(parameters.macHash == mac)
    #expect(parameters.prfHash == prf)
  }

  @Test func everyRowOfPlainPSKIsTested() {
    #expect(CipherSuite.names.keys.filter { CipherSuite(rawValue: $0).parameters?.keyExchange == .psk }.count == 24)
  }

  /// One suite of each key exchange.
  @Test(
    arguments: [
      (0x00b2, .dhePSK), (0xc0aa, .dhePSK), (0x00ad, .rsaPSK), (0xd001, .ecdhePSK), (0xd003, .ecdhePSK),
      (0x003c, .rsa), (0x0003, .rsa), (0x009e, .dhe(isAnonymous: false)), (0x0032, .dhe(isAnonymous: false)),
      (0x0034, .dhe(isAnonymous: true)), (0x0017, .dhe(isAnonymous: true)), (0xc0ae, .ecdhe(isAnonymous: false)),
      (0xc02f, .ecdhe(isAnonymous: false)), (0xc018, .ecdhe(isAnonymous: true)), (0x0031, .dh), (0xc02d, .ecdh),
      (0xc031, .ecdh), (0xc0ff, .ecjpake), (0x1301, .tls13), (0x1305, .tls13), (0xc01d, .other), (0x001f, .other),
      (0xc0b0, .other), (0xc100, .other),
    ] as [(UInt16, KeyExchangeAlgorithm)])
  func keyExchange(_ number: UInt16, _ expected: KeyExchangeAlgorithm) {
    #expect(CipherSuite(rawValue: number).parameters?.keyExchange == expected)
  }

  @Test(
    arguments: [
      (0x1301, "AES_128_GCM", .sha256), (0x1302, "AES_256_GCM", .sha384), (0x1303, "CHACHA20_POLY1305", .sha256),
      (0x1304, "AES_128_CCM", .sha256), (0x1305, "AES_128_CCM_8", .sha256), (0xd003, "AES_128_CCM_8", .sha256),
      (0xd005, "AES_128_CCM", .sha256), (0xc0ff, "AES_128_CCM_8", .sha256), (0xc0b3, "AES_256_CCM", .sha384),
      (0xc0b5, nil, .sha384), (0x0008, nil, .sha256), (0x0005, nil, .sha256), (0x0004, nil, .sha256),
    ] as [(UInt16, String?, HashAlgorithm)])
  func cipherAndHash(_ number: UInt16, _ cipher: String?, _ hash: HashAlgorithm) throws {
    let parameters = try #require(CipherSuite(rawValue: number).parameters)
    #expect(parameters.cipher.map { "\($0.name)" } == cipher)
    #expect(parameters.prfHash == hash)
    #expect(parameters.macHash == nil)
  }

  @Test func theMACOfMD5IsKnown() {
    #expect(CipherSuite(rawValue: 0x0001).parameters?.macHash == .md5)
  }

  @Test func everyNameOfASuiteYieldsParameters() {
    let without = CipherSuite.names.keys.filter { CipherSuite(rawValue: $0).parameters == nil }
    #expect(Set(without) == [0x00ff, 0x5600])
    #expect(CipherSuite.emptyRenegotiationInfoSCSV.name == "TLS_EMPTY_RENEGOTIATION_INFO_SCSV")
    #expect(CipherSuite.fallbackSCSV.name == "TLS_FALLBACK_SCSV")
  }

  @Test func aCipherWithoutAuthenticationHasAMAC() {
    for number in CipherSuite.names.keys {
      guard let parameters = CipherSuite(rawValue: number).parameters, let cipher = parameters.cipher else { continue }
      #expect((parameters.macHash == nil) == cipher.mode.isAEAD, "\(CipherSuite(rawValue: number))")
    }
  }

  @Test(arguments: [0x0a0a, 0xcc13, 0xfefe, 0xffff] as [UInt16]) func anUnknownNumberIsAValue(_ number: UInt16) {
    let suite = CipherSuite(rawValue: number)
    #expect(suite.name == nil)
    #expect(suite.parameters == nil)
    #expect(suite.parameters == nil)
    #expect(suite.rawValue == number)
  }
}
