import COpenSSL

extension HashAlgorithm {
  /// libcrypto's implementation.
  var implementation: OpaquePointer? {
    switch self {
    case .md5: EVP_md5()
    case .sha1: EVP_sha1()
    case .sha256: EVP_sha256()
    case .sha384: EVP_sha384()
    }
  }

  /// The hash of `bytes`.
  package func digest(_ bytes: [UInt8]) -> [UInt8] {
    TranscriptHash.suite(self).digest(bytes)
  }
}

/// The hash that a version and suite prescribe for the PRF and for the handshake transcript.
package enum TranscriptHash: Hashable, Sendable {
  /// MD5 followed by SHA-1: DTLS 1.0 (RFC 4346 §5).
  case md5SHA1
  /// The suite's: DTLS 1.2 (RFC 5246 §5).
  case suite(HashAlgorithm)

  /// What `version` and a suite with `parameters` prescribe.
  package init(version: ProtocolVersion, parameters: CipherSuiteParameters) {
    self = version == .dtls10 || version == .openSSLPreRFC ? .md5SHA1 : .suite(parameters.prfHash)
  }

  /// libcrypto's implementation.
  var implementation: OpaquePointer? {
    switch self {
    case .md5SHA1: EVP_md5_sha1()
    case .suite(let hash): hash.implementation
    }
  }

  /// The hash of `bytes`.
  func digest(_ bytes: [UInt8]) -> [UInt8] {
    var length: UInt32 = 0
    var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
    guard EVP_Digest(bytes, bytes.count, &digest, &length, implementation, nil) == 1 else { return [] }
    return [UInt8](digest.prefix(Int(length)))
  }
}
