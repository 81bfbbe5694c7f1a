import Analysis
import Bytes
import DTLS

/// Certificates that were refused, or not sent.
extension Rule {
  static let certificates: [Rule] = [
    Rule(.clientCertMissing) { facts in
      guard facts.message(.certificateRequest, of: .server) != nil, facts.handshake.certificateCounts.client == 0,
        !facts.isEstablished, facts.outcome == .failed
      else { return nil }
      let alert = facts.fatalAlert(
        from: .server, .noCertificate, .badCertificate, .handshakeFailure, .certificateRequired, .certificateUnknown,
        .unsupportedCertificate)
      guard alert != nil || facts.fatalAlert == nil else { return nil }
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
      let date = refusal.dateProblem
      guard date != nil || refusal.alert.alert?.description == .certificateExpired else { return nil }
      return Verdict(
        date == nil ? .likely : .certain,
        """
        The \(refusal.verifier) refuses the \(refusal.verifier.peer)'s certificate with \(refusal.code): \
        \(date ?? "it takes the certificate for expired, or not yet valid, by its own clock.")
        """, refusal.evidence)
    },
    Rule(.certUnknownCa) { facts in
      guard let refusal = refusedCertificate(facts), refusal.alert.alert?.description == .unknownCA else { return nil }
      return Verdict(
        .certain,
        """
        The \(refusal.verifier) does not know who issued the \(refusal.verifier.peer)'s certificate\
        \(refusal.issuer.map { " (\($0))" } ?? "").
        """, refusal.evidence)
    },
    Rule(.certNameMismatch) { facts in
      guard let refusal = refusedCertificate(facts), refusal.verifier == .client else { return nil }
      if let problem = refusal.nameProblem {
        return Verdict(
          .likely, "The client refuses the server's certificate with \(refusal.code): \(problem)", refusal.evidence)
      }
      return nil
    },
    Rule(.certUnknownCa) { facts in
      guard let refusal = refusedCertificate(facts) else { return nil }
      return Verdict(
        .possible,
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
    let capturedAt: Int64
    let serverName: String?

    var code: String { alert.alert.map { "\($0.description)" } ?? "an alert" }
    var issuer: String? { chain?.certificates.first.map { "issuer \($0.issuer)" } }
    /// What is wrong with the dates at the time of the capture, in a sentence.
    var dateProblem: String? { chain?.dateProblem(at: capturedAt) }
    /// How the name that the client asks for differs from those in the certificate, in a sentence.
    var nameProblem: String? { serverName.flatMap { chain?.nameProblem(for: $0) } }
  }

  private static func refusedCertificate(_ facts: SessionCase) -> RefusedCertificate? {
    guard
      let alert = facts.fatalAlert(
        .badCertificate, .unsupportedCertificate, .certificateExpired, .certificateUnknown, .unknownCA),
      let certificate = facts.message(.certificate, of: alert.sender.peer)
    else { return nil }
    return RefusedCertificate(
      alert: alert, verifier: alert.sender, chain: facts.handshake.certificateChains[alert.sender.peer],
      evidence: [
        facts.stamp(certificate).map { Finding.Evidence($0, "the \(alert.sender.peer)'s certificate") },
        facts.evidence(alert),
      ].compactMap { $0 },
      capturedAt: alert.stamp.nanoseconds,
      serverName: facts.clientHello?.extensions.serverName.map { String(decoding: $0, as: UTF8.self) })
  }
}
