import COpenSSL
import TestSupport
import Testing

@testable import DTLS

/// Sealed by Python's cryptography under the key 0, 1, 2 and so on, the nonce alike, with the additional data `header`.
@Suite struct AEADTests {
  static let vectors: [(String, String)] = [
    ("AES_128_GCM", "a15d89fb465820771157156292bbb414fc8089d98eae"),
    ("AES_256_GCM", "7533f82ee5a6daa6b4ee30e2817530018a6843e73c5c"),
    ("AES_128_CCM", "0124dd52fcc36b80627d2c4094dcfffaf80105b19bd3"),
    ("AES_128_CCM_8", "0124dd52fcc3af94e7b45ce0ca1b"),
    ("CHACHA20_POLY1305", "bbca26350954ba3a714454d240787763dd526625d66d"),
  ]

  private let contexts = CipherContexts()
  private let nonce = (0..<12).map { UInt8($0) }

  private func cipher(_ name: String) throws -> (row: BulkCipher, key: [UInt8]) {
    let row = try #require(BulkCipher.rows.first { "\($0.name)" == name })
    return (row, (0..<row.keyLength).map { UInt8($0) })
  }

  private func open(_ sealed: [UInt8], _ name: String, header: String = "header", capacity: Int = 64) throws -> [UInt8]?
  {
    let (row, key) = try cipher(name)
    let aead = AEAD(mode: row.mode)
    let id = contexts.makeID()
    let context = try #require(
      contexts.context(for: id) { context in
        key.withUnsafeBytes { aead.prepare(context, CipherImplementations.implementation(of: row), key: $0) }
      })
    var output = [UInt8](repeating: 0, count: capacity)
    let isOpen = output.withUnsafeMutableBytes { output in
      sealed.withUnsafeBytes { sealed in
        nonce.withUnsafeBytes { nonce in
          Array(header.utf8).withUnsafeBytes {
            aead.open(sealed, in: context, nonce: nonce, additionalData: $0, into: output)
          }
        }
      }
    }
    return isOpen ? [UInt8](output.prefix(sealed.count - row.mode.tagLength)) : nil
  }

  @Test(arguments: vectors) func opensWhatIsAuthentic(_ name: String, _ text: String) throws {
    let sealed = hex(text)
    #expect(try open(sealed, name) == Array("21.5 C".utf8))
    for index in sealed.indices {
      var altered = sealed
      altered[index] ^= 1
      #expect(try open(altered, name) == nil, "byte \(index)")
    }
    #expect(try open(sealed, name, header: "Header") == nil)
    for count in sealed.indices { #expect(try open([UInt8](sealed.prefix(count)), name) == nil) }
    // No more than there is room for.
    #expect(try open(sealed, name, capacity: 5) == nil)
  }

  @Test(arguments: vectors) func decryptsWithoutTheTag(_ name: String, _ text: String) throws {
    let (row, key) = try cipher(name)
    var output = [UInt8](repeating: 0, count: 6)
    let isDone = try output.withUnsafeMutableBytes { output in
      try hex(text).prefix(6).withUnsafeBytes { ciphertext in
        try nonce.withUnsafeBytes { nonce in
          let libcryptoName = try #require(row.libcryptoName)
          return key.withUnsafeBytes {
            AEAD(mode: row.mode).decryptUnauthenticated(
              ciphertext, name: libcryptoName, key: $0, nonce: nonce, into: output)
          }
        }
      }
    }
    #expect(isDone && output == Array("21.5 C".utf8))
  }
}
