import Analysis
import Bytes
import Capture
import DTLS

/// Servers that cannot be reached, do not listen, or do not hear.
extension Rule {
  /// What ICMP says of a server that could not be reached.
  static let unreachable: [Rule] = [
    Rule(.icmpFiltered) { facts in
      guard let error = rejection(facts), error.isProhibited(facts) else { return nil }
      let others = error.reporter == facts.session.server.address ? "The server's own host" : "A router or firewall"
      return Verdict(
        .possible,
        """
        \(others), \(error.reporter), rejects the client's datagrams by its rules (ICMP: \(error.name)); they do not \
        reach the server's DTLS.
        """, icmpEvidence(facts))
    },
    Rule(.serverProcessGone) { facts in
      guard let error = rejection(facts), error.isPortUnreachable(facts),
        error.reporter == facts.session.server.address,
        let earlier = facts.serverSessions.last(where: {
          $0.number < facts.number && $0.digest.outcome == .established
        })
      else { return nil }
      return Verdict(
        .likely,
        """
        The server's host says that nobody listens on \(facts.session.server), where session \(earlier.number) came up \
        before: the server's process ended in between, or its device is starting.
        """, icmpEvidence(facts))
    },
    Rule(.dtlsPortClosed) { facts in
      guard let error = rejection(facts), error.isPortUnreachable(facts), error.reporter == facts.session.server.address
      else { return nil }
      let plain = facts.plainCoAPAnswers
      return Verdict(
        facts.serverSpoke ? .likely : .certain,
        """
        The host \(error.reporter) is there, and says that nobody listens on its UDP port \(facts.session.server.port) \
        (ICMP port unreachable).\(plain ? " It answers CoAP without DTLS, so only the DTLS endpoint is missing." : "")
        """, icmpEvidence(facts))
    },
    Rule(.serverUnreachable) { facts in
      guard let error = rejection(facts) else { return nil }
      return Verdict(
        facts.serverSpoke ? .likely : .certain,
        "\(error.reporter) reports that the server cannot be reached: \(error.name).", icmpEvidence(facts))
    },
  ]

