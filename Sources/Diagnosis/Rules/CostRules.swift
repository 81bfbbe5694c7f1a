import Analysis
import Bytes
import DTLS

/// Bytes and datagrams that a handshake or a session need not cost.
extension Rule {
  /// Bytes that one datagram of a flight may well have: below the MTU that IPv6 guarantees, with headers.
  static let comfortableDatagram = 1200
  /// Bytes on average below which a handshake message's fragments are small: a twelfth of each is headers.
  static let smallFragment = 300
  /// Bytes of a datagram from which on a ClientHello is large for a client with a pre-shared key: with the suites that one
  /// needs it has about 100.
  static let largeHello = 400

  static let costs: [Rule] = [
    lostDatagrams,
    Rule(.excessDatagrams, toldOnce: true) { facts in
      guard facts.isEstablished,
        let flight = facts.flights.first(where: {
          $0.datagrams > 1 && $0.bytes < comfortableDatagram && $0.fragments == $0.messages.count
        })
      else { return nil }
      return Verdict(
        .certain, severity: .info,
        """
        The \(flight.sender) sends its flight of \(flight.messages.count.of("message")) in \(flight.datagrams) datagrams, \
        though its \(flight.bytes) bytes fit into one. Each of them can be lost, and is one more packet for the radio.
        """,
        [
          Finding.Evidence(flight.sent[0], "\(flight.messages[0]) of the \(flight.sender), alone"),
          Finding.Evidence(flight.ended, "the end of the flight"),
        ])
    },
    Rule(.smallMtuFragmentation, toldOnce: true) { facts in
      guard let (side, entry) = smallFragments(facts), let copy = entry.copies.first, let first = copy.packets.first
      else { return nil }
      return Verdict(
        .certain, severity: .info,
        """
        The \(side)'s \(entry.type) of \(entry.length) bytes comes in \(copy.fragments) handshake fragments, \
        \(entry.length / copy.fragments) bytes each on average: with 25 bytes of headers for each of them, besides those of \
        UDP and IP. Its MTU is set low, or it fell back to small datagrams after timeouts.
        """, [Finding.Evidence(first, "the first fragment")])
    },
    Rule(.oversizedClienthello, toldOnce: true) { facts in
      guard facts.usesPresharedKey, facts.isEstablished, let hello = facts.message(.clientHello, of: .client),
        hello.length + Record.headerLength + HandshakeFragment.headerLength > largeHello,
        let suites = facts.clientHello?.cipherSuites.count
      else { return nil }
      return Verdict(
        .certain, severity: .info,
        """
        The ClientHello takes \(hello.length + Record.headerLength + HandshakeFragment.headerLength) bytes, with \
        \(suites.of("cipher suite")), for a session with a pre-shared key; with the suites in use it is about 100. It is \
        sent \(hello.copies.count + (facts.handshake.cookieExchange == nil ? 0 : 1) == 1 ? "once" : "more than once").
        """, [facts.evidence(.clientHello, of: .client)].compactMap { $0 })
    },
    Rule(.cbcSuiteSelected, toldOnce: true) { facts in
      guard facts.isEstablished, let suite = facts.handshake.cipherSuite, case .cbc? = suite.parameters?.cipher?.mode
      else { return nil }
      return Verdict(
        .certain, severity: .info,
        """
        The server selects \(suite), a CBC suite: each record carries an initialization vector, padding and a MAC, some 50 \
        to 75 bytes, where an AEAD suite needs 29 or 37. \(offersAEAD(facts))
        """, [facts.evidence(.serverHello, of: .server)].compactMap { $0 })
    },
  ]

  /// The first message of either end that is cut into small fragments.
  private static func smallFragments(_ facts: SessionCase) -> (Side, HandshakeStream.Entry)? {
    guard facts.isEstablished else { return nil }
    for side in Side.allCases {
      for entry in facts.handshake.streams[side].entries {
        guard let count = entry.copies.first?.fragments, count > 1, entry.length / count < smallFragment else {
          continue
        }
        return (side, entry)
      }
    }
    return nil
  }

  private static func offersAEAD(_ facts: SessionCase) -> String {
    let suites = facts.clientHello?.cipherSuites ?? []
    let count = suites.count { $0.parameters?.cipher?.mode.isAEAD ?? false }
    return count == 0
      ? "The client offers no other kind."
      : "The client offers \(count.of("AEAD suite")), so it is the server that prefers it or has no other."
  }
}
