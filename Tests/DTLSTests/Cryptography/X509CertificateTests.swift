import Bytes
import TestSupport
import Testing

@testable import DTLS

@Suite struct X509CertificateTests {
  private func device() throws -> X509Certificate { try #require(X509Certificate(der: Certificates.device)) }

  @Test func everythingThatACertificateSaysIsRead() throws {
    let device = try device()
    #expect(device.subject == "CN=device.test,O=Test")
    #expect(device.issuer == "CN=Test Root,O=Test")
    #expect(device.commonName == "device.test")
    #expect(device.serialNumber == hex("0102ff"))
    #expect(device.notBefore == 1_795_515_675)
    #expect(device.notAfter == 1_827_051_675)
    #expect(
      device.subjectAltNames == [
        .dns("device.test"), .dns("*.iot.test"), .ipAddress([192, 0, 2, 1]),
        .ipAddress(hex("20010db8000000000000000000000001")), .uri("coaps://device.test/light"),
      ])
    #expect(device.subjectAltNames.map(\.text)[2...3] == ["192.0.2.1", "2001:db8:0:0:0:0:0:1"])
    #expect(device.publicKey?.text == "EC secp384r1")
    #expect(device.publicKey?.bits == 384)
    #expect(device.signatureAlgorithm == "ecdsa-with-SHA256")
    #expect(device.sha256 == hex("aa27284ac4f725260f3fd7c376927deb99c5f7fa335743f8a58edfd76429f83e"))
    #expect(!device.isSelfSigned)
    #expect(!device.isCA)
  }

  @Test func anAuthoritySignsItself() throws {
    let root = try #require(X509Certificate(der: Certificates.root))
    #expect(root.isSelfSigned && root.isCA)
    #expect(root.subject == root.issuer)
    #expect(root.subjectAltNames.isEmpty)
  }

  /// What prints a name has to escape it: only what breaks a line comes out escaped here.
  @Test func namesAreKeptAsTheyAre() throws {
    let strange = try #require(X509Certificate(der: Certificates.strange))
    #expect(strange.subject == "CN=second\\, name,CN=ge\u{202e}rät")
    #expect(strange.commonName == "second, name")
    #expect(
      strange.publicKey
        == PublicKey(subjectPublicKeyInfo: hex("302a300506032b6570032100") + [UInt8](repeating: 9, count: 32)))
    #expect(strange.publicKey?.text == "ED25519 256 bits")
    #expect(strange.signatureAlgorithm == "ED25519")
  }

  @Test func whatIsCutOrFollowedBySomethingIsNone() {
    #expect(
      (0..<Certificates.device.count).allSatisfy {
        X509Certificate(der: [UInt8](Certificates.device.prefix($0))) == nil
      })
    #expect(X509Certificate(der: Certificates.device + [0]) == nil)
    #expect(X509Certificate(der: Certificates.rootKey) == nil)
  }

  /// Every byte in turn is another one: none may crash, and what can be read still is a value.
  @Test func damageIsNoCrash() {
    for index in Certificates.strange.indices {
      var damaged = Certificates.strange
      damaged[index] ^= 0x81
      guard let certificate = X509Certificate(der: damaged) else { continue }
      #expect(certificate.sha256.count == 32)
    }
  }

  @Test func bothDatesAreIncluded() throws {
    let device = try device()
    let second: Int64 = 1_000_000_000
    #expect(device.validity(at: 1_795_515_675 * second - 1) == .notYetValid)
    #expect(device.validity(at: 1_795_515_675 * second) == .valid)
    #expect(device.validity(at: 1_827_051_675 * second + 999_999_999) == .valid)
    #expect(device.validity(at: 1_827_051_676 * second) == .expired)
    #expect(device.validity(at: -1) == .notYetValid)
  }

  @Test(
    arguments: [
      ("device.test", true), ("DEVICE.Test.", true), ("a.iot.test", true), ("A.IOT.TEST", true), ("iot.test", false),
      ("a.b.iot.test", false), ("192.0.2.1", true), ("192.0.2.2", false), ("2001:db8::1", true), ("test", false),
      ("", false), ("xdevice.test", false), ("*.iot.test", true),
    ])
  func aHostIsLookedForAmongTheNames(_ host: String, _ matches: Bool) throws {
    #expect(try device().isValid(forHost: Array(host.utf8)) == matches)
  }

  /// RFC 6125 §6.4.4: without a DNS name in subjectAltName the common name counts.
  @Test func theCommonNameStandsInForNames() throws {
    let root = try #require(X509Certificate(der: Certificates.root))
    #expect(root.isValid(forHost: Array("test root".utf8)))
    #expect(!root.isValid(forHost: Array("device.test".utf8)))
  }

  @Test func aWildcardIsAWholeLabelAndNotOfAWholeDomain() {
    #expect(!X509Certificate.matches("*.test", "device.test"))
    #expect(!X509Certificate.matches("d*.iot.test", "device.iot.test"))
    #expect(!X509Certificate.matches("a.*.test", "a.iot.test"))
    #expect(!X509Certificate.matches("*", "device"))
  }

  @Test func fieldsHaveTheNamesOfTheRFC() throws {
    let fields = try device().fields
    #expect(fields.first { $0.name == "notAfter" }?.value == "2027-11-24 10:21:15 UTC")
    #expect(fields.first { $0.name == "subjectAltName" }?.children.count == 5)
    #expect(fields.first { $0.name == "subjectPublicKeyInfo" }?.value == "EC secp384r1")
  }
}
