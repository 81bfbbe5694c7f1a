import Bytes
import DTLS

/// The certificates of a session in words.
enum CertificateText {
  /// A line for each end that sent a Certificate message, and one for each thing in it that is wrong; safe to show.
  static func lines(_ association: Association, _ style: Style) -> [(label: String, text: String)] {
    let chains = association.certificates
    var lines: [(label: String, text: String)] = []
    for side in Side.allCases {
      guard let chain = chains[side] else { continue }
      lines.append(("certificate", "\(side): \(summary(chain))"))
      var faults = faults(chain)
      if side == .server, association.serverNameMatches == false { faults.append("is not for the server name wanted") }
      lines += faults.map { ("", style.paint("  \($0)", .bad)) }
    }
    return lines
  }

  private static func summary(_ chain: CertificateChain) -> String {
    switch chain.entries.first {
    case nil: return chain.isEmpty ? "none to show" : "too long to look into"
    case .rawPublicKey(let key, _)?: return "raw public key, \(key.text)"
    case .unreadable(let type, let length)?: return "\(length.counted("byte")) that are no \(type) certificate"
    case .x509(let leaf)?:
      let issuer = leaf.isSelfSigned ? "self-signed" : "issued by \(SafeText.string(leaf.issuer))"
      let key = leaf.publicKey.map { ", \($0.text)" } ?? ""
      let rest = chain.count > 1 ? ", first of \(chain.count)" : ""
      return "\(SafeText.string(leaf.subject)), \(issuer)\(key), \(dates(leaf))\(rest)"
    }
  }

  private static func dates(_ certificate: X509Certificate) -> String {
    let days = [certificate.notBefore, certificate.notAfter].map { seconds in
      seconds.map(UTCTime.day(seconds:)) ?? "?"
    }
    return "\(days[0]) to \(days[1])"
  }

  private static func faults(_ chain: CertificateChain) -> [String] {
    var faults = chain.invalidNow.map { index, certificate, validity in
      let which = index == 0 ? "" : "certificate \(index + 1), \(SafeText.string(certificate.subject)), "
      switch validity {
      case .expired: return "\(which)had expired when this was captured"
      case .notYetValid: return "\(which)was not valid yet when this was captured"
      case .valid, .unknown: return "\(which)has a date that cannot be read"
      }
    }
    if let link = chain.links.firstIndex(where: { $0?.isWhole == false }) {
      faults.append("certificate \(link + 1) is not issued by the one that follows it")
    }
    return faults
  }
}
