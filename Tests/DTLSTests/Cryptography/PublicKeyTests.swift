import TestSupport
import Testing

@testable import DTLS

@Suite struct PublicKeyTests {
  @Test func aSubjectPublicKeyInfoIsRead() throws {
    let key = try #require(PublicKey(subjectPublicKeyInfo: Certificates.rootKey))
    #expect(key.algorithm == "EC")
    #expect(key.bits == 256)
    // libcrypto says prime256v1, the registry of TLS secp256r1.
    #expect(key.curve == "secp256r1")
    #expect(key.text == "EC secp256r1")
  }

  /// RFC 8410 §4 with the key of RFC 8032 §7.1, test 1.
  @Test func aKeyWithoutACurveToChooseHasNone() throws {
    let key = try #require(
      PublicKey(
        subjectPublicKeyInfo: hex(
          "302a300506032b6570032100 d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")))
    #expect(key.algorithm == "ED25519")
    #expect(key.curve == nil)
    #expect(key.text == "ED25519 256 bits")
  }

  @Test func whatIsCutOrFollowedBySomethingIsNone() {
    let key = Certificates.rootKey
    #expect((0..<key.count).allSatisfy { PublicKey(subjectPublicKeyInfo: [UInt8](key.prefix($0))) == nil })
    #expect(PublicKey(subjectPublicKeyInfo: key + [0]) == nil)
    #expect(PublicKey(subjectPublicKeyInfo: Certificates.root) == nil)
  }

  @Test func anUnknownAlgorithmIsNone() {
    var key = Certificates.rootKey
    // The last arc of the object identifier of elliptic curve keys.
    key[12] ^= 0x40
    #expect(PublicKey(subjectPublicKeyInfo: key) == nil)
  }
}
