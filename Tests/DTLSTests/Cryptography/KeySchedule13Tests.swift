import Cryptography
import Bytes
import TestSupport
import Testing

@testable import DTLS

/// Expected values are from Python's hmac and hashlib, by the formulas of RFC 8446 §4.4.4, §4.6.1 and §7.1.
@Suite struct KeySchedule13Tests {
  /// HKDF-Expand of Python's cryptography.
  @Test(
    arguments: [
      ("key", 16, "cc95abc258d309424ddbf7cba68bd77e"), ("iv", 12, "6d3299305dd209fc865cf8f1"),
      ("sn", 32, "534890654f2b1ca72683f148cdbae6a98ffeaaad7e23fc9e693486e2a92b6892"),
      ("traffic upd", 32, "ad8aa21a3d874bbebf9fdf442aafe175072af91c39af50b6ac26113e54981ae0"),
    ])
  func expandsWithSHA256(_ label: String, _ count: Int, _ expected: String) throws {
    let secret = SecretBytes((0..<32).map { UInt8($0) })
    let expanded = try #require(KeySchedule13().expandLabel(secret, label, .sha256, count: count))
    #expect(expanded.withBytes { [UInt8]($0) } == hex(expected))
  }

  @Test func expandsWithSHA384() throws {
    let secret = SecretBytes((0..<48).map { UInt8($0) })
    let next = try #require(KeySchedule13().nextGeneration(of: secret, .sha384))
    #expect(
      next.withBytes { [UInt8]($0) }
        == hex(
          "86e8e99fe9f2aabdae282580b8ab4a546eca9c0d948c30e48be72e08a4d816fd08cc79f761c5055e83a90420ee1c4857"))
  }

  @Test func aSuiteWithoutAnAEADHasNoKeys() throws {
    let parameters = try #require(CipherSuite(rawValue: 0x00ae).parameters)
    #expect(KeySchedule13().trafficKeys(SecretBytes([1]), parameters, for: RecordOpener()) == nil)
  }

  private let schedule = KeySchedule13()

  private func bytes(_ secret: SecretBytes?) throws -> [UInt8] {
    try #require(secret).withBytes { [UInt8]($0) }
  }

  struct Vector: Sendable {
    let hash: HashAlgorithm
    let early, handshake, traffic, external, resumption, ticket, tlsTicket: String
  }

  /// Of the key `esp32c3_key`; the transcript is `abc`, the ticket's secret the early one and its nonce 0102.
  static let vectors = [
    Vector(
      hash: .sha256, early: "09ffd830ef5d92c58b8a1c7679a370472c1f874f3c149022fcfd2916a21cd8a5",
      handshake: "a1de0fe0544deda728bc071d377627a6ff75c04c92aa6983a188e6f6b34f34e9",
      traffic: "76076fad45c951c7c47f578cfe5b05d641b9662eaa401467719c32d6192bcf79",
      external: "ad282fef36af900e034b79f9e26fa5c873427b4cf984140e18564493d37a9386",
      resumption: "176f0565d926ee9c02f2d718927fbe46d36b27150c3b734746463aa874a31871",
      ticket: "295376bad9048fc059b836386448ee01cab028ef0c54f83a19fd0f04bab25a06",
      tlsTicket: "85d203c548cb49489a5a2c8af56f48ff0a398073b087a6daa20ed51da9bbdc73"),
    Vector(
      hash: .sha384,
      early: "72fef3fbb43b392c1b2c89bcebfd52c33cbf386826c2430610468fd2dd0d9039c491b467d011cdeb8f37f59db3b29ca9",
      handshake: "32b7941a6ad941818d3f6e4a7f4f241444deb1aee5427b4df959e9d2792489fe785d5069dafa7270de260c1f3d8d0d4d",
      traffic: "e7467adab7ee9f95173b114dba5e02f110cc727adc587eef08969ebd6592e296bcb8c8498f2dd37c6c50e4a6dc893c8b",
      external: "74bd030a638f5bd151004b335a1020df13a024d37293c4ebdae254d85b92d743e3e66513e3f0e6c2f3dde4e153af7ad7",
      resumption: "2c507a2da1de400a033b96a5fef3531ae6dc9ff186aae4292f24f3c4defdc1f1b9908892d7a428b8a0c0e759da21bb39",
      ticket: "87dc818a854ceabc5453435d31f99891f2ff78da9197616f4ceac40ac6b70d73fe0f8c0e5dd3e4855fcddf704fc7ff5e",
      tlsTicket: "ee328ccb427a5507dafd468ce219767d509f8853c8039ec5ac297566cc1a25b744b5c1c1bc59ca29e550601fa64fef00"),
  ]

  @Test(arguments: vectors) func secretsFollowFromThePresharedKey(_ vector: Vector) throws {
    let (hash, transcript) = (vector.hash, Array("abc".utf8))
    let early = try #require(schedule.earlySecret(presharedKey: SecretBytes("esp32c3_key".utf8), hash))
    #expect(try bytes(early) == hex(vector.early))
    let handshake = try #require(schedule.nextSecret(after: early, hash))
    #expect(try bytes(handshake) == hex(vector.handshake))
    #expect(
      try bytes(schedule.derive(handshake, "c hs traffic", transcript: transcript, hash)) == hex(vector.traffic))
    for (isExternal, expected) in [(true, vector.external), (false, vector.resumption)] {
      #expect(
        try bytes(schedule.binder(earlySecret: early, isExternal: isExternal, transcript: transcript, hash))
          == hex(expected))
    }
    for (prefix, expected) in [(KeySchedule13.LabelPrefix.dtls, vector.ticket), (.tls, vector.tlsTicket)] {
      #expect(
        try bytes(schedule.ticketKey(resumptionSecret: early, nonce: [1, 2], hash, prefix: prefix)) == hex(expected))
    }
  }
}
