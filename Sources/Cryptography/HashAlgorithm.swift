import COpenSSL

/// A hash function, for MACs and for key derivation.
package enum HashAlgorithm: Hashable, Sendable {
  case md5, sha1, sha256, sha384, sha512

  /// libcrypto's name.
  var libcryptoName: String {
    switch self {
    case .md5: "MD5"
    case .sha1: "SHA1"
    case .sha256: "SHA256"
    case .sha384: "SHA384"
    case .sha512: "SHA512"
    }
  }

  /// Length of the hash in bytes.
  package var length: Int {
    switch self {
    case .md5: 16
    case .sha1: 20
    case .sha256: 32
    case .sha384: 48
    case .sha512: 64
    }
  }

  /// libcrypto's implementation.
  package var implementation: OpaquePointer? {
    switch self {
    case .md5: EVP_md5()
    case .sha1: EVP_sha1()
    case .sha256: EVP_sha256()
    case .sha384: EVP_sha384()
    case .sha512: EVP_sha512()
    }
  }

  /// The hash of `bytes`.
  package func digest(_ bytes: [UInt8]) -> [UInt8] {
    Self.digest(bytes, implementation)
  }

  /// The hash of `bytes` by one of libcrypto's implementations; empty if it refuses.
  package static func digest(_ bytes: [UInt8], _ implementation: OpaquePointer?) -> [UInt8] {
    var length: UInt32 = 0
    var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
    guard EVP_Digest(bytes, bytes.count, &digest, &length, implementation, nil) == 1 else { return [] }
    return [UInt8](digest.prefix(Int(length)))
  }
}
