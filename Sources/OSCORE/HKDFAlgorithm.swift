import Cryptography

/// The hash of a context's key derivation, as a file names it (IANA "COSE Algorithms", RFC 9053 §5.1).
enum HKDFAlgorithm {
  /// The hash of a context that names none (RFC 8613 §3.2).
  static let standard = HashAlgorithm.sha256

  /// The hash of the algorithm with this number or name in either case, or nil if it has no row.
  static func hash(named text: String) -> HashAlgorithm? {
    rows.first { $0.names.contains(text.uppercased()) }?.hash
  }

  /// The numbers are those of HKDF (`direct+HKDF-…`) and of HMAC, by which RFC 9203 names the same.
  private static let rows: [(hash: HashAlgorithm, names: [String])] = [
    (.sha256, ["-10", "5", "SHA-256", "SHA256", "HKDF SHA-256", "DIRECT+HKDF-SHA-256", "HMAC 256/256"]),
    (.sha384, ["6", "SHA-384", "SHA384", "HKDF SHA-384", "HMAC 384/384"]),
    (.sha512, ["-11", "7", "SHA-512", "SHA512", "HKDF SHA-512", "DIRECT+HKDF-SHA-512", "HMAC 512/512"]),
  ]
}
