import Analysis
import Bytes
import DTLS

/// Pre-shared keys of DTLS 1.3, which a binder in the ClientHello proves or refutes: what it says outranks what ICMP or
/// silence say of the end of the handshake.
extension Rule {
  static let binders: [Rule] = [
    Rule(.pskIdentityUnknownDtls13) { facts in
      guard let key = offeredKey(facts), facts.outcome == .failed else { return nil }
      let alert = facts.fatalAlert(from: .server, .unknownPSKIdentity)
      let isDeclined =
        facts.serverHello != nil && facts.handshake.version == .dtls13 && facts.handshake.selectedKey == nil
        && facts.message(.certificate, of: .server) == nil
      var source: String?
      if case .verified(let name, isOfIdentity: false) = key.binder { source = name }
      guard alert != nil || isDeclined || source != nil else { return nil }
      let identity = Quotation.text(key.identity)
      var text = "The client offers a pre-shared key under the identity \(identity)"
      if let source {
        text += ", and its binder verifies under \(source): the key is right, the identity is another."
      } else if case .verified(let name, _) = key.binder {
        text += ", and its binder verifies under \(name): the key is the one you gave."
      } else {
        text += "."
      }
      if isDeclined {
        text += """
           The server's ServerHello takes no pre-shared key, though it has no certificate to go on with: it does not know \
          that identity.
          """
      } else if alert != nil {
        text += " The server answers that it does not know that identity."
      } else {
        text += " The server does not go on."
      }
      // A certificate would come encrypted: that there is none is certain only where the flight could be read.
      let isRead = facts.message(.encryptedExtensions, of: .server) != nil
      return Verdict(alert != nil || isDeclined && isRead ? .certain : .likely, text, binderEvidence(facts, isDeclined))
    },
    Rule(.pskMismatchDtls13) { facts in
      guard let key = offeredKey(facts), facts.outcome == .failed, facts.serverHello == nil else { return nil }
      let identity = Quotation.text(key.identity)
      let alert = facts.fatalAlert(from: .server, .decryptError, .illegalParameter, .handshakeFailure, .badRecordMAC)
      switch key.binder {
      case .verified(let source, _):
        return Verdict(
          alert == nil ? .likely : .certain,
          """
          The client's key for identity \(identity) is \(source): the binder in its ClientHello verifies under it. The \
          server does not accept that binder, so it has another key for the identity.
          """, binderEvidence(facts, false))
      case .refuted(let tried):
        return Verdict(
          .certain,
          """
          The binder in the ClientHello for identity \(identity) verifies under none of the \(tried.of("key")) you gave: \
          the client has another one, and the server does not accept it.
          """, binderEvidence(facts, false))
      case .noKey, .unchecked:
        guard alert?.alert?.description == .decryptError || alert?.alert?.description == .illegalParameter else {
          return nil
        }
        return Verdict(
          .likely,
          """
          The client offers a pre-shared key under the identity \(identity), and the server refuses the binder that proves \
          it. With --psk the report says whether the client has the key that you know.
          """, binderEvidence(facts, false))
      }
    },
  ]

  /// The key from outside that the client offers; nil if it offers none.
  private static func offeredKey(_ facts: SessionCase) -> OfferedKey? {
    facts.handshake.offeredKeys.first(where: \.isExternal)
  }

  private static func binderEvidence(_ facts: SessionCase, _ isDeclined: Bool) -> [Finding.Evidence] {
    var evidence = [facts.evidence(.clientHello, of: .client, "a ClientHello with pre_shared_key and its binder")]
    if isDeclined { evidence.append(facts.evidence(.serverHello, of: .server, "a ServerHello without pre_shared_key")) }
    evidence += facts.fatalAlert.map { [facts.evidence($0)] } ?? []
    evidence += facts.session.icmpErrors.prefix(1).map {
      Finding.Evidence($0.stamp, "\($0.reporter) reports \($0.name): the server's process ended")
    }
    return evidence.compactMap { $0 }
  }
}