  /// Hellos that nobody answers.
  static let silentHellos: [Rule] = [
    Rule(.datagramsCutOnTheWay) { facts in
      guard facts.outcome == .failed, facts.fatalAlert == nil else { return nil }
      for side in Side.allCases {
        let activity = facts.session.activity[side]
        guard let first = activity.firstShort, activity.shortRecords > 1 else { continue }
        return Verdict(
          .likely,
          """
          \(activity.shortRecords.of("record")) of the \(side) claim more bytes than the datagrams have that carry them, \
          though the capture holds these to their end: they were cut before the capture point. The \(side.peer) drops what \
          is not whole, and does not answer.
          """, [Finding.Evidence(first, "a record that is longer than its datagram")])
      }
      return nil
    },
    Rule(.clientRestartSamePort) { facts in
      guard let before = facts.session.predecessor, before.wasEstablished, !before.wasClosed, !before.wasAbandoned,
        facts.isStuck, facts.serverHello == nil
      else { return nil }
      let hello = facts.message(.clientHello, of: .client)
      return Verdict(
        .certain, severity: .error,
        """
        The client began a new handshake from the same address and port \
        \(TimeWords.seconds(facts.session.first.milliseconds(since: before.last))) after the last packet of its session, \
        without closing it: it restarted. The server still holds the old session and does not answer the ClientHello \
        (\(facts.repetition(hello))).
        """,
        [Finding.Evidence(before.last, "the last packet of the session that was there")]
          + facts.evidence(ofSendings: hello, "a ClientHello in epoch 0 on the same ports"))
    },
    Rule(.clienthelloFragmented) { facts in
      guard isUnanswered(facts), let hello = facts.message(.clientHello, of: .client),
        hello.copies.contains(where: { $0.fragments > 1 })
      else { return nil }
      return Verdict(
        .likely,
        """
        The client splits its ClientHello of \(hello.length) bytes into \(hello.copies.first?.fragments ?? 0) handshake \
        fragments, and the server answers none of them: Mbed TLS before 3.6.6, tinyDTLS and Californium do not put a \
        ClientHello together.
        """, facts.evidence(ofSendings: hello, "a ClientHello in fragments"))
    },
    Rule(.hvrNotResent) { facts in
      guard let exchange = unheardCookieDemand(facts), exchange.answers == 1, exchange.hellos > 2 else { return nil }
      return Verdict(
        .possible,
        """
        The server answered the first ClientHello with a HelloVerifyRequest and none of its \
        \((exchange.hellos - 1).of("repetition")): the client did not get the only one, and the server does not send it \
        again.
        """, exchange.evidence)
    },
    Rule(.clientDeaf) { facts in
      guard let exchange = unheardCookieDemand(facts), exchange.answers > 1 else { return nil }
      return Verdict(
        .likely,
        """
        The server answered \(exchange.answers) of \(exchange.hellos.of("ClientHello")) with a HelloVerifyRequest, and \
        the client goes on repeating the hello without a cookie: none of the answers reaches it.
        """, exchange.evidence)
    },
    Rule(.serverDeafAfterCookie) { facts in
      guard facts.isStuck, facts.refusal == nil, facts.handshake.streams.server.entries.isEmpty, !facts.isRejected,
        let exchange = facts.handshake.cookieExchange, exchange.acceptedAt == nil, exchange.isEchoedExactly == true
      else { return nil }
      let hello = facts.message(.clientHello, of: .client)
      let sizes = facts.session.activity
      return Verdict(
        .likely,
        """
        The server demanded a cookie, so it was reached and its answer arrived; the ClientHello with that cookie was \
        \(facts.repetition(hello)) and stays unanswered. Either these hellos do not arrive (they are larger: \
        \(sizes.client.largestHandshakeDatagram) bytes), or the server drops them, or everything that it sends after the \
        HelloVerifyRequest is lost. A capture next to the server tells which.
        """,
        [Finding.Evidence(exchange.requestedAt, "HelloVerifyRequest")]
          + facts.evidence(ofSendings: hello, "a ClientHello with the cookie"))
    },
    Rule(.halfOpenFlood) { facts in
      guard isUnanswered(facts), facts.isServerAlive, facts.neverVerifiedClients(within: 30_000_000_000) >= 5 else {
        return nil
      }
      return Verdict(
        .possible, severity: .error,
        """
        The server does not answer, and \(facts.neverVerifiedClients(within: 30_000_000_000)) other clients left it with \
        half-open handshakes within 30 s of this one: it may have no room for more.
        """, unansweredEvidence(facts))
    },
    Rule(.serverHeapOrSessionLimit) { facts in
      guard isUnanswered(facts), facts.isServerAlive,
        let served = facts.serverSessions.last(where: {
          $0.digest.outcome == .established && $0.digest.first.nanoseconds < facts.session.first.nanoseconds
            && $0.digest.client != facts.session.client
        }), facts.served(within: 30_000_000_000).count > 0
      else { return nil }
      return Verdict(
        .possible,
        """
        The server does not answer this client while it serves others (session \(served.number) came up before): it may \
        be out of memory or at its limit of sessions, or a filter drops this client's datagrams alone. The server's log, \
        and whether a new client is answered 30 s or 300 s later, tell which.
        """,
        unansweredEvidence(facts) + [Finding.Evidence(served.digest.first, "session \(served.number), which came up")])
    },
    Rule(.dtlsServerRoleOff) { facts in
      guard isUnanswered(facts), facts.plainCoAPAnswers,
        !facts.serverSessions.contains(where: { $0.digest.serverSpoke })
      else { return nil }
      return Verdict(
        .possible,
        """
        The host \(facts.session.server.address) answers CoAP without DTLS, and no ClientHello of any client: the DTLS \
        endpoint is there (no ICMP error), and does nothing. Mbed TLS built for clients only does that; a filter on port \
        \(facts.session.server.port) would look the same.
        """, unansweredEvidence(facts))
    },
    Rule(.serverDeaf) { facts in
      guard isUnanswered(facts), facts.isServerAlive else { return nil }
      return Verdict(
        .likely,
        """
        The host \(facts.session.server.address) is alive, it sent other packets around that time, but it does not answer \
        on \(facts.session.server.port): the ClientHello was \(facts.repetition(facts.message(.clientHello, of: .client))). \
        Its DTLS has no server role, no memory or no free session, or a filter drops the datagrams; the server's log \
        tells.
        """, unansweredEvidence(facts))
    },
    Rule(.serverUnreachable) { facts in
      guard isUnanswered(facts) else { return nil }
      let host = facts.history.hosts.host(facts.session.server.address)
      let wanted = host?.requests ?? 0
      let asked =
        wanted > 0 ? " \(wanted.of("request")) for its link address went unanswered, so it is not on the link." : ""
      return Verdict(
        wanted > 1 ? .certain : .likely,
        """
        Nothing at all comes from \(facts.session.server.address): the ClientHello was \
        \(facts.repetition(facts.message(.clientHello, of: .client))), without any answer or ICMP error.\(asked) The host \
        is off, the address is wrong, or a network or firewall on the way drops the packets.
        """,
        unansweredEvidence(facts)
          + (host?.wanted.map { [Finding.Evidence($0, "a request for the server's link address, never answered")] }
            ?? []))
    },
  ]

  /// Whether ClientHellos were repeated in vain: nothing of the server was captured.
  private static func isUnanswered(_ facts: SessionCase) -> Bool {
    facts.isStuck && !facts.serverSpoke && facts.clientHello != nil && !facts.isOneWay && !facts.isRejected
  }

