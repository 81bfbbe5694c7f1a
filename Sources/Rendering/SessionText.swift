import Analysis
import Bytes
import CoAP
import DTLS

/// A session as a paragraph.
struct SessionText {
  private let session: Session
  private let style: Style
  /// What is known of it: a label, and what is safe to show. A line that goes on with the one before has no label.
  let facts: [(label: String, value: String)]

  /// Columns of labels, which are indented by 2.
  static let labelWidth = 12
  /// Columns of `Session` and a number that is not a small one.
  private static let numberWidth = 12
  /// Milliseconds from which on it is worth a line where a handshake's time went: some round trips across an ocean.
  private static let longHandshake = 1000.0

  init(_ session: Session, _ style: Style) {
    let handshake = session.association.handshake
    var facts: [(label: String, value: String)] = []
    func add(_ label: String, _ value: String?) {
      guard let value, !value.isEmpty else { return }
      facts.append((label, value))
    }
    add("version", Self.version(handshake))
    add("identity", Self.identity(handshake))
    for key in handshake.offeredKeys { add("PSK", Self.offered(key)) }
    for line in CertificateText.lines(session.association, style) { add(line.label, line.text) }
    add("stacks", FingerprintText.stacks(session))
    add("JA4", session.ja4)
    for clock in FingerprintText.clocks(session) { add("clock", style.paint(clock, .notable)) }
    add("packets", Self.packets(session, style.times))
    add("cookie", Self.cookie(handshake))
    for (index, flight) in Self.flights(handshake).enumerated() { add(index == 0 ? "flights" : "", flight) }
    add("time", Self.time(session))
    add("Finished", Self.finished(handshake).map { style.paint($0, .bad) })
    for gap in session.association.bridgedGaps {
      add("bridged", style.paint("\(gap.title): \(SafeText.string(gap.how))", .notable))
    }
    for rebinding in session.rebindings {
      add("moved", "packet \(rebinding.stamp.number): the \(rebinding.side) to \(rebinding.to), by its connection ID")
    }
    add("repeated", Self.repeated(session).map { style.paint($0, .notable) })
    for alert in session.alerts { add("alert", style.paint(Self.text(alert), alert.isOrderly ? .faint : .bad)) }
    for error in session.icmpErrors {
      add(
        "ICMP",
        style.paint(
          "packet \(error.stamp.number): \(error.reporter) reports \(error.name) to the \(error.sender)", .bad))
    }
    add("records", Self.records(session))
    add("acks", Self.acks(session))
    add("masks", Self.masks(session))
    add("decryption", Self.decryption(session, style))
    add("CoAP", Self.coap(session))
    add("malformed", session.malformed == 0 ? nil : "\(session.malformed.counted("structure")) could not be decoded")
    self.session = session
    self.style = style
    self.facts = facts
  }

  /// Appends the paragraph; everything in it is safe to show.
  func append(to text: inout TextBuffer) {
    if style.isColored { text.append("\u{1b}[1m") }
    text.append("Session ")
    text.append(sessionNumber: session.id)
    if style.isColored { text.append("\u{1b}[0m") }
    text.append(trusted: Wrapping.hanging(Self.headline(session, style), style, indent: 4, first: Self.numberWidth))
    for fact in facts {
      let padding = String(repeating: " ", count: max(1, Self.labelWidth - fact.label.count))
      text.append("\n  ")
      text.append(trusted: style.paint(fact.label, .faint) + padding)
      text.append(trusted: Wrapping.hanging(fact.value, style, indent: Self.labelWidth + 2))
    }
    text.append("\n")
  }

  private static func headline(_ session: Session, _ style: Style) -> String {
    let handshake = session.association.handshake
    var outcome = session.outcome.rawValue
    var tone = Style.Tone.notable
    switch session.outcome {
    case .established:
      tone = .good
      if let duration = handshake.duration { outcome += " in \(milliseconds(duration))" }
      if handshake.isResumed { outcome += ", resumed" }
      let renegotiations = session.association.handshakes.count - 1
      if renegotiations > 0 { outcome += ", renegotiated \(renegotiations.counted("time"))" }
    case .failed: tone = .bad
    case .unknown: outcome = "no handshake in the capture"
    case .incomplete: outcome = "handshake incomplete"
    }
    return "  \(session.client) → \(session.server)\(session.hasGuessedRoles ? " (roles guessed by port)" : "")   "
      + style.paint(outcome, tone)
  }

