import Analysis
import Bytes
import Capture
import DTLS

/// Pre-shared keys and identities that the two ends do not share.
extension Rule {
  /// What a key proves, whatever happened afterwards.
  static let proofs: [Rule] = [
    Rule(.recordCorrupted) { facts in
      guard facts.outcome == .failed, let damage = facts.session.association.damagedFinished else { return nil }
      let retried = facts.siblings.contains { $0.number > facts.number && $0.digest.outcome == .established }
      return Verdict(
        .certain, severity: retried ? .warning : .error,
        """
        The Finished of the \(damage.sender) decrypts to a Finished under \(damage.keySource), but its tag does not \
        match: bytes of it were altered on the way. The key is right\(retried ? ", and the next attempt came up." : ".")
        """,
        [Finding.Evidence(damage.stamp, "a Finished whose content is right and whose tag is not")]
          + (facts.fatalAlert.map { [facts.evidence($0)] } ?? []))
    },
    Rule(.pskEncodingVariant) { facts in
      guard facts.outcome == .failed, let key = facts.clientKey ?? facts.serverKey, key.contains("(variant: "),
        facts.fatalAlert(.unknownPSKIdentity) == nil
      else { return nil }
      let side = facts.clientKey == nil ? Side.server : .client
      return Verdict(
        .certain,
        """
        The \(side) uses \(key): the same secret as other bytes. Its Finished opens under that form of the key and not \
        under the key as given, so the two ends do not have the same bytes.
        """, finishedEvidence(facts, side) + endEvidence(facts))
    },
  ]

  /// Nanoseconds within which a client that does not know what went wrong tries again by itself: whoever changes a key
  /// takes longer.
  private static let promptness: Int64 = 5_000_000_000

  /// Alerts about keys.
  static let keyAlerts: [Rule] = [
    Rule(.pskIdentityUnknownAlert) { facts in
      guard let alert = facts.fatalAlert(from: .server, .unknownPSKIdentity) else { return nil }
      if facts.handshake.offeredVersions.contains(.dtls13), facts.serverHello == nil { return nil }
      return Verdict(
        .certain,
        """
        The server does not know the identity \(facts.identity), which the client gave in its \
        ClientKeyExchange.\(facts.clientKey.map { " The client's key is \($0), so only the identity is wrong." } ?? "")
        """,
        [facts.evidence(.clientKeyExchange, of: .client, "ClientKeyExchange with identity \(facts.identity)")]
          .compactMap { $0 } + [facts.evidence(alert)])
    },
    Rule(.ecjpakeWrongPassword) { facts in
      guard facts.keyExchange == .ecjpake, facts.clientSentItsFlight,
        let alert = facts.fatalAlert(.badRecordMAC, .decryptError, .handshakeFailure)
      else { return nil }
      return Verdict(
        .likely, "EC-JPAKE came to its last flight, and the \(alert.sender) rejects it: the two passwords differ.",
        finishedEvidence(facts, alert.sender.peer) + [facts.evidence(alert)])
    },
    Rule(.resumptionBadMac) { facts in
      guard facts.handshake.isResumed, let alert = facts.fatalAlert(.badRecordMAC, .decryptError) else { return nil }
      return Verdict(
        .likely,
        """
        The server resumes an earlier session, and the \(alert.sender) cannot read the other's Finished: the two do not \
        hold the same master secret any more.
        """, [facts.evidence(.serverHello, of: .server)].compactMap { $0 } + [facts.evidence(alert)])
    },
    Rule(.recordCorrupted) { facts in
      guard facts.usesPresharedKey, facts.clientSentItsFlight,
        let alert = facts.fatalAlert(.badRecordMAC, .decryptError), !facts.noKeyFits,
        let retry = facts.siblings.first(where: {
          $0.number > facts.number && $0.digest.outcome == .established
            && $0.digest.first.nanoseconds &- alert.stamp.nanoseconds < promptness
            && $0.digest.pskIdentity == facts.handshake.pskIdentity
            && ($0.digest.keySource == nil || facts.clientKey == nil || $0.digest.keySource == facts.clientKey)
        })
      else { return nil }
      return Verdict(
        .possible, severity: .warning,
        """
        The \(alert.sender) could not read a record of the \(alert.sender.peer), but the next attempt of the same client \
        with the same identity came up (session \(retry.number)): with a wrong key it would have failed as well, so bytes \
        were altered on the way.
        """, finishedEvidence(facts, alert.sender.peer) + [facts.evidence(alert)])
    },
    Rule(.pskIdentityUnknownTinydtls) { facts in
      // A server that cannot read a Finished says bad_record_mac or nothing; only the text of a key would differ.
      guard facts.keyExchange == .psk, facts.clientSentItsFlight, !facts.serverFinished,
        let alert = facts.fatalAlert(from: .server, .decryptError), !facts.noKeyFits,
        facts.clientKey == nil || facts.suppliedKeyIsRight
      else { return nil }
      let key = facts.clientKey.map { " The Finished opens under \($0), so the key is the one you gave." } ?? ""
      return Verdict(
        facts.clientKey == nil ? .possible : .likely,
        """
        The server answers the client's last flight with decrypt_error, as tinyDTLS does for an identity that it does not \
        know; the identity is \(facts.identity).\(key)
        """, finishedEvidence(facts, .client) + [facts.evidence(alert)])
    },
    Rule(.pskMismatchAlert) { facts in
      guard facts.usesPresharedKey, facts.clientSentItsFlight, !facts.serverFinished,
        let alert = facts.fatalAlert(.badRecordMAC, .decryptionFailed, .decryptError)
      else { return nil }
      return Verdict(
        facts.keyExchange == .psk ? .likely : .possible,
        """
        The \(alert.sender) cannot read the \(alert.sender.peer)'s Finished: the two ends derived different keys from \
        the pre-shared key for identity \(facts.identity). \(facts.keyFact)
        """, finishedEvidence(facts, alert.sender.peer) + [facts.evidence(alert)])
    },
  ]

