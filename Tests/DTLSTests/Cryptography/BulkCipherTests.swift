import Bytes
import Testing

@testable import DTLS

@Suite struct BulkCipherTests {
  /// Name, key, block of a CBC cipher, fixed IV, IV in the record, tag, in bytes.
  @Test(
    arguments: [
      ("NULL", 0, 0, 0, 0), ("DES_CBC", 8, 0, 8, 0), ("IDEA_CBC", 16, 0, 8, 0),
      ("SEED_CBC", 16, 0, 16, 0), ("3DES_EDE_CBC", 24, 0, 8, 0), ("AES_128_CBC", 16, 0, 16, 0),
      ("AES_256_CBC", 32, 0, 16, 0),
      ("AES_128_GCM", 16, 4, 8, 16), ("AES_256_GCM", 32, 4, 8, 16), ("AES_128_CCM", 16, 4, 8, 16),
      ("AES_256_CCM", 32, 4, 8, 16), ("AES_128_CCM_8", 16, 4, 8, 8), ("AES_256_CCM_8", 32, 4, 8, 8),
      ("CHACHA20_POLY1305", 32, 12, 0, 16), ("ARIA_128_CBC", 16, 0, 16, 0), ("ARIA_256_CBC", 32, 0, 16, 0),
      ("ARIA_128_GCM", 16, 4, 8, 16), ("ARIA_256_GCM", 32, 4, 8, 16), ("CAMELLIA_128_CBC", 16, 0, 16, 0),
      ("CAMELLIA_256_CBC", 32, 0, 16, 0), ("CAMELLIA_128_GCM", 16, 4, 8, 16), ("CAMELLIA_256_GCM", 32, 4, 8, 16),
    ])
  func row(_ name: String, _ key: Int, _ fixedIV: Int, _ recordIV: Int, _ tag: Int) throws {
    let cipher = try #require(BulkCipher.rows.first { "\($0.name)" == name })
    #expect(cipher.keyLength == key)
    #expect(cipher.mode.fixedIVLength == fixedIV)
    #expect(cipher.mode.recordIVLength == recordIV)
    #expect(cipher.mode.tagLength == tag)
    #expect(cipher.mode.isAEAD == (tag > 0))
  }

  @Test func everyRowIsTested() {
    #expect(BulkCipher.rows.count == 22)
    #expect(Set(BulkCipher.rows).count == 22)
  }

  /// libcrypto has no Camellia in GCM, and the ciphers of its legacy provider only where that is installed and built with
  /// them.
  @Test func allCiphersButTwoHaveAnImplementation() {
    let legacy = ["DES_CBC", "IDEA_CBC", "SEED_CBC"]
    let without = BulkCipher.rows.filter { !$0.isImplemented && !legacy.contains("\($0.name)") }
    #expect(without.map { "\($0.name)" } == ["NULL", "CAMELLIA_128_GCM", "CAMELLIA_256_GCM"])
  }
}
