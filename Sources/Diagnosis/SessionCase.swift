import Analysis
import Bytes
import Capture
import DTLS

/// A session as rules look at it: its facts, what follows from them, and what else was seen in the capture.
struct SessionCase {
  /// The session, which is over.
  let session: Session
  /// Its number in reports.
  let number: Int
  /// What else was seen.
  let history: CaptureHistory

  init(_ session: Session, number: Int, in history: CaptureHistory) {
    self.session = session
    self.number = number
    self.history = history
  }

  /// The flights of its first handshake, put together when they are asked for.
  var flights: [Flight] { Flight.flights(of: session.association.handshake) }
  /// Its first handshake.
  var handshake: Handshake {
    _read { yield session.association.handshake }
  }
  /// The ClientHello that came last.
  var clientHello: ClientHello? { handshake.clientHello }
  /// The ServerHello.
  var serverHello: ServerHello? { handshake.serverHello }
  /// How its handshake ended.
  var outcome: Outcome { session.outcome }
  /// Whether its handshake came up.
  var isEstablished: Bool { session.association.isEstablished }
  /// Whether an end repeats itself in vain, and the handshake does not come up. One that another handshake took over has
  /// failed as well, and says nothing of why.
  var isStuck: Bool { outcome == .failed && session.hasGivenUp }
  /// Whether anything of the server was captured.
  var serverSpoke: Bool { session.activity.server.datagrams > 0 }
  /// Whether anything of the client was captured.
  var clientSpoke: Bool { session.activity.client.datagrams > 0 }
  /// The key exchange of the chosen suite.
  var keyExchange: KeyExchangeAlgorithm? { handshake.cipherSuite?.parameters?.keyExchange }
  /// Whether the chosen suite authenticates with a pre-shared key.
  var usesPresharedKey: Bool { keyExchange?.authenticatesWithPSK ?? false }

  /// The implementations that the ends likely run; empty unless that is known of both: a remedy for the other end must
  /// not get lost.
  var stacks: Set<Stack> {
    let known = Side.allCases.compactMap { side -> Stack? in
      guard let print = session.stack(of: side), print.confidence > .possible else { return nil }
      return print.stack
    }
    return known.count == 2 ? Set(known) : []
  }

  // MARK: Alerts

  /// The first fatal alert that could be read of a handshake that did not come up.
  var fatalAlert: Session.AlertFact? {
    isEstablished ? nil : session.alerts.first { $0.alert?.level == .fatal }
  }

  /// The alert in which an end refuses what the other one sent: not that of a client whose patience was over, which says
  /// nothing of the cause.
  var refusal: Session.AlertFact? { fatalAlert.flatMap { isGivingUp($0) ? nil : $0 } }

  /// Whether an alert is that of a client which repeated itself in vain, as GnuTLS ends then.
  func isGivingUp(_ alert: Session.AlertFact) -> Bool {
    alert.sender == .client && alert.alert?.description == .internalError && session.retransmittedDatagrams.client > 2
  }

  /// The first fatal alert of `sender` with one of these descriptions.
  func fatalAlert(from sender: Side? = nil, _ descriptions: AlertDescription...) -> Session.AlertFact? {
    guard let alert = fatalAlert, sender == nil || alert.sender == sender, let what = alert.alert?.description,
      descriptions.contains(what)
    else { return nil }
    return alert
  }

  /// The packet of an alert as evidence.
  func evidence(_ alert: Session.AlertFact) -> Finding.Evidence {
    let name = alert.alert.map { "\($0.level) alert \($0.description)" } ?? "an alert that cannot be read"
    return Finding.Evidence(alert.stamp, "\(name) of the \(alert.sender)\(alert.isEncrypted ? ", encrypted" : "")")
  }

  // MARK: Messages

  /// The last message of `type`.
  func message(_ type: HandshakeType, of side: Side) -> HandshakeStream.Entry? { handshake.streams[side].last(type) }

  /// The packet that first carried a message.
  func stamp(_ entry: HandshakeStream.Entry?) -> PacketStamp? { entry?.copies.first?.packets.first }

  /// The first packet of a message as evidence.
  func evidence(_ type: HandshakeType, of side: Side, _ what: String? = nil) -> Finding.Evidence? {
    stamp(message(type, of: side)).map { Finding.Evidence($0, what ?? "\(type) of the \(side)") }
  }

  /// Whether the client sent a message that comes only after the server's flight.
  var clientSentItsFlight: Bool {
    message(.clientKeyExchange, of: .client) != nil || !handshake.changeCipherSpecs.client.isEmpty
      || handshake.finished.client != nil
  }

  /// Whether the server came to its ChangeCipherSpec or Finished.
  var serverFinished: Bool { !handshake.changeCipherSpecs.server.isEmpty || handshake.finished.server != nil }

  /// The packets of every sending of a message, in order.
  func sendings(_ entry: HandshakeStream.Entry?) -> [PacketStamp] { entry?.copies.compactMap(\.packets.first) ?? [] }

  /// Every sending of the last flight of `side`, as evidence: the first, and those that repeat it, at most `limit`.
  func evidence(ofSendings entry: HandshakeStream.Entry?, _ what: String, limit: Int = 6) -> [Finding.Evidence] {
    let sent = sendings(entry)
    return sent.prefix(limit).enumerated().map { index, stamp in
      let wait = TimeWords.seconds(stamp.milliseconds(since: sent[0]))
      return Finding.Evidence(stamp, index == 0 ? what : "the same again, \(wait) later")
    }
  }

  /// How often and how long a message was repeated, in words.
  func repetition(_ entry: HandshakeStream.Entry?) -> String {
    let sent = sendings(entry)
    guard let first = sent.first, let last = sent.last, sent.count > 1 else { return "sent once" }
    let times = sent.count == 2 ? "twice" : "\(sent.count) times"
    return "sent \(times) within \(TimeWords.seconds(last.milliseconds(since: first)))"
  }

  // MARK: Keys

  /// What reports call the secret that the client's Finished proves; nil if none does.
  var clientKey: String? { session.association.keySource(of: .client) }
  /// What reports call the secret that the server's Finished proves.
  var serverKey: String? { session.association.keySource(of: .server) }
  /// Whether pre-shared keys were there to try on the client's Finished, and none fits.
  var noKeyFits: Bool {
    if case .wrongKey = session.association.keyProblem { return clientKey == nil }
    return false
  }

  // MARK: Others

  /// The time of the session.
  var time: ClosedRange<Int64> {
    min(session.first.nanoseconds, session.last.nanoseconds)...max(session.first.nanoseconds, session.last.nanoseconds)
  }

  /// Other sessions between the same hosts and to the same server, in the order of their numbers.
  var siblings: [CaptureHistory.Known] {
    history.sessions(ofClient: session.client.address, besides: number).filter { $0.digest.server == session.server }
  }

  /// Other sessions of the same server, in the order of their numbers.
  var serverSessions: [CaptureHistory.Known] { history.sessions(ofServer: session.server, besides: number) }

  /// The sessions, on other ports of the client, of the attempt that this one belongs to: hellos with the same random
  /// bytes.
  var partsOfAttempt: [CaptureHistory.Known] {
    guard let random = clientHello?.random.bytes else { return [] }
    return siblings.filter { $0.digest.clientRandom == random && $0.digest.client != session.client }
  }
}

extension Int {
  /// `3 sessions`, `1 session`.
  func of(_ noun: String) -> String { "\(self) \(noun)\(self == 1 ? "" : "s")" }
}
