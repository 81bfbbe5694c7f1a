import Analysis
import Bytes
import Capture
import DTLS

/// Two ends that answer each other's repetitions at once, and cookies that are never taken.
extension Rule {
  /// Retransmitted datagrams of one handshake from which on it is a storm: a timer that doubles from a second has sent a
  /// tenth of them after an hour.
  static let stormDatagrams = 20
  /// Retransmitted datagrams a second of a storm.
  static let stormRate = 10.0

  static let storms: [Rule] = [
    Rule(.natRebindDuringHello) { facts in
      guard let hello = facts.clientHello, !facts.isEstablished || facts.handshake.cookieExchange?.rejections ?? 0 > 0
      else { return nil }
      // The cookie was given to this client at another port, where its attempt began.
      let others = facts.partsOfAttempt
      guard !others.isEmpty, !hello.cookie.isEmpty, let first = others.first, first.number < facts.number else {
        return nil
      }
      // Of a client that changes its port with every datagram, the first change tells all.
      guard !others.dropFirst().contains(where: { $0.number < facts.number }) else { return nil }
      let ports = Set(others.map(\.digest.client)).count + 1
      var evidence = [
        Finding.Evidence(first.digest.first, "the client's first ClientHello, from \(first.digest.client)"),
        Finding.Evidence(
          facts.session.first, "the same ClientHello with the cookie, from \(facts.session.client)"),
      ]
      if let demand = facts.handshake.cookieExchange?.requestedAt {
        evidence.append(Finding.Evidence(demand, "the server demands a cookie again"))
      }
      let failed = !facts.isEstablished && !others.contains { $0.digest.outcome == .established }
      return Verdict(
        .likely, severity: failed ? .error : .warning,
        """
        The client's address or port changed between its hellos: one attempt (the same random bytes) came from \
        \(ports < CaptureHistory.maximumCompared ? ports.of("port") : "\(ports) ports or more") of \(facts.session.client.address). The server binds its cookie to the address, so it \
        demanded a new one\(failed ? " each time, and the handshake never got past the cookie." : ".")
        """, evidence)
    },
    Rule(.cookieNeverAccepted) { facts in
      guard let cookies = facts.handshake.cookieExchange, cookies.acceptedAt == nil, cookies.rejections >= 2,
        facts.serverHello == nil
      else { return nil }
      let hello = facts.message(.clientHello, of: .client)
      var text = """
        The client echoed the server's cookie, and the server answered with another HelloVerifyRequest, \
        \(cookies.rejections.of("time")) in all; it never went on.
        """
      if cookies.alteredEchoes > 0 {
        text += " The client changed the cookie, \(cookies.alteredEchoes.of("time")): the fault is on its side."
      } else {
        text += " Each cookie was echoed as it was given: it is the server that does not recognize its own cookies."
      }
      return Verdict(
        .certain, text,
        [Finding.Evidence(cookies.requestedAt, "the first HelloVerifyRequest")]
          + (facts.stamp(hello).map { [Finding.Evidence($0, "a ClientHello that echoes the cookie")] } ?? [])
          + [Finding.Evidence(facts.session.last, "the last packet of the exchange")])
    },
    Rule(.pskMismatchStorm) { facts in
      let copies = facts.session.retransmittedDatagrams
      let seconds = max(0.001, facts.session.last.milliseconds(since: facts.session.first) / 1000)
      guard !facts.isEstablished, facts.clientSentItsFlight, copies.client > stormDatagrams,
        copies.server > stormDatagrams, Double(copies.client + copies.server) / seconds > stormRate
      else { return nil }
      let rate = Int(Double(copies.client + copies.server) / seconds)
      return Verdict(
        facts.usesPresharedKey ? .likely : .possible,
        """
        Client and server answer each other's repetitions at once: \(copies.client) repeated datagrams of the client and \
        \(copies.server) of the server, \(rate) a second. The server does not accept the client's Finished: \
        \(facts.keyFact)
        """,
        facts.evidence(ofSendings: facts.message(.clientKeyExchange, of: .client), "the client's last flight", limit: 3)
          + [Finding.Evidence(facts.session.last, "the last packet of the storm")])
    },
  ]
}
