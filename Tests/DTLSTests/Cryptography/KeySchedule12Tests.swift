import Cryptography
import Bytes
import TestSupport
import Testing

@testable import DTLS

@Suite struct KeySchedule12Tests {
  let schedule = KeySchedule12()

  private func prf(_ secret: String, _ label: String, _ seed: String, _ hash: TranscriptHash, _ count: Int) -> [UInt8]?
  {
    schedule.prf(SecretBytes(hex(secret)), label, hex(seed), hash, count: count)?.withBytes { [UInt8]($0) }
  }

  /// The vector that implementers of TLS 1.2 agreed on.
  let sha256 = """
    e3f229ba727be17b8d122620557cd453c2aab21d07c3d495329b52d4e61edb5a6b301791e90d35c9c9a46b4e14baf9af
    0fa022f7077def17abfd3797c0564bab4fbc91666e9def9b97fce34f796789baa48082d122ee42c5a72e5a5110fff701
    87347b66
    """

  @Test func vectorOfSHA256() {
    let secret = "9bbe436ba940f017b17652849a71db35"
    let seed = "a0ba9f936cda311827a6f796ffd5198c"
    #expect(prf(secret, "test label", seed, .suite(.sha256), 100) == hex(sha256))
  }

  @Test(arguments: [0, 1, 31, 32, 33, 64, 99]) func lessIsTheStart(_ count: Int) {
    let secret = "9bbe436ba940f017b17652849a71db35"
    let seed = "a0ba9f936cda311827a6f796ffd5198c"
    #expect(prf(secret, "test label", seed, .suite(.sha256), count) == [UInt8](hex(sha256).prefix(count)))
  }

