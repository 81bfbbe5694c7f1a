import Cryptography

/// A cipher that protects records, as a suite's name spells it.
///
/// It holds nothing that is reference-counted: it is copied with the keys of every record.
package struct BulkCipher: Sendable {
  /// How the cipher turns a record into ciphertext, and with which overhead.
  package enum Mode: Hashable, Sendable {
    /// No encryption; a MAC only (RFC 4785).
    case null
    /// Blocks chained behind an explicit IV, with a MAC (RFC 5246 §6.2.3.2).
    case cbc(blockLength: Int)
    /// Galois/Counter Mode, 8 bytes of nonce in the record (RFC 5288 §3).
    case gcm
    /// Counter with CBC-MAC, 8 bytes of nonce in the record (RFC 6655 §3).
    case ccm(tagLength: Int)
    /// ChaCha20 with Poly1305, the whole nonce implicit (RFC 7905 §2).
    case chaCha20Poly1305

    /// The cipher as it is opened, or nil for one that needs a MAC. Each has the usual nonce of 12 bytes (RFC 5116 §5, RFC
    /// 6655 §3, RFC 8446 §5.3).
    var aead: AEAD? {
      switch self {
      case .null, .cbc: nil
      case .gcm: AEAD(.gcm, tagLength: 16)
      case .ccm(let length): AEAD(.ccm, tagLength: length)
      case .chaCha20Poly1305: AEAD(.chaCha20Poly1305, tagLength: 16)
      }
    }

    /// Whether the cipher authenticates, so that there is no MAC.
    package var isAEAD: Bool { aead != nil }

    /// Length of the authentication tag of an AEAD cipher in bytes, else 0.
    package var tagLength: Int { aead?.tagLength ?? 0 }

    /// Length of the part of the nonce that the key block gives, in bytes.
    package var fixedIVLength: Int {
      switch self {
      case .null, .cbc: 0
      case .gcm, .ccm: 4
      case .chaCha20Poly1305: 12
      }
    }

    /// Length of the part of the nonce, or of the IV, that stands before the ciphertext in the record, in bytes.
    package var recordIVLength: Int {
      switch self {
      case .null, .chaCha20Poly1305: 0
      case .cbc(let blockLength): blockLength
      case .gcm, .ccm: 8
      }
    }
  }

  /// The part of the suite's name that stands for this cipher.
  package let name: StaticString
  /// libcrypto's name, or nil where libcrypto lacks the cipher.
  let libcryptoName: StaticString?
  /// Key length in bytes.
  package let keyLength: Int
  /// Mode of operation.
  package let mode: Mode

  /// libcrypto's cipher, or nil where it lacks it.
  var implementation: OpaquePointer? {
    libcryptoName.flatMap { CipherImplementations.implementation(named: "\($0)") }
  }

  /// One row a cipher. Ciphers that DTLS forbids (RC4) or nobody uses in it have none.
  static let rows: [BulkCipher] = [
    BulkCipher(name: "NULL", libcryptoName: nil, keyLength: 0, mode: .null),
    BulkCipher(name: "DES_CBC", libcryptoName: "DES-CBC", keyLength: 8, mode: .cbc(blockLength: 8)),
    BulkCipher(name: "3DES_EDE_CBC", libcryptoName: "DES-EDE3-CBC", keyLength: 24, mode: .cbc(blockLength: 8)),
    BulkCipher(name: "IDEA_CBC", libcryptoName: "IDEA-CBC", keyLength: 16, mode: .cbc(blockLength: 8)),
    BulkCipher(name: "SEED_CBC", libcryptoName: "SEED-CBC", keyLength: 16, mode: .cbc(blockLength: 16)),
    BulkCipher(name: "AES_128_CBC", libcryptoName: "AES-128-CBC", keyLength: 16, mode: .cbc(blockLength: 16)),
    BulkCipher(name: "AES_256_CBC", libcryptoName: "AES-256-CBC", keyLength: 32, mode: .cbc(blockLength: 16)),
    BulkCipher(name: "AES_128_GCM", libcryptoName: "AES-128-GCM", keyLength: 16, mode: .gcm),
    BulkCipher(name: "AES_256_GCM", libcryptoName: "AES-256-GCM", keyLength: 32, mode: .gcm),
    BulkCipher(name: "AES_128_CCM", libcryptoName: "AES-128-CCM", keyLength: 16, mode: .ccm(tagLength: 16)),
    BulkCipher(name: "AES_256_CCM", libcryptoName: "AES-256-CCM", keyLength: 32, mode: .ccm(tagLength: 16)),
    BulkCipher(name: "AES_128_CCM_8", libcryptoName: "AES-128-CCM", keyLength: 16, mode: .ccm(tagLength: 8)),
    BulkCipher(name: "AES_256_CCM_8", libcryptoName: "AES-256-CCM", keyLength: 32, mode: .ccm(tagLength: 8)),
    BulkCipher(name: "CHACHA20_POLY1305", libcryptoName: "ChaCha20-Poly1305", keyLength: 32, mode: .chaCha20Poly1305),
    BulkCipher(name: "ARIA_128_CBC", libcryptoName: "ARIA-128-CBC", keyLength: 16, mode: .cbc(blockLength: 16)),
    BulkCipher(name: "ARIA_256_CBC", libcryptoName: "ARIA-256-CBC", keyLength: 32, mode: .cbc(blockLength: 16)),
    BulkCipher(name: "ARIA_128_GCM", libcryptoName: "ARIA-128-GCM", keyLength: 16, mode: .gcm),
    BulkCipher(name: "ARIA_256_GCM", libcryptoName: "ARIA-256-GCM", keyLength: 32, mode: .gcm),
    BulkCipher(name: "CAMELLIA_128_CBC", libcryptoName: "CAMELLIA-128-CBC", keyLength: 16, mode: .cbc(blockLength: 16)),
    BulkCipher(name: "CAMELLIA_256_CBC", libcryptoName: "CAMELLIA-256-CBC", keyLength: 32, mode: .cbc(blockLength: 16)),
    BulkCipher(name: "CAMELLIA_128_GCM", libcryptoName: nil, keyLength: 16, mode: .gcm),
    BulkCipher(name: "CAMELLIA_256_GCM", libcryptoName: nil, keyLength: 32, mode: .gcm),
  ]
}

extension BulkCipher: Hashable {
  /// Equal when they are the same row.
  package static func == (lhs: BulkCipher, rhs: BulkCipher) -> Bool { "\(lhs.name)" == "\(rhs.name)" }

  /// By the row's name.
  package func hash(into hasher: inout Hasher) {
    hasher.combine("\(name)")
  }
}
