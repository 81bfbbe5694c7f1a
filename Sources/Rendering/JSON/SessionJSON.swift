import Analysis
import Bytes
import DTLS

extension JSONWriter {
  /// The members of a session, but for its findings, which are known later.
  mutating func members(_ session: Session) {
    let association = session.association
    let handshake = association.handshake
    member("id", number: session.id)
    member("client", session.client)
    member("server", session.server)
    member("rolesGuessed", session.hasGuessedRoles)
    member("version", handshake.version.map { "\($0)" })
    member("offeredVersions", handshake.offeredVersions) { $0.value("\($1)") }
    memberSuite(handshake.cipherSuite)
    member("outcome", session.outcome.rawValue)
    member("resumed", handshake.isResumed)
    member("firstPacket", session.first.number)
    member("lastPacket", session.last.number)
    member("firstTimestamp", nanoseconds: session.first.nanoseconds)
    member("lastTimestamp", nanoseconds: session.last.nanoseconds)
    member("pskIdentity", text: handshake.pskIdentity)
    member("pskIdentityHint", text: handshake.pskIdentityHint)
    member("serverName", text: handshake.clientHello?.extensions.serverName)
    member("extendedMasterSecret", handshake.serverHello.map { _ in handshake.hasExtendedMasterSecret })
    member("encryptThenMAC", handshake.serverHello.map { _ in handshake.hasEncryptThenMAC })
    member("renegotiations", association.handshakes.count - 1)
    memberConnectionID(handshake)
    member("rebindings", session.rebindings) { json, rebinding in
      json.object {
        $0.member("packet", rebinding.stamp.number)
        $0.member("side", rebinding.side.rawValue)
        $0.member("from", rebinding.from)
        $0.member("to", rebinding.to)
      }
    }
    memberDTLS13(session)
    memberCookieExchange(handshake.cookieExchange)
    memberCertificates(association)
    memberFingerprints(session)
    member("handshake") {
      $0.members(association)
      $0.member("bridged", association.bridgedGaps) { json, gap in json.object { $0.members(gap) } }
    }
    member("retransmittedDatagrams", session.retransmittedDatagrams)
    member("duplicateDatagrams", session.duplicateDatagrams)
    member("missingRecords", association.missingRecords)
    member("alerts", session.alerts) { json, alert in json.object { $0.members(alert) } }
    member("icmpErrors", session.icmpErrors) { json, error in
      json.object {
        $0.member("packet", error.stamp.number)
        $0.member("reporter", "\(error.reporter)")
        $0.member("aboutSender", error.sender.rawValue)
        $0.member("type", error.type)
        $0.member("code", error.code)
        $0.member("name", error.name)
      }
    }
    member("records") { json in
      for side in Side.allCases {
        json.member(side == .client ? "client" : "server") {
          let counts = session.records[side]
          $0.member("applicationData", counts.applicationData)
          $0.member("decrypted", counts.decrypted)
          $0.member("failed", counts.failed)
        }
      }
    }
    let decryption = session.decryption
    member("decryption") {
      $0.member("status", decryption.state.rawValue)
      $0.member("reason", decryption.reason)
      $0.member("keySource", decryption.keySource)
    }
    member("malformed", session.malformed)
    member("evicted", session.wasEvicted)
    member("coapMessages", session.coapMessages)
  }

  /// The members of an alert.
  mutating func members(_ alert: Session.AlertFact) {
    member("packet", alert.stamp.number)
    member("sender", alert.sender.rawValue)
    member("level", alert.alert.map { "\($0.level)" })
    member("description", alert.alert.map { "\($0.description)" })
    member("code", alert.alert?.description.rawValue)
    member("encrypted", alert.isEncrypted)
  }

  /// The members of the handshakes of an association: the messages of all, the flights and timing of the first.
  mutating func members(_ association: Association) {
    let handshakes = association.handshakes
    let flights = Flight.flights(of: handshakes[0])
    let start = flights.first?.sent.first
    member("durationMilliseconds", handshakes[0].duration)
    memberTimeBudget(TimeBudget(association, flights: flights))
    member("messages", handshakes.flatMap(MessageRow.rows)) { json, row in
      json.object {
        switch row {
        case .captured(let sender, let entry): $0.members(entry, from: sender)
        case .sealedFinished(let sender, let finished): $0.membersOfSealedFinished(finished, from: sender)
        }
      }
    }
    member("finishedVerified") { json in
      json.member("client", handshakes[0].finished.client?.isVerified)
      json.member("server", handshakes[0].finished.server?.isVerified)
    }
    key("flights")
    array(zip(flights, flights.dropFirst().map(Optional.some) + [nil])) { json, pair in
      let (flight, next) = pair
      json.object {
        $0.member("sender", flight.sender.rawValue)
        $0.member("messages", flight.messages) { $0.value("\($1)") }
        $0.member("packet", flight.sent.first?.number)
        $0.member("startMilliseconds", start.flatMap { start in flight.sent.first?.milliseconds(since: start) })
        $0.member("repeatedAfterMilliseconds", flight.repetitions) { $0.value($1) }
        $0.member("answeredAfterMilliseconds", next.flatMap(flight.milliseconds(to:)))
      }
    }
  }

