import Analysis
import Bytes
import DTLS

/// Flights that do not arrive, and ends that stop in mid-handshake.
extension Rule {
  /// Bytes of UDP payload that every path carries (RFC 791: 576 bytes of packet): what is larger may meet a smaller MTU.
  static let safeDatagram = 508

  static let silentFlights: [Rule] = [
    Rule(.certFlightMtuBlackhole) { facts in
      guard isStuckAtServerFlight(facts) else { return nil }
      let largest = facts.session.activity.server.largestHandshakeDatagram
      let lost = facts.session.association.missingHandshakeRecords(of: .server)
      let hasCertificate = facts.message(.certificate, of: .server) != nil
      let hello = facts.message(.clientHello, of: .client)
      if lost > 0, facts.message(.serverHello, of: .server) == nil || !hasCertificate, !isPresharedOffer(facts) {
        // What came through is small, what is missing is large.
        return Verdict(
          .likely,
          """
          Of the server's flight only small datagrams arrive at the capture point (the largest has \(largest) bytes), and \
          its record numbers jump over \(Int(lost).of("record")): the datagrams with its certificate are lost on the way. \
          The client goes on repeating its ClientHello (\(facts.repetition(hello))). A path that drops large datagrams \
          without saying so does that.
          """, stuckEvidence(facts))
      }
      guard largest > safeDatagram, hasCertificate || !facts.usesPresharedKey else { return nil }
      return Verdict(
        .likely,
        """
        The server sends its flight with the certificate in datagrams of up to \(largest) bytes, and the client, which got \
        the small HelloVerifyRequest, repeats its ClientHello as if nothing had come (\(facts.repetition(hello))): large \
        datagrams do not arrive. If the client's side of the path shows them arriving, its input filter or its record \
        buffer is at fault instead.
        """, stuckEvidence(facts))
    },
    Rule(.pskMissingOnClient) { facts in
      guard facts.outcome == .failed, facts.usesPresharedKey, facts.message(.serverHelloDone, of: .server) != nil,
        !facts.clientSentItsFlight, facts.session.alerts.first(where: { $0.sender == .server }) == nil
      else { return nil }
      let helloCopies = facts.sendings(facts.message(.clientHello, of: .client))
      let done = facts.stamp(facts.message(.serverHelloDone, of: .server))
      let alert = facts.session.alerts.first { $0.sender == .client }
      // A client that repeats its hello did not get the answer.
      guard let done, !helloCopies.contains(where: { $0.number > done.number }) || alert != nil else { return nil }
      let end = alert.map { "ends with \($0.alert.map { "\($0.description)" } ?? "an alert")" } ?? "sends nothing more"
      return Verdict(
        .likely,
        """
        The client took the server's flight and \(end) where its ClientKeyExchange should come: it has no pre-shared key \
        or identity to put there.
        """,
        [facts.evidence(.serverHelloDone, of: .server)].compactMap { $0 } + (alert.map { [facts.evidence($0)] } ?? []))
    },
    Rule(.concurrentHandshakes) { facts in
      guard !facts.isEstablished, facts.handshake.hasOtherServerHello
      else { return nil }
      return Verdict(
        .likely,
        """
        The server answers one attempt of the client with ServerHellos that differ: a repeated ClientHello began a second \
        handshake there.
        """,
        facts.evidence(ofSendings: facts.message(.serverHello, of: .server), "a ServerHello"))
    },
    Rule(.clientDeaf) { facts in
      guard isStuckAtServerFlight(facts), facts.message(.serverHello, of: .server) != nil else { return nil }
      return Verdict(
        .likely,
        """
        The server answers the ClientHello with its whole flight, and the client goes on repeating the hello \
        (\(facts.repetition(facts.message(.clientHello, of: .client)))): the answers do not reach it. Its input filter, a \
        NAT on the way, or a task that does not read its socket is at fault.
        """, stuckEvidence(facts))
    },
    Rule(.inContentLenTooSmall) { facts in
      guard facts.outcome == .failed, facts.fatalAlert == nil, facts.clientSentItsFlight, !facts.serverFinished,
        facts.session.activity.client.largestHandshakeDatagram > safeDatagram,
        facts.message(.certificate, of: .client)?.length ?? 0 > safeDatagram
      else { return nil }
      let largest = facts.session.activity.client.largestHandshakeDatagram
      return Verdict(
        .possible,
        """
        The client's last flight carries its certificate in datagrams of up to \(largest) bytes, and the server does not \
        answer any of them (\(facts.repetition(facts.lastFlight))): they are larger than its record buffer, or than the \
        path carries.
        """, lastFlightEvidence(facts))
    },
    Rule(.finalFlightLostDeadlock) { facts in
      guard let finished = facts.handshake.finished.server?.stamp ?? facts.handshake.changeCipherSpecs.server.first,
        facts.handshake.version != .dtls13
      else { return nil }
      let late = facts.sendings(facts.lastFlight).filter { $0.number > finished.number }
      let answered = facts.handshake.changeCipherSpecs.server.contains { stamp in
        late.first.map { $0.number < stamp.number } ?? false
      }
      guard late.count >= 2, !answered, facts.session.records.client.applicationData == 0 else { return nil }
      return Verdict(
        .likely, severity: .error,
        """
        The server sent its Finished, and the client goes on repeating its own last flight (\(late.count.of("time")) \
        after it): the server's last flight was lost on the way to the client, and the server, which takes the handshake \
        for done, does not send it again.
        """,
        [Finding.Evidence(finished, "the server's last flight, sent once")]
          + late.prefix(5).map { Finding.Evidence($0, "the client's last flight again, not answered") })
    },
  ]