  /// The vector that implementers of TLS 1.2 agreed on.
  @Test func vectorOfSHA384() {
    let output = prf(
      "b80b733d6ceefcdc71566ea48e5567df", "test label", "cd665cf6a8447dd6ff8b27555edb7465", .suite(.sha384), 148)
    #expect(
      output
        == hex(
          """
          7b0c18e9ced410ed1804f2cfa34a336a1c14dffb4900bb5fd7942107e81c83cde9ca0faa60be9fe34f82b1233c9146a0
          e534cb400fed2700884f9dc236f80edd8bfa961144c9e8d792eca722a7b32fc3d416d473ebc2c5fd4abfdad05d918425
          9b5bf8cd4d90fa0d31e2dec479e4f1a26066f2eea9a69236a3e52655c9e9aee691c8f3a26854308d5eaa3be85e099070
          3d73e56f
          """))
  }

  /// The vector that implementers of TLS 1.0 agreed on.
  @Test func vectorOfMD5WithSHA1() {
    let output = prf(
      String(repeating: "ab", count: 48), "PRF Testvector", String(repeating: "cd", count: 64), .md5SHA1, 104)
    #expect(
      output
        == hex(
          """
          d3d4d1e349b5d515044666d51de32bab258cb521b6b053463e354832fd976754443bcf9a296519bc289abcbc1187e4eb
          d31e602353776c408aafb74cbc85eff69255f9788faa184cbb957a9819d84a5d7eb006eb459d3ae8de9810454b8b2d8f
          1afbc655a8c9a013
          """))
  }

  /// Computed with Python's hmac: the halves of 23 bytes share the twelfth.
  @Test func theHalvesOfAnOddSecretShareAByte() {
    let secret = "0102030405060708090a0b0c0d0e0f1011121314151617"
    #expect(
      prf(secret, "label", "0000000000000000", .md5SHA1, 40)
        == hex("f213d48de63a64349198816c7b927c3e487aa2567dcb60e6ba5bbcebffa8a250069652497b579be1"))
  }

  /// RFC 4279 §2.
  @Test(
    arguments: [
      ("", "0000 0000"), ("6b", "0001 00 0001 6b"), ("6b6579", "0003 000000 0003 6b6579"),
      ("657370333263335f6b6579", "000b 0000000000000000000000 000b 657370333263335f6b6579"),
    ])
  func thePremasterSecretIsZerosAndTheKey(_ key: String, _ expected: String) {
    let premaster = KeySchedule12.premasterSecret(presharedKey: SecretBytes(hex(key)))
    #expect(premaster.withBytes { [UInt8]($0) } == hex(expected))
  }

  @Test func thePremasterSecretOfALongKeyHasLengthsOfTwoBytes() {
    let key = (0..<300).map { UInt8(truncatingIfNeeded: $0) }
    let premaster = KeySchedule12.premasterSecret(presharedKey: SecretBytes(key))
    let zeros = [UInt8](repeating: 0, count: 300)
    #expect(premaster.withBytes { [UInt8]($0) } == [0x01, 0x2c] + zeros + [0x01, 0x2c] + key)
  }

  /// Each session of OpenSSL and Mbed TLS: from the key to the master secret that the stack disclosed.
  /// RFC 4279 §4: the other secret is what the client encrypted.
  @Test func thePremasterSecretHasTheOtherSecretFirst() {
    let premaster = KeySchedule12.premasterSecret(
      presharedKey: SecretBytes([0xa1, 0xa2, 0xa3]), otherSecret: SecretBytes((0..<48).map { UInt8($0) }))
    let expected = [0, 48] + (0..<48).map { UInt8($0) } + [0, 3, 0xa1, 0xa2, 0xa3]
    #expect(premaster.withBytes { [UInt8]($0) } == expected)
  }

  @Test(arguments: RealSession.psk) func masterSecretsAreThoseOfRealSessions(_ session: RealSession) throws {
    let facts = try SessionFacts(session)
    let premaster = KeySchedule12.premasterSecret(presharedKey: SecretBytes(Array("esp32c3_key".utf8)))
    let binding: KeySchedule12.Binding =
      facts.serverHello.extensions.hasExtendedMasterSecret
      ? .sessionHash(facts.hash.digest(facts.transcript))
      : .randoms(client: facts.clientHello.random.bytes, server: facts.serverHello.random.bytes)
    let master = schedule.masterSecret(premaster: premaster, binding: binding, hash: facts.hash)
    #expect(master?.withBytes { [UInt8]($0) } == hex(session.masterSecret))
  }

  @Test func theBindingsGiveDifferentSecrets() throws {
    let premaster = KeySchedule12.premasterSecret(presharedKey: SecretBytes([1]))
    let bytes = [UInt8](repeating: 7, count: 32)
    let hash = TranscriptHash.suite(.sha256)
    let secrets = [
      schedule.masterSecret(premaster: premaster, binding: .randoms(client: bytes, server: []), hash: hash),
      schedule.masterSecret(premaster: premaster, binding: .sessionHash(bytes), hash: hash),
      schedule.masterSecret(premaster: premaster, binding: .randoms(client: bytes, server: bytes), hash: hash),
    ].map { $0?.withBytes { [UInt8]($0) } }
    #expect(Set(secrets).count == 3)
    #expect(secrets.allSatisfy { $0?.count == 48 })
  }

  /// Each session: verify_data of both ends, which the peer of each accepted.
  @Test(arguments: RealSession.psk) func verifyDataIsThatOfRealSessions(_ session: RealSession) throws {
    let facts = try SessionFacts(session)
    let master = SecretBytes(hex(session.masterSecret))
    let client = try facts.finished(of: .client)
    let ofClient = schedule.verifyData(master: master, sender: .client, transcript: facts.transcript, hash: facts.hash)
    #expect(ofClient?.withBytes { [UInt8]($0) } == [UInt8](client.dropFirst(12)))
    let ofServer = schedule.verifyData(
      master: master, sender: .server, transcript: facts.transcript + client, hash: facts.hash)
    #expect(ofServer?.withBytes { [UInt8]($0) } == [UInt8](try facts.finished(of: .server).dropFirst(12)))
  }
}
