import Analysis
import Bytes
import DTLS

/// Certificates that were refused, or not sent.
extension Rule {
  static let certificates: [Rule] = [
    Rule(.clientCertMissing) { facts in
      guard facts.message(.certificateRequest, of: .server) != nil,
        facts.handshake.certificates.client?.isEmpty == true, facts.outcome == .failed
      else { return nil }
      let alert = facts.fatalAlert(
        from: .server, .noCertificate, .badCertificate, .handshakeFailure, .certificateRequired, .certificateUnknown,
        .unsupportedCertificate)
      guard alert != nil || facts.refusal == nil && facts.isStuck && !facts.serverFinished else { return nil }
      let end =
        alert.map { "the server ends the handshake with \($0.alert.map { "\($0.description)" } ?? "")." }
        ?? "the server answers nothing more, as Mbed TLS does by itself."
      return Verdict(
        alert == nil ? .likely : .certain,
        "The server asks for a client certificate, the client sends an empty Certificate message, and \(end)",
        [
          facts.evidence(.certificateRequest, of: .server),
          facts.evidence(.certificate, of: .client, "an empty Certificate of the client"),
        ].compactMap { $0 } + (alert.map { [facts.evidence($0)] } ?? []))
    },
    Rule(.certDate) { facts in
      guard let refusal = refusedCertificate(facts) else { return nil }
      // Who says that he does not know the issuer does not mind the date.
      let date = refusal.alert.alert?.description == .unknownCA ? nil : refusal.dateProblem
      guard date != nil || refusal.alert.alert?.description == .certificateExpired else { return nil }
      return Verdict(
        date == nil ? .likely : .certain, severity: .error,
        """
        The \(refusal.verifier) refuses the \(refusal.verifier.peer)'s certificate with \(refusal.code): \
        \(date ?? "it takes the certificate for expired, or not yet valid, by its own clock.")
        """, refusal.evidence)
    },
    Rule(.certUnknownCa) { facts in
      guard let refusal = refusedCertificate(facts), refusal.alert.alert?.description == .unknownCA else { return nil }
      return Verdict(
        .certain, severity: .error,
        """
        The \(refusal.verifier) does not know who issued the \(refusal.verifier.peer)'s certificate\
        \(refusal.issuer.map { ", \($0)" } ?? "").
        """, refusal.evidence)
    },
    Rule(.certNameMismatch) { facts in
      guard let refusal = refusedCertificate(facts), refusal.verifier == .client, let problem = nameProblem(facts)
      else {
        return nil
      }
      return Verdict(
        .likely, severity: .error,
        "The client refuses the server's certificate with \(refusal.code): \(problem)", refusal.evidence)
    },
    Rule(.certUnknownCa) { facts in
      guard let refusal = refusedCertificate(facts) else { return nil }
      return Verdict(
        .possible, severity: .error,
        """
        The \(refusal.verifier) refuses the \(refusal.verifier.peer)'s certificate with \(refusal.code), which does not \
        say why. Its dates and its name, as far as the capture shows them, are no reason; an issuer that the \
        \(refusal.verifier) does not know is the commonest other one. The \(refusal.verifier)'s log has the verification \
        flags.
        """, refusal.evidence)
    },
  ]

  /// A certificate that the other end refused in an alert.
  private struct RefusedCertificate {
    let alert: Session.AlertFact
    let verifier: Side
    let chain: CertificateChain?
    let evidence: [Finding.Evidence]

    var code: String { alert.alert.map { "\($0.description)" } ?? "an alert" }

    /// Who issued the last certificate of the chain.
    var issuer: String? { (chain?.entries.last?.x509).map { Quotation.text($0.issuer) } }

    /// What is wrong with the dates at the time of the capture, in a sentence.
    var dateProblem: String? {
      guard let (index, certificate, validity) = chain?.invalidNow.first else { return nil }
      let owner = index == 0 ? "it" : "\(Quotation.text(certificate.subject)) in its chain"
      switch validity {
      case .expired:
        return "\(owner) expired on \(certificate.notAfter.map(UTCTime.day(seconds:)) ?? "a date of its own")."
      case .notYetValid:
        return "\(owner) is valid only from \(certificate.notBefore.map(UTCTime.day(seconds:)) ?? "a later date") on."
      case .valid, .unknown: return nil
      }
    }
  }

  private static func refusedCertificate(_ facts: SessionCase) -> RefusedCertificate? {
    let refusals: [AlertDescription] = [
      .badCertificate, .unsupportedCertificate, .certificateExpired, .certificateUnknown, .unknownCA,
    ]
    // Some verify when the handshake is over. What nothing protects is no alert then.
    guard
      let alert = facts.session.alerts.first(where: { alert in
        alert.alert?.level == .fatal && (alert.isEncrypted || !facts.isEstablished)
      }), let description = alert.alert?.description, refusals.contains(description),
      let certificate = facts.message(.certificate, of: alert.sender.peer)
    else { return nil }
    return RefusedCertificate(
      alert: alert, verifier: alert.sender, chain: facts.handshake.certificates[alert.sender.peer],
      evidence: [
        facts.stamp(certificate).map { Finding.Evidence($0, "the \(alert.sender.peer)'s certificate") },
        facts.evidence(alert),
      ].compactMap { $0 })
  }

  /// How the name that the client asks for differs from those in the certificate, in a sentence.
  private static func nameProblem(_ facts: SessionCase) -> String? {
    guard facts.handshake.serverNameMatches == false, let wanted = facts.clientHello?.extensions.serverName,
      let leaf = facts.handshake.certificates.server?.leaf
    else { return nil }
    let names = leaf.subjectAltNames.compactMap { if case .dns(let name) = $0 { name } else { nil } }
    let own = names.isEmpty ? leaf.commonName.map { [$0] } ?? [] : names
    let list = own.prefix(3).map { Quotation.text($0) }.joined(separator: ", ")
    return """
      the certificate is for \(list.isEmpty ? "no host by name" : list), and the client wants \
      \(Quotation.text(wanted)) (server_name).
      """
  }
}
