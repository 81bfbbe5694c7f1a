import Bytes
import Cryptography
import Synchronization

/// Key exchange, record protection and hash of a session (IANA "TLS Cipher Suites").
package struct CipherSuite: RegisteredNumber {
  package let rawValue: UInt16

  package init(rawValue: UInt16) {
    self.rawValue = rawValue
  }

  /// Signals RFC 5746 in a hello without extensions; never selected.
  package static let emptyRenegotiationInfoSCSV = CipherSuite(rawValue: 0x00ff)
  /// Signals a retry with a lower version (RFC 7507); never selected.
  package static let fallbackSCSV = CipherSuite(rawValue: 0x5600)

  /// What the suite means, or nil for a number without a name and for signals that are no suites.
  package var parameters: CipherSuiteParameters? {
    Self.knownParameters.withLock { known in
      if let parameters = known[rawValue] { return parameters }
      let parameters = name.flatMap(CipherSuiteParameters.init(name:))
      known[rawValue] = .some(parameters)
      return parameters
    }
  }

  /// Names that were taken apart before: a capture has few different suites, and every session asks.
  private static let knownParameters = Mutex<[UInt16: CipherSuiteParameters?]>([:])
}

/// What a suite's name spells out: `TLS_` key exchange `_WITH_` cipher `_` hash.
package struct CipherSuiteParameters: Hashable, Sendable {
  /// How the premaster secret comes about.
  package var keyExchange: KeyExchangeAlgorithm
  /// How records are encrypted; nil for a cipher that this package does not know.
  package var cipher: BulkCipher?
  /// The MAC's hash; nil for AEAD ciphers.
  package var macHash: HashAlgorithm?
  /// The PRF's hash in DTLS 1.2, the HKDF's in DTLS 1.3; DTLS 1.0 always has MD5 and SHA-1 (RFC 2246 §5).
  package var prfHash: HashAlgorithm

  /// Takes apart an IANA name; nil for one that names no suite.
  init?(name: String) {
    guard name.hasPrefix("TLS_"), !name.hasSuffix("_SCSV") else { return nil }
    var protection = name.dropFirst(4)
    keyExchange = .tls13
    if let with = protection.firstRange(of: "_WITH_") {
      keyExchange = Self.keyExchange(named: protection[..<with.lowerBound])
      protection = protection[with.upperBound...]
    }
    // The longest row that the name begins with: AES_128_CCM_8 before AES_128_CCM.
    cipher = BulkCipher.rows.filter { protection.hasPrefix("\($0.name)") }.max {
      $0.name.utf8CodeUnitCount < $1.name.utf8CodeUnitCount
    }
    let hash = HashAlgorithm(suffix: protection)
    // A CCM suite names no hash: SHA-256 (RFC 6655 §3); a CBC suite with SHA-1 too (RFC 5246 §5).
    prfHash = hash == .sha384 ? .sha384 : .sha256
    macHash = cipher.flatMap { $0.mode.isAEAD ? nil : hash }
  }

  private static func keyExchange(named name: Substring) -> KeyExchangeAlgorithm {
    switch name {
    case "PSK": .psk
    case "DHE_PSK", "PSK_DHE": .dhePSK
    case "ECDHE_PSK": .ecdhePSK
    case "RSA_PSK": .rsaPSK
    case "RSA", "RSA_EXPORT": .rsa
    case "DHE_RSA", "DHE_DSS", "DHE_RSA_EXPORT", "DHE_DSS_EXPORT": .dhe(isAnonymous: false)
    case "DH_anon", "DH_anon_EXPORT": .dhe(isAnonymous: true)
    case "ECDHE_RSA", "ECDHE_ECDSA": .ecdhe(isAnonymous: false)
    case "ECDH_anon": .ecdhe(isAnonymous: true)
    case "DH_RSA", "DH_DSS", "DH_RSA_EXPORT", "DH_DSS_EXPORT": .dh
    case "ECDH_RSA", "ECDH_ECDSA": .ecdh
    case "ECJPAKE": .ecjpake
    default: .other
    }
  }
}

extension HashAlgorithm {
  /// The hash at the end of a suite's name; SHA-256 if it names none.
  init(suffix name: Substring) {
    self =
      if name.hasSuffix("_SHA384") {
        .sha384
      } else if name.hasSuffix("_SHA") {
        .sha1
      } else if name.hasSuffix("_MD5") {
        .md5
      } else {
        .sha256
      }
  }
}
