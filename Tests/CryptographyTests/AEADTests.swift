import COpenSSL
import TestSupport
import Testing

@testable import Cryptography

/// Sealed by Python's cryptography under the key 0, 1, 2 and so on, the nonce alike, with the additional data `header`.
@Suite struct AEADTests {
  /// A cipher as it is used, and what it makes of "21.5 C".
  struct Vector: Sendable, CustomTestStringConvertible {
    let name: StaticString
    let keyLength: Int
    let aead: AEAD
    let sealed: String

    var testDescription: String { "\(name), tag of \(aead.tagLength), nonce of \(aead.nonceLength)" }
  }

  static let vectors: [Vector] = [
    Vector(
      name: "AES-128-GCM", keyLength: 16, aead: AEAD(.gcm, tagLength: 16),
      sealed: "a15d89fb465820771157156292bbb414fc8089d98eae"),
    Vector(
      name: "AES-256-GCM", keyLength: 32, aead: AEAD(.gcm, tagLength: 16),
      sealed: "7533f82ee5a6daa6b4ee30e2817530018a6843e73c5c"),
    Vector(
      name: "AES-128-CCM", keyLength: 16, aead: AEAD(.ccm, tagLength: 16),
      sealed: "0124dd52fcc36b80627d2c4094dcfffaf80105b19bd3"),
    Vector(
      name: "AES-128-CCM", keyLength: 16, aead: AEAD(.ccm, tagLength: 8), sealed: "0124dd52fcc3af94e7b45ce0ca1b"),
    Vector(
      name: "AES-128-CCM", keyLength: 16, aead: AEAD(.ccm, tagLength: 8, nonceLength: 13),
      sealed: "24059abd734aa9981e258680cfc6"),
    Vector(
      name: "AES-256-CCM", keyLength: 32, aead: AEAD(.ccm, tagLength: 16, nonceLength: 13),
      sealed: "2e3685532ceb1602235ec0efe0243baeb867035faa4f"),
    Vector(
      name: "AES-128-CCM", keyLength: 16, aead: AEAD(.ccm, tagLength: 8, nonceLength: 7),
      sealed: "65259dd91dc5f6cb51c0d481d322"),
    Vector(
      name: "AES-256-CCM", keyLength: 32, aead: AEAD(.ccm, tagLength: 16, nonceLength: 7),
      sealed: "adc0a2cab3c3af97bd078562c8905000e4cea278da92"),
    Vector(
      name: "ChaCha20-Poly1305", keyLength: 32, aead: AEAD(.chaCha20Poly1305, tagLength: 16),
      sealed: "bbca26350954ba3a714454d240787763dd526625d66d"),
  ]

  private let contexts = CipherContexts()

  private static func counting(to count: Int) -> [UInt8] { (0..<count).map { UInt8($0) } }

  private func open(_ sealed: [UInt8], _ vector: Vector, header: String = "header", capacity: Int = 64) throws
    -> [UInt8]?
  {
    let aead = vector.aead
    let implementation = CipherImplementations.implementation(named: "\(vector.name)")
    let context = try #require(
      contexts.context(for: contexts.makeID()) { context in
        Self.counting(to: vector.keyLength).withUnsafeBytes { aead.prepare(context, implementation, key: $0) }
      })
    var output = [UInt8](repeating: 0, count: capacity)
    let isOpen = output.withUnsafeMutableBytes { output in
      sealed.withUnsafeBytes { sealed in
        Self.counting(to: aead.nonceLength).withUnsafeBytes { nonce in
          Array(header.utf8).withUnsafeBytes {
            aead.open(sealed, in: context, nonce: nonce, additionalData: $0, into: output)
          }
        }
      }
    }
    return isOpen ? [UInt8](output.prefix(sealed.count - aead.tagLength)) : nil
  }

  @Test(arguments: vectors) func opensWhatIsAuthentic(_ vector: Vector) throws {
    let sealed = hex(vector.sealed)
    #expect(try open(sealed, vector) == Array("21.5 C".utf8))
    for index in sealed.indices {
      var altered = sealed
      altered[index] ^= 1
      #expect(try open(altered, vector) == nil, "byte \(index)")
    }
    #expect(try open(sealed, vector, header: "Header") == nil)
    for count in sealed.indices { #expect(try open([UInt8](sealed.prefix(count)), vector) == nil) }
    // No more than there is room for.
    #expect(try open(sealed, vector, capacity: 5) == nil)
  }

  @Test(arguments: vectors) func decryptsWithoutTheTag(_ vector: Vector) {
    var output = [UInt8](repeating: 0, count: 6)
    let isDone = output.withUnsafeMutableBytes { output in
      hex(vector.sealed).prefix(6).withUnsafeBytes { ciphertext in
        Self.counting(to: vector.aead.nonceLength).withUnsafeBytes { nonce in
          Self.counting(to: vector.keyLength).withUnsafeBytes {
            vector.aead.decryptUnauthenticated(
              ciphertext, name: vector.name, key: $0, nonce: nonce, into: output)
          }
        }
      }
    }
    #expect(isDone && output == Array("21.5 C".utf8))
  }
}