  private static func unansweredEvidence(_ facts: SessionCase) -> [Finding.Evidence] {
    facts.evidence(ofSendings: facts.message(.clientHello, of: .client), "a ClientHello that nobody answers")
  }

  /// A cookie that was demanded, while the client goes on as if it was not.
  private static func unheardCookieDemand(
    _ facts: SessionCase
  ) -> (hellos: Int, answers: Int, evidence: [Finding.Evidence])? {
    guard facts.isStuck, facts.refusal == nil, !facts.isRejected, let exchange = facts.handshake.cookieExchange,
      exchange.isEchoedExactly == nil, exchange.acceptedAt == nil,
      let hello = facts.message(.clientHello, of: .client)
    else { return nil }
    let answers = facts.handshake.helloVerifyRequests.entries.reduce(0) { $0 + $1.copies.count }
    return (
      hello.copies.count, answers,
      facts.evidence(ofSendings: hello, "a ClientHello without a cookie")
        + [Finding.Evidence(exchange.requestedAt, "HelloVerifyRequest")]
    )
  }

  // MARK: ICMP

  /// The first ICMP error about the client's datagrams that ended the handshake.
  private static func rejection(_ facts: SessionCase) -> Session.ICMPFact? {
    facts.session.icmpErrors.first { $0.sender == .client && $0.isRejection }
  }

  private static func icmpEvidence(_ facts: SessionCase) -> [Finding.Evidence] {
    let hello = facts.message(.clientHello, of: .client)
    return (facts.stamp(hello).map { [Finding.Evidence($0, "a ClientHello")] } ?? [])
      + facts.session.icmpErrors.filter { $0.sender == .client }.prefix(3).map {
        Finding.Evidence($0.stamp, "\($0.reporter) reports \($0.name)")
      }
  }
}

extension Session.ICMPFact {
  /// Whether nobody listens on the port (RFC 792; RFC 4443 §3.1).
  func isPortUnreachable(_ facts: SessionCase) -> Bool {
    facts.session.server.address.isIPv6 ? type == 1 && code == 4 : type == 3 && code == 3
  }

  /// Whether a rule forbids it (RFC 1812 §5.2.7.1; RFC 4443 §3.1).
  func isProhibited(_ facts: SessionCase) -> Bool {
    facts.session.server.address.isIPv6
      ? type == 1 && [1, 5, 6].contains(code) : type == 3 && [9, 10, 13].contains(code)
  }
}

extension SessionCase {
  /// Nanoseconds around a session in which a packet of its server's host shows that the host was alive.
  static let aliveMargin: Int64 = 30_000_000_000

  /// Whether an ICMP error says that what the client sent did not arrive.
  var isRejected: Bool { session.icmpErrors.contains { $0.sender == .client && $0.isRejection } }

  /// Whether the server's host sent anything else around the time of the session.
  var isServerAlive: Bool {
    history.hosts.wasHeard(session.server.address, around: time, margin: Self.aliveMargin)
  }

  /// Whether the server's host answered CoAP without DTLS.
  var plainCoAPAnswers: Bool {
    history.conversations.contains { conversation in
      conversation.destination.address == session.server.address && conversation.received.count > 0
    }
  }

  /// Sessions of the server that came up, and were alive within `margin` nanoseconds of this one.
  func served(within margin: Int64) -> [CaptureHistory.Known] {
    serverSessions.filter {
      $0.digest.outcome == .established && $0.digest.last.nanoseconds > time.lowerBound &- margin
        && $0.digest.first.nanoseconds < time.upperBound &+ margin
    }
  }

  /// Clients that began a handshake with the server and did not come to the cookie, within `margin` nanoseconds.
  func neverVerifiedClients(within margin: Int64) -> Int {
    let others = serverSessions.filter {
      $0.digest.outcome != .established && $0.digest.cookie == nil && $0.digest.clientRandom != nil
        && $0.digest.serverSpoke
        && abs($0.digest.first.nanoseconds &- session.first.nanoseconds) < margin
        && $0.digest.clientRandom != clientHello?.random.bytes
    }
    return Set(others.map(\.digest.client)).count
  }

  /// Whether one end's packets are missing from the capture, though they were sent: the other end goes on as one does
  /// that was answered.
  var isOneWay: Bool {
    if !serverSpoke {
      // A cookie that was given to the client at another port shows an answer to that one.
      let echoes = clientHello.map { !$0.cookie.isEmpty || $0.extensions.cookie != nil } ?? false
      return echoes && partsOfAttempt.isEmpty || clientSentItsFlight
        || session.activity.client.unanswered?.applicationData ?? 0 > 0
          && session.association.hasHandshake
    }
    return !clientSpoke
  }
}