  /// A client's last flight that nobody answers, with a pre-shared key.
  static let silentKeys: [Rule] = [
    Rule(.pskIdentityEmpty) { facts in
      guard isRejectedSilently(facts), facts.handshake.pskIdentity?.isEmpty == true,
        repetitionsAfterLastFlight(facts, .serverHello).isEmpty
      else { return nil }
      return Verdict(
        .likely,
        """
        The client gives an empty identity, and the server answers nothing: Mbed TLS takes that for a malformed \
        ClientKeyExchange and sends no alert. \(facts.keyFact)
        """, lastFlightEvidence(facts))
    },
    Rule(.pskMismatchOpenssl) { facts in
      // Mbed TLS repeats its flight in one datagram; timers of both ends may run out together, so order tells little.
      guard isRejectedSilently(facts), repeatsInSeveralDatagrams(facts) else { return nil }
      let answers = answersWithItsFlight(facts)
      let manner =
        answers
        ? "Each time the client sends its last flight, the server repeats its own flight within milliseconds"
        : "The server repeats its flight after the client's last one, each message in a datagram of its own,"
      return Verdict(
        .likely,
        """
        \(manner) and sends no alert: OpenSSL's way to drop a Finished that it cannot read. The two ends have different \
        keys for identity \(facts.identity). \(facts.keyFact)
        """, lastFlightEvidence(facts))
    },
    Rule(.pskRejectedByServerStack) { facts in
      guard isRejectedSilently(facts), facts.keyExchange == .psk,
        repetitionsAfterLastFlight(facts, .serverHello).count > 1
      else { return nil }
      return Verdict(
        facts.clientKey == nil ? .possible : .likely,
        """
        The client sent its last flight, and the server goes on repeating its own flight on its own timer: it does not \
        take the ClientKeyExchange. A server whose own key is longer than it can hold does that. \(facts.keyFact)
        """, lastFlightEvidence(facts))
    },
    Rule(.pskIdentityUnknownSilent) { facts in
      guard isRejectedSilently(facts), facts.clientKey != nil, facts.suppliedKeyIsRight else { return nil }
      return Verdict(
        .possible,
        """
        The client's Finished opens under \(facts.clientKey ?? ""), so the client has the key you gave, and still the \
        server answers nothing. If the server has that key too, it does not know the identity \(facts.identity), or its \
        last flight was lost and it does not send it again; if not, the two ends have different keys. The server's log \
        or a capture next to it decides.
        """, lastFlightEvidence(facts))
    },
    Rule(.pskMismatchSilent) { facts in
      guard isRejectedSilently(facts) else { return nil }
      // A key that an example came with says what the client has, and nothing of the server.
      let others = facts.session.association.candidateCount == 0 || facts.clientKey == nil && !facts.noKeyFits
      return Verdict(
        others ? .possible : .likely,
        """
        The client sent its last flight (\(facts.repetition(facts.lastFlight))), and the server answers nothing more, as \
        GnuTLS, tinyDTLS and Californium do with a Finished that they cannot read: the two ends have different keys for \
        identity \(facts.identity). \(facts.keyFact)\(others ? Self.silentAlternatives : "")
        """, lastFlightEvidence(facts))
    },
  ]

  private static let silentAlternatives = """
     An identity that the server does not know, or a last flight of the server that got lost, looks the same in packets: \
    the key, or a capture next to the server, decides.
    """

  /// Whether the client has sent its last flight and the server neither goes on nor says why not.
  private static func isRejectedSilently(_ facts: SessionCase) -> Bool {
    facts.usesPresharedKey && facts.isStuck && facts.clientSentItsFlight && !facts.serverFinished
      && facts.refusal == nil && !facts.handshake.isResumed && facts.clientSpoke && facts.serverSpoke
      && !facts.isRejected
  }

