import COpenSSL
import Cryptography

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

  /// The hash of `bytes`.
  func digest(_ bytes: [UInt8]) -> [UInt8] {
    switch self {
    case .md5SHA1: HashAlgorithm.digest(bytes, EVP_md5_sha1())
    case .suite(let hash): hash.digest(bytes)
    }
  }
}
