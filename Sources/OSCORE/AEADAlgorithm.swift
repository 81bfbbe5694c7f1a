import Bytes
import Cryptography

/// An AEAD algorithm (IANA "COSE Algorithms", RFC 9053 §4).
package struct AEADAlgorithm: RegisteredNumber {
  package let rawValue: Int

  package init(rawValue: Int) {
    self.rawValue = rawValue
  }

  /// The algorithm of a context that names none (RFC 8613 §3.2).
  package static let standard = AEADAlgorithm(rawValue: 10)

  /// The algorithm with this number or registered name in either case, or nil if it has no row. Anything behind a blank
  /// says nothing: Wireshark writes "AES-CCM-16-64-128 (CCM*)".
  package init?(named text: String) {
    let name = text.prefix { $0 != " " }.uppercased()
    guard let row = Self.rows.first(where: { "\($0.name)".uppercased() == name || "\($0.number)" == name }) else {
      return nil
    }
    rawValue = row.number
  }

  package static let names: [Int: String] = Dictionary(uniqueKeysWithValues: rows.map { ($0.number, "\($0.name)") })

  /// What the number stands for.
  struct Row: Sendable {
    let number: Int
    let name: StaticString
    /// libcrypto's name.
    let libcryptoName: StaticString
    /// Length of the key in bytes.
    let keyLength: Int
    let aead: AEAD
  }

  /// The row, or nil for a number without one.
  var row: Row? { Self.rows.first { $0.number == rawValue } }

  /// AES-CCM with so long a message length field, and hence nonce: L of 16 bits leaves 13 bytes, of 64 bits 7.
  private static func ccm(_ number: Int, _ name: StaticString, key: Int, tag: Int, nonce: Int) -> Row {
    Row(
      number: number, name: name, libcryptoName: key == 16 ? "AES-128-CCM" : "AES-256-CCM", keyLength: key,
      aead: AEAD(.ccm, tagLength: tag, nonceLength: nonce))
  }

  private static func gcm(_ number: Int, _ name: StaticString, _ libcryptoName: StaticString, key: Int) -> Row {
    Row(
      number: number, name: name, libcryptoName: libcryptoName, keyLength: key, aead: AEAD(.gcm, tagLength: 16))
  }

  static let rows: [Row] = [
    gcm(1, "A128GCM", "AES-128-GCM", key: 16),
    gcm(2, "A192GCM", "AES-192-GCM", key: 24),
    gcm(3, "A256GCM", "AES-256-GCM", key: 32),
    ccm(10, "AES-CCM-16-64-128", key: 16, tag: 8, nonce: 13),
    ccm(11, "AES-CCM-16-64-256", key: 32, tag: 8, nonce: 13),
    ccm(12, "AES-CCM-64-64-128", key: 16, tag: 8, nonce: 7),
    ccm(13, "AES-CCM-64-64-256", key: 32, tag: 8, nonce: 7),
    Row(
      number: 24, name: "ChaCha20/Poly1305", libcryptoName: "ChaCha20-Poly1305", keyLength: 32,
      aead: AEAD(.chaCha20Poly1305, tagLength: 16)),
    ccm(30, "AES-CCM-16-128-128", key: 16, tag: 16, nonce: 13),
    ccm(31, "AES-CCM-16-128-256", key: 32, tag: 16, nonce: 13),
    ccm(32, "AES-CCM-64-128-128", key: 16, tag: 16, nonce: 7),
    ccm(33, "AES-CCM-64-128-256", key: 32, tag: 16, nonce: 7),
  ]
}
