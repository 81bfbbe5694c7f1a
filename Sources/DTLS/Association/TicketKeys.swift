import Cryptography

/// The pre-shared keys that a NewSessionTicket stands for (RFC 8446 §4.6.1).
struct TicketKeys {
  /// The identity under which the client offers them.
  let ticket: [UInt8]
  /// What reports call the secret that they come from.
  let source: String
  /// The key by RFC 9147, and the one that wolfSSL up to 5.5 derives.
  let keys: [SecretBytes]
}

extension Association {
  /// Tickets that are remembered: a server sends one or two at a time. The newest stay.
  static let maximumTickets = 8

  /// Takes over the tickets of an association that was between the same endpoints before.
  package func inheritTickets(of previous: Association) {
    tickets = previous.tickets
  }

  /// Takes in the tickets among messages that were opened.
  func noteTickets(in content: RecordReport.Content, _ schedule: KeySchedule13) {
    guard case .handshake(let notes, _) = content, let provenSecrets,
      let hash = handshake.cipherSuite?.parameters?.prfHash
    else { return }
    for case .newSessionTicket13(let message)? in notes.map(\.message) {
      provenSecrets.extend(with: handshake, schedule)
      guard let secret = provenSecrets.resumptionSecret else { continue }
      let keys = [KeySchedule13.LabelPrefix.dtls, .tls].compactMap {
        schedule.ticketKey(resumptionSecret: secret, nonce: message.ticketNonce, hash, prefix: $0)
      }
      let added = TicketKeys(ticket: message.ticket, source: provenSecrets.source, keys: keys)
      tickets = (tickets + [added]).suffix(Self.maximumTickets)
    }
  }
}