  private static func version(_ handshake: Handshake) -> String? {
    guard let version = handshake.version else {
      guard let hello = handshake.clientHello else { return nil }
      let offered = handshake.offeredVersions.map { "\($0)" }.joined(separator: ", ")
      let suites = hello.cipherSuites.count
      let choice = handshake.streams.server.entries.isEmpty ? "none chosen" : "choice not captured"
      return "\(choice); the client offers \(offered)\(suites == 0 ? "" : " with \(suites.counted("cipher suite"))")"
    }
    var parts = ["\(version)"]
    if let suite = handshake.cipherSuite { parts.append("\(suite)") }
    if handshake.hasExtendedMasterSecret { parts.append("extended master secret") }
    if handshake.hasEncryptThenMAC { parts.append("encrypt-then-MAC") }
    return parts.joined(separator: ", ")
  }

  private static func identity(_ handshake: Handshake) -> String? {
    let hint = handshake.pskIdentityHint.map { "hint \"\(SafeText.string($0))\"" }
    guard let identity = handshake.pskIdentity else { return hint }
    let text = identity.isEmpty ? "(empty)" : SafeText.string(identity)
    return hint.map { "\(text)   (\($0))" } ?? text
  }

  /// What the binder of a key that is offered proves; nil if nothing.
  private static func offered(_ key: OfferedKey) -> String? {
    let name =
      key.isExternal ? "\"\(SafeText.string(key.identity))\"" : "a ticket of \(key.identity.count.counted("byte"))"
    switch key.binder {
    case .verified(let source, let isOfIdentity):
      let owner = isOfIdentity ? "" : ", a key of another identity"
      return "\(name) offered; its binder is verified by \(SafeText.string(source))\(owner)"
    case .refuted(let tried):
      let keys = tried == 1 ? "the key given does not verify" : "none of the \(tried) keys given verifies"
      return "\(name) offered; \(keys) its binder: the client has another key"
    case .noKey, .unchecked: return nil
    }
  }

  private static func packets(_ session: Session, _ times: TimeForm) -> String {
    let duration = session.last.milliseconds(since: session.first)
    let range =
      session.first.number == session.last.number
      ? "\(session.first.number)" : "\(session.first.number)–\(session.last.number)"
    return "\(range) over \(milliseconds(duration)), from \(Clock.text(session.first.nanoseconds, times))"
  }

  private static func cookie(_ handshake: Handshake) -> String? {
    guard let exchange = handshake.cookieExchange else { return nil }
    var text = "requested in packet \(exchange.requestedAt.number)"
    if exchange.requests > 1 { text += " and \((exchange.requests - 1).counted("more time"))" }
    if exchange.followsVersionRule == false, let version = exchange.version { text += " (saying \(version))" }
    switch exchange.isEchoedExactly {
    case true?: text += ", echoed"
    case false?: text += ", echoed altered"
    case nil: text += ", never echoed"
    }
    if exchange.alteredEchoes > 0, exchange.isEchoedExactly == true {
      text += " after \(exchange.alteredEchoes.counted("time")) altered"
    }
    if exchange.rejections > 0 { text += ", refused \(exchange.rejections.counted("time"))" }
    if let stamp = exchange.acceptedAt {
      text += ", accepted in packet \(stamp.number)"
    } else {
      text += ", not accepted"
    }
    return text
  }

  private static func flights(_ handshake: Handshake) -> [String] {
    let flights = Flight.flights(of: handshake)
    return flights.indices.map { index in
      let flight = flights[index]
      let names = flight.messages.map { "\($0)" }.joined(separator: ", ")
      var text = "\(flight.sender): \(names)"
      if index > 0, let wait = flights[index - 1].milliseconds(to: flight) { text += "   +\(milliseconds(wait))" }
      if !flight.repetitions.isEmpty {
        text += "   repeated after " + flight.repetitions.prefix(8).map(milliseconds).joined(separator: ", ")
        if flight.repetitions.count > 8 { text += " … (\(flight.repetitions.count) times)" }
      }
      return text
    }
  }

