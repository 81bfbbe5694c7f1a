import Cryptography
import TestSupport
import Testing

@testable import DTLS

@Suite struct HashFunctionTests {
  /// The digests of "abc": RFC 1321 §A.5, FIPS 180-4.
  @Test(
    arguments: [
      (.suite(.md5), "900150983cd24fb0d6963f7d28e17f72"),
      (.suite(.sha1), "a9993e364706816aba3e25717850c26c9cd0d89d"),
      (.suite(.sha256), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (
        .suite(.sha384),
        "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7"
      ),
      (.md5SHA1, "900150983cd24fb0d6963f7d28e17f72a9993e364706816aba3e25717850c26c9cd0d89d"),
    ] as [(TranscriptHash, String)])
  func vector(_ hash: TranscriptHash, _ expected: String) {
    #expect(hash.digest(Array("abc".utf8)) == hex(expected))
  }

  @Test func nothingHasADigest() {
    #expect(
      TranscriptHash.suite(.sha256).digest([])
        == hex("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"))
  }

  @Test func lengthsAreThoseOfTheDigests() {
    for hash in [HashAlgorithm.md5, .sha1, .sha256, .sha384] {
      #expect(TranscriptHash.suite(hash).digest([1]).count == hash.length)
    }
  }

  @Test(
    arguments: [
      (.dtls10, 0x00b1, .md5SHA1), (.openSSLPreRFC, 0x008c, .md5SHA1), (.dtls12, 0x008c, .suite(.sha256)),
      (.dtls12, 0xc0a8, .suite(.sha256)), (.dtls12, 0x00b1, .suite(.sha384)), (.dtls12, 0x00a9, .suite(.sha384)),
    ] as [(ProtocolVersion, UInt16, TranscriptHash)])
  func versionAndSuiteDecide(_ version: ProtocolVersion, _ suite: UInt16, _ expected: TranscriptHash) throws {
    let parameters = try #require(CipherSuite(rawValue: suite).parameters)
    #expect(TranscriptHash(version: version, parameters: parameters) == expected)
  }
}
