import Bytes
import DTLS

extension JSONWriter {
  /// `certificates` of a session: what both ends showed last, and what the capture alone tells of it.
  mutating func memberCertificates(_ association: Association) {
    let chains = association.certificates
    member("certificates") { json in
      json.member("client", chains.client)
      json.member("server", chains.server)
      json.member("serverNameMatches", association.serverNameMatches)
      json.member("missingIssuer") {
        $0.member("client", chains.client?.missingIssuer)
        $0.member("server", chains.server?.missingIssuer)
      }
    }
  }

  /// The certificates of a chain; null if none was captured.
  private mutating func member(_ name: StaticString, _ chain: CertificateChain?) {
    guard let chain else { return memberNull(name) }
    member(name, chain.entries.indices) { json, index in
      json.object {
        switch chain.entries[index] {
        case .x509(let certificate): $0.members(certificate, validAt: chain.stamp)
        case .rawPublicKey(let key, let sha256):
          $0.member("type", CertificateType.rawPublicKey.description)
          $0.member("key", key)
          $0.member("sha256", hex: sha256)
        case .unreadable(let type, let length):
          $0.member("type", type.description)
          $0.member("unreadable", true)
          $0.member("length", length)
        }
        $0.member("issuedByNext", chain.links.indices.contains(index) ? chain.links[index]?.isWhole : nil)
      }
    }
  }

  private mutating func members(_ certificate: X509Certificate, validAt stamp: PacketStamp) {
    member("type", CertificateType.x509.description)
    member("subject", certificate.subject)
    member("issuer", certificate.issuer)
    member("commonName", certificate.commonName)
    member("serialNumber", hex: certificate.serialNumber)
    member("notBefore", certificate.notBefore)
    member("notAfter", certificate.notAfter)
    member("validity", certificate.validity(at: stamp.nanoseconds).rawValue)
    member("subjectAltNames", certificate.subjectAltNames) { json, name in
      json.object {
        $0.member("type", name.label)
        $0.member("value", name.text)
      }
    }
    member("key", certificate.publicKey)
    member("signatureAlgorithm", certificate.signatureAlgorithm)
    member("sha256", hex: certificate.sha256)
    member("selfSigned", certificate.isSelfSigned)
    member("ca", certificate.isCA)
  }

  private mutating func member(_ name: StaticString, _ key: PublicKey?) {
    guard let key else { return memberNull(name) }
    member(name) {
      $0.member("algorithm", key.algorithm)
      $0.member("bits", key.bits)
      $0.member("curve", key.curve)
    }
  }
}
