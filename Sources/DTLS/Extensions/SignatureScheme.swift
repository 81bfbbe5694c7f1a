import Bytes

/// How a signature is made: a SignatureScheme (IANA "TLS SignatureScheme"), or in DTLS 1.2 the number of a hash followed
/// by the number of a signature algorithm (RFC 5246 §7.4.1.4.1).
package struct SignatureScheme: RegisteredNumber {
  package let rawValue: UInt16

  package init(rawValue: UInt16) {
    self.rawValue = rawValue
  }

  /// The schemes, and where the two bytes are no scheme, the hash and the signature algorithm as `sha256+dsa`.
  package static let names: [UInt16: String] = schemes.merging(pairs) { scheme, _ in scheme }

  private static let schemes: [UInt16: String] = [
    0x0201: "rsa_pkcs1_sha1",
    0x0203: "ecdsa_sha1",
    0x0401: "rsa_pkcs1_sha256",
    0x0403: "ecdsa_secp256r1_sha256",
    0x0420: "rsa_pkcs1_sha256_legacy",
    0x0501: "rsa_pkcs1_sha384",
    0x0503: "ecdsa_secp384r1_sha384",
    0x0520: "rsa_pkcs1_sha384_legacy",
    0x0601: "rsa_pkcs1_sha512",
    0x0603: "ecdsa_secp521r1_sha512",
    0x0620: "rsa_pkcs1_sha512_legacy",
    0x0704: "eccsi_sha256",
    0x0705: "iso_ibs1",
    0x0706: "iso_ibs2",
    0x0707: "iso_chinese_ibs",
    0x0708: "sm2sig_sm3",
    0x0709: "gostr34102012_256a",
    0x070a: "gostr34102012_256b",
    0x070b: "gostr34102012_256c",
    0x070c: "gostr34102012_256d",
    0x070d: "gostr34102012_512a",
    0x070e: "gostr34102012_512b",
    0x070f: "gostr34102012_512c",
    0x0804: "rsa_pss_rsae_sha256",
    0x0805: "rsa_pss_rsae_sha384",
    0x0806: "rsa_pss_rsae_sha512",
    0x0807: "ed25519",
    0x0808: "ed448",
    0x0809: "rsa_pss_pss_sha256",
    0x080a: "rsa_pss_pss_sha384",
    0x080b: "rsa_pss_pss_sha512",
    0x081a: "ecdsa_brainpoolP256r1tls13_sha256",
    0x081b: "ecdsa_brainpoolP384r1tls13_sha384",
    0x081c: "ecdsa_brainpoolP512r1tls13_sha512",
    0x0904: "mldsa44",
    0x0905: "mldsa65",
    0x0906: "mldsa87",
    0x0911: "slhdsa_sha2_128s",
    0x0912: "slhdsa_sha2_128f",
    0x0913: "slhdsa_sha2_192s",
    0x0914: "slhdsa_sha2_192f",
    0x0915: "slhdsa_sha2_256s",
    0x0916: "slhdsa_sha2_256f",
    0x0917: "slhdsa_shake_128s",
    0x0918: "slhdsa_shake_128f",
    0x0919: "slhdsa_shake_192s",
    0x091a: "slhdsa_shake_192f",
    0x091b: "slhdsa_shake_256s",
    0x091c: "slhdsa_shake_256f",
  ]

  private static let pairs: [UInt16: String] = Dictionary(
    uniqueKeysWithValues: hashes.flatMap { hash in
      signatures.map { (UInt16(hash.key) << 8 | UInt16($0.key), "\(hash.value)+\($0.value)") }
    })

  /// IANA "TLS HashAlgorithm".
  private static let hashes: [UInt8: String] = [
    0: "none",
    1: "md5",
    2: "sha1",
    3: "sha224",
    4: "sha256",
    5: "sha384",
    6: "sha512",
    8: "Intrinsic",
  ]

  /// IANA "TLS SignatureAlgorithm".
  private static let signatures: [UInt8: String] = [
    0: "anonymous",
    1: "rsa",
    2: "dsa",
    3: "ecdsa",
    7: "ed25519",
    8: "ed448",
    64: "gostr34102012_256",
    65: "gostr34102012_512",
  ]
}
