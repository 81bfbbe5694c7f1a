import Bytes
import TestSupport
import Testing

@testable import DTLS

/// Records made with OpenSSL's command line and with Python's cryptography: a key block of 0, 1, 2 and so on, the keys of
/// the client.
@Suite struct RecordOpenerVectorTests {
  /// Opens a record of application data with version 1.2.
  private func open(
    _ fragment: String, suite: UInt16, encryptThenMAC: Bool = false, epoch: UInt16 = 1, number: UInt64 = 1
  ) throws -> (outcome: RecordOpener.Outcome, plaintext: [UInt8]?) {
    let parameters = try #require(CipherSuite(rawValue: suite).parameters)
    let block = (0..<RecordKeys.keyBlockLength(parameters)).map { UInt8($0) }
    let keys = try #require(
      RecordKeys(
        parameters, keyBlock: SecretBytes(block), side: .client, encryptThenMAC: encryptThenMAC, id: 1))
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