  private mutating func members(_ gap: BridgedGap) {
    member("type", gap.name)
    member("sender", gap.sender.rawValue)
    member("messageSequence", gap.messageSequence)
    member("how", gap.how)
  }

  private mutating func memberTimeBudget(_ budget: TimeBudget?) {
    guard let budget else { return memberNull("timeBudget") }
    member("timeBudget") {
      $0.member("totalMilliseconds", budget.total)
      $0.member("waitingMilliseconds", budget.waiting)
      $0.member("clientMilliseconds", budget.responding.client)
      $0.member("serverMilliseconds", budget.responding.server)
      $0.member("possibleMilliseconds", budget.possible)
      $0.member("fastestClientMilliseconds", budget.fastest.client)
      $0.member("fastestServerMilliseconds", budget.fastest.server)
    }
  }

  private mutating func members(_ entry: HandshakeStream.Entry, from sender: Side) {
    member("type", "\(entry.type)")
    member("sender", sender.rawValue)
    member("messageSequence", entry.messageSequence)
    member("length", entry.length)
    member("packets", entry.copies.first?.packets ?? ShortList()) { $0.value($1.number) }
    member("fragments", entry.copies.first?.fragments ?? 0)
    member("complete", entry.isComplete)
    member("encrypted", entry.isEncrypted)
    member("retransmissions", entry.copies.dropFirst()) { json, copy in
      json.array(copy.packets) { $0.value($1.number) }
    }
  }

  private mutating func membersOfSealedFinished(_ finished: Handshake.FinishedFact, from sender: Side) {
    member("type", "\(HandshakeType.finished)")
    member("sender", sender.rawValue)
    memberNull("messageSequence")
    memberNull("length")
    member("packets", [finished.stamp]) { $0.value($1.number) }
    member("fragments", 1)
    member("complete", false)
    member("encrypted", true)
    member("retransmissions", EmptyCollection<Int>()) { $0.value($1) }
  }

  private mutating func memberSuite(_ suite: CipherSuite?) {
    guard let suite else { return memberNull("cipherSuite") }
    member("cipherSuite") {
      $0.member("code", suite.rawValue)
      $0.member("name", "\(suite)")
    }
  }

  private mutating func memberConnectionID(_ handshake: Handshake) {
    // Each end states the ID that the other is to send to it, and both must state one (RFC 9146 §3).
    let client = handshake.clientHello?.extensions.connectionID
    let server = handshake.serverHello?.extensions.connectionID
    let isNegotiated = client != nil && server != nil
    member("connectionID") {
      $0.member("client", hex: isNegotiated ? client?.cid : nil)
      $0.member("server", hex: isNegotiated ? server?.cid : nil)
    }
  }

  private mutating func memberCookieExchange(_ exchange: CookieExchange?) {
    guard let exchange else { return memberNull("cookieExchange") }
    member("cookieExchange") {
      $0.member("requested", true)
      $0.member("packet", exchange.requestedAt.number)
      $0.member("accepted", exchange.acceptedAt != nil)
      $0.member("requests", exchange.requests)
      $0.member("rejections", exchange.rejections)
      $0.member("alteredEchoes", exchange.alteredEchoes)
      $0.member("echoedExactly", exchange.isEchoedExactly)
      $0.member("version", exchange.version.map { "\($0)" })
      $0.member("followsVersionRule", exchange.followsVersionRule)
    }
  }

  private mutating func member(_ name: StaticString, _ sides: PerSide<some FixedWidthInteger>) {
    member(name) {
      $0.member("client", sides.client)
      $0.member("server", sides.server)
    }
  }
}

/// A row of a handshake's messages.
private enum MessageRow {
  case captured(Side, HandshakeStream.Entry)
  /// A Finished that could not be read.
  case sealedFinished(Side, Handshake.FinishedFact)

  static func rows(_ handshake: Handshake) -> [MessageRow] {
    let captured = handshake.messages.map { MessageRow.captured($0.sender, $0.entry) }
    let sealed = Side.allCases.compactMap { side -> MessageRow? in
      guard handshake.streams[side].last(.finished) == nil else { return nil }
      return handshake.finished[side].map { .sealedFinished(side, $0) }
    }
    return captured + sealed
  }
}