  /// What no other rule explains.
  static let leftovers: [Rule] = [
    Rule(.handshakeAbandonedEarly) { facts in
      guard !facts.isEstablished, let alert = facts.fatalAlert(from: .client, .internalError),
        let hello = facts.stamp(facts.message(.clientHello, of: .client)),
        facts.session.retransmittedDatagrams.client > 2, alert.stamp.milliseconds(since: hello) > 20_000
      else { return nil }
      return Verdict(
        .likely,
        """
        The client gave up after \(TimeWords.seconds(alert.stamp.milliseconds(since: hello))) of repeating itself, and \
        says so with internal_error, as GnuTLS does when its handshake timer is over.
        """, [facts.evidence(alert)])
    },
    Rule(.fatalAlert) { facts in
      guard !facts.isEstablished, let alert = facts.fatalAlert, let description = alert.alert?.description else {
        return nil
      }
      let last = lastMessage(facts, before: alert.stamp)
      return Verdict(
        .certain,
        """
        The \(alert.sender) ended the handshake with \(description)\(last.map { ", after \($0.what)" } ?? ""). That alert \
        at that point fits no known pattern; the \(alert.sender)'s log says what it did not like.
        """, [last, facts.evidence(alert)].compactMap { $0 })
    },
    Rule(.handshakeStalled) { facts in
      guard facts.outcome == .failed, !facts.isOneWay, facts.fatalAlert == nil, !facts.session.wasSuperseded,
        facts.session.activity.client.cutRecords + facts.session.activity.server.cutRecords == 0
      else { return nil }
      let last = lastMessage(facts, before: nil)
      return Verdict(
        .possible,
        """
        The handshake stopped\(last.map { " after \($0.what)" } ?? ""), and the packets do not say why: no alert, no ICMP \
        error, and repetitions without an answer. A capture at the other end, or the logs of both, would tell.
        """,
        [last, Finding.Evidence(facts.session.last, "the last packet")].compactMap { $0 })
    },
  ]

  private static func lastMessage(_ facts: SessionCase, before stamp: PacketStamp?) -> Finding.Evidence? {
    let messages = facts.handshake.messages.compactMap { message -> Finding.Evidence? in
      guard let sent = message.entry.copies.first?.packets.first, stamp.map({ sent.number < $0.number }) ?? true else {
        return nil
      }
      return Finding.Evidence(sent, "\(message.entry.type) of the \(message.sender)")
    }
    return messages.max { $0.stamp.number < $1.stamp.number }
  }

  /// Whether the server went on, and the client repeats its hello as if it had not.
  private static func isStuckAtServerFlight(_ facts: SessionCase) -> Bool {
    guard facts.outcome == .failed, facts.fatalAlert == nil, !facts.clientSentItsFlight,
      let first = facts.handshake.streams.server.entries.first?.copies.first?.packets.first
    else { return false }
    let hellos = facts.sendings(facts.message(.clientHello, of: .client))
    return hellos.contains { $0.number > first.number }
  }

  /// Whether the client offers pre-shared keys alone, so that no certificate can come.
  private static func isPresharedOffer(_ facts: SessionCase) -> Bool {
    let exchanges = facts.clientHello?.cipherSuites.compactMap { $0.parameters?.keyExchange } ?? []
    return !exchanges.isEmpty && exchanges.allSatisfy(\.authenticatesWithPSK)
  }

  private static func stuckEvidence(_ facts: SessionCase) -> [Finding.Evidence] {
    facts.evidence(ofSendings: facts.message(.clientHello, of: .client), "a ClientHello", limit: 4)
      + facts.handshake.streams.server.entries.prefix(3).compactMap { entry in
        entry.copies.first?.packets.first.map { Finding.Evidence($0, "\(entry.type) of the server") }
      }
  }
}
