import Analysis
import Bytes
import DTLS

/// What people take for a failure, and is none.
extension Rule {
  static let lookalikes: [Rule] = [
    Rule(.hvrNormal, toldOnce: true) { facts in
      guard facts.isEstablished, let exchange = facts.handshake.cookieExchange, let accepted = exchange.acceptedAt
      else { return nil }
      return Verdict(
        .certain,
        """
        The server asks for a cookie before it answers (packet \(exchange.requestedAt.number)), the client returns it, and \
        the server goes on in packet \(accepted.number): that the first ClientHello is not answered otherwise is as it \
        should be.
        """,
        [
          Finding.Evidence(exchange.requestedAt, "the server demands a cookie"),
          Finding.Evidence(accepted, "the server goes on"),
        ])
    },
    Rule(.hvrAbsent, toldOnce: true) { facts in
      guard facts.isEstablished, facts.handshake.cookieExchange == nil, facts.handshake.version != .dtls13,
        let hello = facts.message(.clientHello, of: .client), hello.messageSequence == 0,
        facts.clientHello?.cookie.isEmpty == true,
        let answer = facts.evidence(.serverHello, of: .server, "ServerHello without a cookie before it")
      else { return nil }
      return Verdict(
        .certain,
        """
        The server answers the first ClientHello with its ServerHello and asks for no cookie, which saves a round trip and \
        is allowed.
        """, [facts.evidence(.clientHello, of: .client), answer].compactMap { $0 })
    },
    Rule(.dtls10VersionInHvr, toldOnce: true) { facts in
      guard let exchange = facts.handshake.cookieExchange, exchange.version == .dtls10,
        let version = facts.handshake.version, version != .dtls10
      else { return nil }
      return Verdict(
        .certain,
        "The HelloVerifyRequest says DTLS 1.0, as RFC 6347 has it; the session uses \(version).",
        [Finding.Evidence(exchange.requestedAt, "HelloVerifyRequest with version DTLS 1.0")])
    },
    Rule(.messageSeqOffset, toldOnce: true) { facts in
      guard facts.isEstablished, let hello = facts.message(.serverHello, of: .server), hello.messageSequence > 0,
        facts.handshake.cookieExchange != nil, let stamp = facts.stamp(hello)
      else { return nil }
      return Verdict(
        .certain,
        """
        The ServerHello is message \(hello.messageSequence) of the server, since the hellos before it count too; record \
        numbers begin at zero again in the next epoch. Neither is a sign of loss.
        """, [Finding.Evidence(stamp, "ServerHello with message_seq \(hello.messageSequence)")])
    },
    Rule(.newSessionTicket, toldOnce: true) { facts in
      guard let ticket = facts.evidence(.newSessionTicket, of: .server) else { return nil }
      return Verdict(
        .certain, "The server gives the client a ticket, by which it could resume the session later.", [ticket])
    },
    Rule(.closeNotify, toldOnce: true) { facts in
      guard facts.isEstablished,
        let goodbye = facts.session.alerts.first(where: { $0.isEncrypted && $0.alert?.level != .fatal })
      else { return nil }
      let both = Side.allCases.allSatisfy { facts.session.hasGoodbye(of: $0) }
      let isRead = goodbye.alert?.description == .closeNotify
      guard isRead || goodbye.alert == nil else { return nil }
      return Verdict(
        isRead ? .certain : .likely,
        """
        The \(goodbye.sender) closes the session in order\(both ? ", and the \(goodbye.sender.peer) does too" : "")\
        \(isRead ? "" : ": an alert that cannot be read, at the end of an established session, is a close_notify").
        """, [facts.evidence(goodbye)])
    },
    Rule(.epoch0AfterEpoch1, toldOnce: true) { facts in
      guard facts.session.retransmittedDatagrams.client > 0, let finished = facts.handshake.finished.client?.stamp,
        facts.handshake.version != .dtls13,
        let late = facts.sendings(facts.lastFlight).first(where: { $0.number > finished.number })
      else { return nil }
      return Verdict(
        .certain,
        """
        After its first protected record (packet \(finished.number)) the client sends records without protection again, \
        in packet \(late.number): it repeats its flight, which begins with them.
        """,
        [
          Finding.Evidence(finished, "the client's Finished, protected"),
          Finding.Evidence(late, "the client's flight again, from its unprotected beginning"),
        ])
    },
    Rule(.warningNoRenegotiation, toldOnce: true) { facts in
      guard facts.isEstablished,
        let alert = facts.session.alerts.first(where: {
          $0.alert?.description == .noRenegotiation && $0.alert?.level == .warning
        })
      else { return nil }
      return Verdict(
        .certain, "The \(alert.sender) declines to renegotiate; the session goes on as it is.", [facts.evidence(alert)])
    },
    Rule(.postCloseIcmp, toldOnce: true) { facts in
      guard facts.isEstablished,
        let error = facts.session.icmpErrors.first(where: { error in
          error.isAfterEstablishment && error.isUnreachable
            && facts.session.alerts.contains { $0.isEncrypted && $0.stamp.number < error.stamp.number }
        })
      else { return nil }
      return Verdict(
        .certain,
        """
        \(error.reporter) reports \(error.name) about a datagram of the \(error.sender), after a goodbye: the other end had \
        closed its socket by then.
        """, [Finding.Evidence(error.stamp, "\(error.reporter) reports \(error.name)")])
    },
    Rule(.ecdhePskBlocksDiagnosis, toldOnce: true) { facts in
      guard facts.keyExchange == .ecdhePSK || facts.keyExchange == .dhePSK, facts.clientKey == nil,
        facts.serverKey == nil, facts.session.association.hasProtectedRecords, let suite = facts.handshake.cipherSuite
      else { return nil }
      return Verdict(
        .certain,
        """
        The server selects \(suite): its keys come of a Diffie-Hellman exchange too, so no pre-shared key can be tried on \
        the packets. A key log of either end opens it.
        """, [facts.evidence(.serverHello, of: .server)].compactMap { $0 })
    },
    Rule(.pskHintIgnored, toldOnce: true) { facts in
      guard !facts.isEstablished, facts.usesPresharedKey, facts.clientSentItsFlight, facts.outcome == .failed,
        facts.handshake.pskIdentityHint?.isEmpty ?? true, facts.message(.serverHelloDone, of: .server) != nil
      else { return nil }
      return Verdict(
        .likely,
        """
        The server sends no identity hint, and the client gives the identity \(facts.identity). That is allowed; a client \
        that has several keys and chooses by the hint would take the wrong one here.
        """, [facts.evidence(.serverHelloDone, of: .server)].compactMap { $0 })
    },
  ]
}
