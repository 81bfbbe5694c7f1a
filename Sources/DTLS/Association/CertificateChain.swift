import Cryptography
import Bytes

/// What the certificates in a Certificate message say, the sender's own first.
package struct CertificateChain: Hashable, Sendable {
  /// One entry of the list.
  package enum Entry: Hashable, Sendable {
    case x509(X509Certificate)
    /// A key without a certificate (RFC 7250), and SHA-256 of its SubjectPublicKeyInfo.
    case rawPublicKey(PublicKey, sha256: [UInt8])
    /// Neither, or of a type that is not looked into; so many bytes.
    case unreadable(CertificateType, length: Int)
  }

  /// How a certificate is tied to the next one, which should be its issuer's (RFC 5246 §7.4.2).
  package struct Link: Hashable, Sendable {
    /// Whether its issuer is the next one's subject.
    package let isNamed: Bool
    /// Whether the next one's key verifies its signature.
    package let isSigned: Bool

    /// Whether both hold.
    package var isWhole: Bool { isNamed && isSigned }
  }

  /// The packet that completed the message.
  package let stamp: PacketStamp
  /// Number of certificates in the message.
  package let count: Int
  /// The first of them, in order.
  package let entries: [Entry]
  /// How each of them is tied to the next one; one less than entries, nil next to one that is no X.509 certificate.
  package let links: [Link?]

  /// Certificates that are looked into: verifiers follow eight to a hundred, and authorities issue chains of three.
  static let maximumEntries = 10
  /// Bytes of certificates that are looked into, and so of what is kept of them: several times what any chain needs.
  static let maximumBytes = 64 * 1024

  init(_ message: Certificate, at stamp: PacketStamp) {
    self.stamp = stamp
    count = message.certificateList.count
    var bytes = 0
    let kept = message.chain.prefix(Self.maximumEntries).prefix { der in
      bytes += der.count
      return bytes <= Self.maximumBytes
    }
    let loaded = kept.map { message.certificateType == .x509 ? LoadedCertificate(der: $0) : nil }
    entries = zip(kept, loaded).map { Entry($0, message.certificateType, $1) }
    links = zip(loaded, loaded.dropFirst()).map { certificate, next in
      guard let certificate, let next else { return nil }
      return Link(isNamed: certificate.isNamed(by: next), isSigned: certificate.isSigned(by: next))
    }
  }
}

extension CertificateChain.Entry {
  fileprivate init(_ der: [UInt8], _ type: CertificateType, _ certificate: LoadedCertificate?) {
    if let certificate {
      self = .x509(X509Certificate(certificate))
    } else if type == .rawPublicKey, let key = PublicKey(subjectPublicKeyInfo: der) {
      self = .rawPublicKey(key, sha256: HashAlgorithm.sha256.digest(der))
    } else {
      self = .unreadable(type, length: der.count)
    }
  }

  /// What it says, if it is an X.509 certificate.
  package var x509: X509Certificate? {
    if case .x509(let certificate) = self { certificate } else { nil }
  }
}

// MARK: What the capture alone tells

extension CertificateChain {
  /// Whether the sender has no certificate to show (RFC 5246 §7.4.6).
  package var isEmpty: Bool { count == 0 }

  /// The sender's own certificate, if it is an X.509 certificate that could be read.
  package var leaf: X509Certificate? { entries.first?.x509 }

  /// Whether each certificate is issued by the next one (RFC 5246 §7.4.2); nil if that cannot be told of all.
  package var isInOrder: Bool? {
    if links.contains(where: { $0?.isWhole == false }) { return false }
    return links.contains { $0 == nil } || entries.isEmpty ? nil : true
  }

  /// The issuer of the last certificate, if it is in no certificate of the chain: the receiver has to have it, as it has
  /// to have any root (RFC 5246 §7.4.2).
  package var missingIssuer: String? {
    guard count == entries.count, let last = entries.last?.x509 else { return nil }
    return entries.contains { $0.x509?.subject == last.issuer } ? nil : last.issuer
  }

  /// The certificates that are not valid at the time of capture, with their places in the chain.
  package var invalidNow: [(index: Int, certificate: X509Certificate, validity: X509Certificate.Validity)] {
    entries.enumerated().compactMap { index, entry in
      guard let certificate = entry.x509 else { return nil }
      let validity = certificate.validity(at: stamp.nanoseconds)
      return validity == .valid ? nil : (index, certificate, validity)
    }
  }
}