  /// Whether the server repeats its flight right after the client's, not on a timer of its own.
  private static func answersWithItsFlight(_ facts: SessionCase) -> Bool {
    let clients = facts.sendings(facts.lastFlight)
    let servers = repetitionsAfterLastFlight(facts, .serverHello)
    // Of a client's flights every other one may be its answer to the server's. One flight of the server that crosses the
    // client's is no answer to it.
    guard !servers.isEmpty, servers.count * 3 >= clients.count - 1 else { return false }
    // On a timer of its own the server is first, and the client answers it.
    let window = promptAnswer(facts)
    let prompt = servers.filter { stamp in
      clients.contains { (0..<window).contains(stamp.milliseconds(since: $0)) && $0.number < stamp.number }
    }
    if prompt.count * 2 > servers.count { return true }
    // A client that does not repeat its flight lets the server's timer run.
    return clients.count == 1
  }

  /// The repetitions of a message of the server since the client sent its last flight.
  private static func repetitionsAfterLastFlight(_ facts: SessionCase, _ type: HandshakeType) -> [PacketStamp] {
    guard let flight = facts.sendings(facts.lastFlight).first else { return [] }
    return facts.sendings(facts.message(type, of: .server)).dropFirst().filter { $0.number > flight.number }
  }

  /// Milliseconds within which the server answers what it gets, by how long its first flight took. No timer is as short.
  private static func promptAnswer(_ facts: SessionCase) -> Double {
    guard let flight = facts.stamp(facts.message(.serverHello, of: .server)),
      let hello = facts.sendings(facts.message(.clientHello, of: .client)).last(where: { $0.number < flight.number })
    else { return 50 }
    return min(900, max(50, 2 * flight.milliseconds(since: hello)))
  }

  /// Whether the server's repetitions have each message in a datagram of its own, as OpenSSL's and wolfSSL's do; Mbed TLS
  /// packs them.
  private static func repeatsInSeveralDatagrams(_ facts: SessionCase) -> Bool {
    let hellos = repetitionsAfterLastFlight(facts, .serverHello)
    let dones = repetitionsAfterLastFlight(facts, .serverHelloDone)
    return hellos.count > 1 && !dones.isEmpty && Set(hellos.map(\.number)).isDisjoint(with: dones.map(\.number))
  }

  /// The client's Finished and what came of it.
  static func finishedEvidence(_ facts: SessionCase, _ side: Side) -> [Finding.Evidence] {
    let key = side == .client ? facts.clientKey : facts.serverKey
    let what = key.map { "the \(side)'s Finished, which opens under \($0)" } ?? "the \(side)'s Finished"
    if let stamp = facts.handshake.finished[side]?.stamp { return [Finding.Evidence(stamp, what)] }
    return [facts.evidence(.clientKeyExchange, of: .client)].compactMap { $0 }
  }

  /// Every sending of the client's last flight.
  static func lastFlightEvidence(_ facts: SessionCase) -> [Finding.Evidence] {
    facts.evidence(ofSendings: facts.lastFlight, "the client's last flight")
      + (facts.stamp(facts.message(.serverHello, of: .server)).map {
        [Finding.Evidence($0, "the server's flight, the last that it sent of its own accord")]
      } ?? [])
  }

  private static func endEvidence(_ facts: SessionCase) -> [Finding.Evidence] {
    facts.fatalAlert.map { [facts.evidence($0)] } ?? [Finding.Evidence(facts.session.last, "the last packet")]
  }
}

extension SessionCase {
  /// The first message of the client's last flight.
  var lastFlight: HandshakeStream.Entry? {
    message(.certificate, of: .client) ?? message(.clientKeyExchange, of: .client)
  }

  /// The identity in quotes.
  var identity: String {
    guard let identity = handshake.pskIdentity else { return "(not captured)" }
    return identity.isEmpty ? "\"\" (empty)" : Quotation.text(identity)
  }

  /// Whether the key that the client has is the one that the user expects both to have: the only one given for it, as it
  /// was given.
  var suppliedKeyIsRight: Bool {
    guard let clientKey else { return false }
    return !clientKey.contains("(") && session.association.candidateCount <= 1
  }

  /// What the keys supplied say about the client's.
  var keyFact: String {
    if let clientKey {
      if session.association.candidateCount == 0 {
        return "The client's Finished opens under \(clientKey): that is the client's key."
      }
      return suppliedKeyIsRight
        ? "The client's Finished opens under \(clientKey), the key you gave: the server has another one."
        : "The client's Finished opens under \(clientKey): that is the client's key, and the server has another one."
    }
    switch session.association.keyProblem {
    case .wrongKey:
      return "None of the keys you gave, nor a common other spelling of one, opens the client's Finished."
    case .needsKeyLog:
      return """
        With an ephemeral key exchange the key itself cannot be tried on the packets; a plain PSK suite, or a key log of \
        either end, would tell which end has which.
        """
    default:
      return "No key was given to try on the client's Finished: with --psk, the report says which end has which key."
    }
  }
}
