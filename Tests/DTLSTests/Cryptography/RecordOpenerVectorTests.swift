import Cryptography
import Bytes
import TestSupport
import Testing

@testable import DTLS

/// Records made with OpenSSL's command line and with Python's cryptography: a key block of 0, 1, 2 and so on, the keys of
/// the client.
@Suite struct RecordOpenerVectorTests {
  /// Opens a record of application data with version 1.2.
  private func open(
    _ fragment: String, suite: UInt16, encryptThenMAC: Bool = false, hasTruncatedMAC: Bool = false,
    form: AdditionalDataForm = .standard, epoch: UInt16 = 1, number: UInt64 = 1
  ) throws -> (outcome: RecordOpener.Outcome, plaintext: [UInt8]?) {
    let parameters = try #require(CipherSuite(rawValue: suite).parameters)
    let block = (0..<RecordKeys.keyBlockLength(parameters)).map { UInt8($0) }
    let keys = try #require(
      RecordKeys(
        parameters, keyBlock: SecretBytes(block), side: .client, encryptThenMAC: encryptThenMAC,
        hasTruncatedMAC: hasTruncatedMAC, additionalDataForm: form, id: 1))
    let header = hex("17 fefd 0000 000000000000 0000")
    var record = try #require(try StoredRecord.all(in: header).first)
    record.epoch = epoch
    record.sequenceNumber = number
    record.fragment = hex(fragment)
    return record.opened(by: RecordOpener(), with: keys)
  }

  /// Suites that OpenSSL has the ciphers of and does not negotiate.
  @Test(
    arguments: [
      (
        0x008b, false,
        "a0a1a2a3a4a5a6a7 6a8848531a26fa1427efc51098339c117ecb5379435f5d066bb7b11d90d600bd"
      ),
      (
        0x008b, true,
        "a0a1a2a3a4a5a6a7 a46bdcdfd94cf655 f572e1440a62343a5adc23bd2617330c147a2dc7"
      ),
      (
        0xc064, false,
        """
        a0a1a2a3a4a5a6a7a8a9aaabacadaeaf
        90c7e92baf7f2eeb6bac3e0486aab6bd6c9dfc38a781892d589ad54ae1371f3b8744272d9e8fdef078e8cc57621f110c
        """
      ),
      (
        0xc064, true,
        """
        a0a1a2a3a4a5a6a7a8a9aaabacadaeaf de0914ad884f40c528ea7f54748fcb97
        d3cdd3ff25eb0a313ef08ef1b5562fb614b7ada5f03ca0a27e9747dbebc18762
        """
      ),
      (
        0xc065, false,
        """
        a0a1a2a3a4a5a6a7a8a9aaabacadaeaf
        3ab0091e38ba2c747f47da6cbb4a4981ee81a4545c0296e0d569d6517fb0805b042dd0c48ae53ddc0379f281e04cbd66
        17a14041c4b8fc685f08c07ddf871bfd
        """
      ),
      (
        0xc065, true,
        """
        a0a1a2a3a4a5a6a7a8a9aaabacadaeaf 679f5705d5438a081f2130571bbeac55
        1771956a9fbc8ab6e2b5ec0a6ae40fbd686cc16c0cfc90817cea51a0312b19eff2597fcd0b41200bbdfac492faa06fa3
        """
      ),
    ] as [(UInt16, Bool, String)])
  func vector(_ suite: UInt16, _ encryptThenMAC: Bool, _ fragment: String) throws {
    #expect(try open(fragment, suite: suite, encryptThenMAC: encryptThenMAC).plaintext == Array("21.5 C".utf8))
    #expect(try open(fragment, suite: suite, encryptThenMAC: encryptThenMAC, number: 2).outcome == .notAuthentic)
  }

  /// Ciphers of libcrypto's legacy provider, which may not be installed.
  @Test(
    .enabled(if: BulkCipher.rows.contains { "\($0.name)" == "SEED_CBC" && $0.isImplemented }),
    arguments: [
      (0x0009, false, "a0a1a2a3a4a5a6a7 01475b0f935e4074848df4d41589accbe6f4f0b68e11ba4caded265b89b7b4f2"),
      (0x0009, true, "a0a1a2a3a4a5a6a7 a70bb3314896cd91 d972048f31c4386da4cc6253f51e01ec779a156f"),
      (
        0x0096, false,
        "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf 07dbaeb37ad6530fa67fb6e067a1ea482b307337f4974db9a26aac2807d5a61c"
      ),
      (
        0x0096, true,
        "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf cda12232b93b9f1d9cafa8dbac2ab2c9 45ce2146c4d7c0614d67918b45eb6333d9f2a0bf"
      ),
    ] as [(UInt16, Bool, String)])
  func legacyVector(_ suite: UInt16, _ encryptThenMAC: Bool, _ fragment: String) throws {
    #expect(try open(fragment, suite: suite, encryptThenMAC: encryptThenMAC).plaintext == Array("21.5 C".utf8))
    #expect(try open(fragment, suite: suite, encryptThenMAC: encryptThenMAC, number: 2).outcome == .notAuthentic)
  }

  /// RFC 6066 §7: the first ten bytes of the MAC.
  @Test(
    arguments: [
      (
        0x008c, false,
        "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf 6382be1d42a3d5cfb858ff621400a46669b09210ab54d17b533f1d7366b8933d"
      ),
      (0x008c, true, "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf a9e9066ff91a874f6c40fec42a7a0641 4e2bb250948172b8b3a1"),
      (
        0x00af, false,
        "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf a4fba9b14315cc01a95301562045f5e3169bcc17f99e4d89bb20f206fb98e7c6"
      ),
      (0x00af, true, "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf 738b42a97936b0915281e4a37ab816b5 34c7a01c08ba0b4eb3f8"),
      (0x002c, false, "32312e352043 16e418ca7dc7305ded51"),
    ] as [(UInt16, Bool, String)])
  func truncatedMACVector(_ suite: UInt16, _ encryptThenMAC: Bool, _ fragment: String) throws {
    func opened(_ fragment: String, isTruncated: Bool = true) throws -> [UInt8]? {
      try open(fragment, suite: suite, encryptThenMAC: encryptThenMAC, hasTruncatedMAC: isTruncated).plaintext
    }
    #expect(try opened(fragment) == Array("21.5 C".utf8))
    #expect(try opened(fragment, isTruncated: false) == nil)
    // The last byte is of the MAC, or of the padding.
    #expect(try opened(fragment.dropLast(2) + "77") == nil)
  }

  /// What OpenSSL authenticated in 2006: the number without the epoch, and version 3.1.
  @Test func vectorWithoutEpoch() throws {
    let fragment = "32312e352043 7454a173943033d92a2023edf79d7044a447f224"
    #expect(try open(fragment, suite: 0x002c, form: .withoutEpoch).plaintext == Array("21.5 C".utf8))
    #expect(try open(fragment, suite: 0x002c, form: .withoutEpoch, epoch: 2).plaintext == Array("21.5 C".utf8))
    #expect(try open(fragment, suite: 0x002c, form: .withoutEpoch, number: 2).outcome == .notAuthentic)
    #expect(try open(fragment, suite: 0x002c).outcome == .notAuthentic)
  }

  /// RFC 7905 §2: the IV, its last 8 bytes combined with the epoch and the sequence number.
  @Test func theNonceOfChaCha20IsTheWholeRecordNumber() throws {
    let fragment = "4b4695776524921ee3eddf65329d43a8609f6dd174e2"
    let number: UInt64 = 0x0102_0304_05ff
    #expect(try open(fragment, suite: 0xccab, epoch: 3, number: number).plaintext == Array("21.5 C".utf8))
    #expect(try open(fragment, suite: 0xccab, epoch: 2, number: number).outcome == .notAuthentic)
    #expect(try open(fragment, suite: 0xccab, epoch: 3, number: number + 1).outcome == .notAuthentic)
    #expect(try open(fragment, suite: 0xccab, epoch: 3, number: number ^ 1 << 47).outcome == .notAuthentic)
  }

  /// RFC 6655 §3 and RFC 5288 §3: the record's IV is the rest of the nonce, whatever the record's number.
  @Test(
    arguments: [
      (0xc0a8, "f0f1f2f3f4f5f6f7 14bcc801ed8d 4a1e2f31bd4c80a4"),
      (0x00a8, "f0f1f2f3f4f5f6f7 face88738503 ca01534798dfec52f24ab1d156cb35da"),
    ] as [(UInt16, String)])
  func theNonceNeedNotBeTheRecordNumber(_ suite: UInt16, _ fragment: String) throws {
    let opened = try open(fragment, suite: suite, epoch: 3, number: 0x0102_0304_05ff)
    #expect(opened.plaintext == Array("21.5 C".utf8))
  }

  @Test(
    arguments: [
      (0xc0a8, 3, 0x0102_0304_05ff, "f0f1f2f3f4f5f6f7 ba78740505798add"),
      (0x00a8, 3, 0x0102_0304_05ff, "f0f1f2f3f4f5f6f7 d750d25be700ee1c8c3eab887a62ae04"),
      (
        0x008c, 1, 1,
        "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf 198d14b71901e446d406fd1dc87adb84434f50c0c1017b91ba9be6e48f2ce770"
      ),
    ] as [(UInt16, UInt16, UInt64, String)])
  func aRecordMayBeEmpty(_ suite: UInt16, _ epoch: UInt16, _ number: UInt64, _ fragment: String) throws {
    let opened = try open(fragment, suite: suite, epoch: epoch, number: number)
    #expect(opened.outcome == .opened(0))
    #expect(opened.plaintext == [])
  }

  /// RFC 5246 §6.2.3.2: up to 255 bytes, to hide the length of the content.
  @Test func paddingMayBeLong() throws {
    let fragment = """
      a0a1a2a3a4a5a6a7a8a9aaabacadaeaf
      6382be1d42a3d5cfb858ff621400a46661f0499feccff69479732785d88616a69b845b82e86c26e97a43c69604083e71
      fae1f9e651b1fd2828ce6f832e81dff4a3223adc236c4ac16d7a8647399e63207c9d253bcb636d00f7d54d00821c2ba5
      1c895238a96fb6ca38313d1d256a943f84f513f38ac3620b32343f18400bbe254d56eb2e3b9814d7a2eb2a6e41ef1150
      b7692bdc51a193ec8fa20385552e081615b18a5df2ded8347354a0b588e4f85b22866ac89ffd2addb8eca63bf5d690e6
      bf3228cdbeb6b71197b449a39a6a9201b67721f09efc0b2bf5f767f05c77fd15670aa0eac17351118544f0526155e9d1
      171226af7c4ddfbdb828fa0af2153f0a
      """
    #expect(try open(fragment, suite: 0x008c).plaintext == Array("21.5 C".utf8))
  }

  /// Every byte of the padding counts, also where the MAC does not cover it.
  @Test(
    arguments: [
      (false, "6382be1d42a3d5cfb858ff621400a4669d9f64adf63de614da4a3ba9c85c6460"),
      (true, "bd9381414417b86699ff1ca49b9ec085 01a34d6e9e2620592451bdec4b73ed2d0c6e2e7c"),
    ])
  func aWrongByteInThePaddingIsNotAuthentic(_ encryptThenMAC: Bool, _ fragment: String) throws {
    let opened = try open(
      "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf" + fragment, suite: 0x008c, encryptThenMAC: encryptThenMAC)
    #expect(opened.outcome == .notAuthentic)
  }

  /// Three blocks of ff: the padding would be longer than the record.
  @Test func paddingLongerThanTheRecordIsNotAuthentic() throws {
    let opened = try open(
      """
      a0a1a2a3a4a5a6a7a8a9aaabacadaeaf
      e9cc5e87ece9d9bef52cd8567de3f8e01d101035328a5958849585684b499ad0debb75f84838bdb943c504b60f87d658
      """, suite: 0x008c)
    #expect(opened.outcome == .notAuthentic)
  }

  @Test(arguments: [1, 15, 17, 31, 33, 47]) func partsOfBlocksAreTooShort(_ count: Int) throws {
    let fragment = String(repeating: "00", count: count)
    #expect(try open(fragment, suite: 0x008c).outcome == .tooShort)
  }
}

extension BulkCipher {
  /// Whether the libcrypto at hand has it.
  var isImplemented: Bool { implementation != nil }
}