  /// Where the time of a handshake went that took long, or waited for a timer.
  private static func time(_ session: Session) -> String? {
    let isRepeated = session.retransmittedDatagrams.client + session.retransmittedDatagrams.server > 0
    guard isRepeated || session.association.handshake.duration ?? 0 >= Self.longHandshake,
      let budget = TimeBudget(session.association, flights: Flight.flights(of: session.association.handshake))
    else { return nil }
    let parts =
      [("waiting for timers", budget.waiting), ("the client's answers", budget.responding.client)]
      + [("the server's answers", budget.responding.server)]
    return "\(milliseconds(budget.total)): "
      + parts.filter { $0.1 > 0 }.map { "\(milliseconds($0.1)) \($0.0)" }.joined(separator: ", ")
  }

  private static func finished(_ handshake: Handshake) -> String? {
    let wrong = Side.allCases.filter { handshake.finished[$0]?.isVerified == false }
    if wrong.isEmpty { return nil }
    let who = wrong.map { "the \($0)" }.joined(separator: " and ")
    return "verify_data of \(who) does not match the messages captured: the two ends saw different handshakes"
  }

  private static func repeated(_ session: Session) -> String? {
    var parts: [String] = []
    for (name, counts) in [
      ("retransmitted", session.retransmittedDatagrams), ("duplicate", session.duplicateDatagrams),
    ] where counts.client + counts.server > 0 {
      parts.append("\(name) datagrams: \(counts.client) of the client, \(counts.server) of the server")
    }
    let missing = session.association.missingRecords
    if missing.client + missing.server > 0 {
      parts.append("records lost before the capture: \(missing.client) of the client, \(missing.server) of the server")
    }
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }

  private static func text(_ alert: Session.AlertFact) -> String {
    let what = alert.alert.map { "\($0.level) \($0.description)" } ?? "encrypted, cannot be read"
    let protection = alert.isEncrypted && alert.alert != nil ? " (encrypted)" : ""
    return "packet \(alert.stamp.number): \(what) from the \(alert.sender)\(protection)"
  }

  private static func records(_ session: Session) -> String? {
    let counts = Side.allCases.map { side -> String in
      let counts = session.records[side]
      return "\(side) \(counts.decrypted) of \(counts.applicationData) application data opened"
    }
    let total = session.records.client.applicationData + session.records.server.applicationData
    return total == 0 ? nil : counts.joined(separator: ", ")
  }

  private static func acks(_ session: Session) -> String? {
    let counts = session.ackCounts
    return counts.client + counts.server == 0 ? nil : "\(counts.client) of the client, \(counts.server) of the server"
  }

  /// Who masks record numbers otherwise than RFC 9147 §4.2.3 says.
  private static func masks(_ session: Session) -> String? {
    let sides = Side.allCases.filter { session.association.maskCounterOrders[$0] == .bigEndian }
    guard !sides.isEmpty else { return nil }
    return "record numbers of the \(sides.map(\.rawValue).joined(separator: " and the ")) are hidden with ChaCha20's "
      + "counter in big-endian order, as by wolfSSL up to 5.5"
  }

  private static func decryption(_ session: Session, _ style: Style) -> String? {
    let decryption = session.decryption
    switch decryption.state {
    case .notNeeded: return nil
    case .decrypted:
      return style.paint("decrypted", .good) + " with \(SafeText.string(decryption.keySource ?? ""))"
        + (session.hasForgedRecords ? ": \(SafeText.string(decryption.reason))" : "")
    default:
      return style.paint(decryption.state.rawValue, .notable) + ": \(SafeText.string(decryption.reason))"
    }
  }

  private static func coap(_ session: Session) -> String? {
    guard session.coapMessages > 0 else { return nil }
    let codes = session.coapCodes.map { entry -> String in
      let name = entry.code.isEmpty ? "empty" : entry.code.name ?? ""
      return entry.code.isRequest || entry.code.isEmpty
        ? "\(entry.count) \(name)" : "\(entry.count) \(entry.code.dotted) \(name)"
    }
    return "\(session.coapMessages.counted("message")): \(codes.joined(separator: ", "))"
  }

  private static func milliseconds(_ value: Double) -> String {
    TimeText.duration(milliseconds: value)
  }
}

extension Session {
  /// Whether there were records that its ends did not send like that.
  fileprivate var hasForgedRecords: Bool {
    records.client.failed + records.server.failed + association.overtakenRecords > 0
  }
}

extension Session.AlertFact {
  /// Whether it is an orderly goodbye.
  fileprivate var isOrderly: Bool { alert?.description == .closeNotify }
}
