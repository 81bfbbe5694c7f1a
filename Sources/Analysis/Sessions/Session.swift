import Bytes
import Capture
import CoAP
import DTLS
import OSCORE

/// One DTLS association between two endpoints, and what happened in it.
package final class Session {
  /// An alert of the session.
  package struct AlertFact: Sendable {
    /// The packet it came in.
    package let stamp: PacketStamp
    /// Who sent it.
    package let sender: Side
    /// What it says; nil if it is encrypted and could not be read.
    package let alert: Alert?
    /// Whether it came in a protected record.
    package let isEncrypted: Bool
    /// Milliseconds in which neither end had sent anything before it.
    package let silence: Double
  }

  /// An ICMP error about a datagram of the session.
  package struct ICMPFact: Sendable {
    /// The packet it came in.
    package let stamp: PacketStamp
    /// Who sent the datagram that it is about.
    package let sender: Side
    /// Who reports the error.
    package let reporter: IPAddress
    /// ICMP or ICMPv6 type.
    package let type: UInt8
    /// ICMP or ICMPv6 code.
    package let code: UInt8
    /// What type and code mean.
    package let name: String
    /// Whether both ends had sent Finished or application data before.
    package let isAfterEstablishment: Bool
    /// Whether it says that the datagram did not arrive, and none like it will.
    package let isUnreachable: Bool

    /// Whether the handshake fails for it.
    package var isRejection: Bool { isUnreachable && !isAfterEstablishment }
  }

  /// A change of the address or port of one end.
  package struct Rebinding: Sendable {
    /// The packet that tells it.
    package let stamp: PacketStamp
    /// Whose it is.
    package let side: Side
    /// Where it was.
    package let from: Endpoint
    /// Where it is.
    package let to: Endpoint
  }

  /// Records of one end, retransmissions of handshake messages included, duplicates not.
  package struct RecordCounts: Hashable, Sendable {
    /// Records of application data.
    package var applicationData = 0
    /// Those of them that were opened.
    package var decrypted = 0
    /// Protected records of any type that are not authentic under the session's keys.
    package var failed = 0
    /// The packet of the first of these.
    package var firstFailed: PacketStamp?
    /// Protected records of any type for which there were no keys.
    package var sealed = 0
    /// Protected records of any type that were opened.
    package var opened = 0
  }

  /// An ACK of DTLS 1.3.
  package struct ACKFact: Sendable {
    /// The packet it came in.
    package let stamp: PacketStamp
    /// Who sent it.
    package let sender: Side
    /// Whether it came in a protected record.
    package let isEncrypted: Bool
    /// The records that it says arrived.
    package let recordNumbers: [RecordNumber]
  }

  /// Tells it from all others of one run. Reports number sessions from 1, in the order of their first packets.
  package let id: Int
  /// The end that sent ClientHello, where it was then.
  package let client: Endpoint
  /// The end that answers, where it was then.
  package let server: Endpoint
  /// Where both ends are now.
  private var endpoints: PerSide<Endpoint>
  /// The changes of their addresses and ports, in order.
  package private(set) var rebindings: [Rebinding] = []
  /// Whether its connection IDs can be looked up.
  var hasRegisteredConnectionIDs = false
  /// Whether the ends were told apart by their ports, because no handshake message says it.
  package var hasGuessedRoles: Bool { roleIsGuess && association.handshake.clientHello == nil }
  private let roleIsGuess: Bool
  /// The association that the records make up.
  package private(set) var association = Association()
  /// The first packet.
  package let first: PacketStamp
  /// The last packet.
  package internal(set) var last: PacketStamp
  /// Datagrams that repeat handshake messages or a ChangeCipherSpec in new records.
  package internal(set) var retransmittedDatagrams = PerSide(both: 0)
  /// Datagrams with a record that was there before.
  package internal(set) var duplicateDatagrams = PerSide(both: 0)
  /// The version in the header of each end's first record with a handshake message, whatever is negotiated later.
  package private(set) var firstRecordVersions = PerSide<ProtocolVersion?>(both: nil)
  /// What became of the records.
  package internal(set) var records = PerSide(both: RecordCounts())
  /// What each end sent, and what of it nobody answered.
  package private(set) var activity = PerSide(both: Activity())
  /// What each end sent in all, and what of it until the session came up.
  package private(set) var traffic = PerSide(both: Traffic())
  package private(set) var handshakeTraffic = PerSide(both: Traffic())
  /// The session that was between the endpoints when this one began.
  package internal(set) var predecessor: Predecessor?
  /// The alerts, in order.
  package internal(set) var alerts: [AlertFact] = []
  /// The ACKs, in order.
  package private(set) var acks: [ACKFact] = []
  /// How many ACKs each end sent.
  package private(set) var ackCounts = PerSide(both: 0)
  /// The ICMP errors, in order.
  package internal(set) var icmpErrors: [ICMPFact] = []
  /// CoAP pings: Empty confirmable messages, which ask whether the other end is there (RFC 7252 §4.3).
  package private(set) var pings = Pings()
  /// CoAP messages in the session, duplicates not counted.
  package private(set) var coapMessages = 0
  /// How many CoAP messages had each code, in the order of their first one.
  package private(set) var coapCodes: [(code: Code, count: Int)] = []
  /// Records, messages and CoAP messages that could not be decoded.
  package internal(set) var malformed = 0
  /// Whether a new handshake took the endpoints over before this one ended well.
  package internal(set) var wasSuperseded = false
  /// Whether it was closed because there were more sessions than are kept.
  package internal(set) var wasEvicted = false
  /// Whether it was ended because neither end was heard for too long, while the capture went on.
  package internal(set) var wasSilent = false
  /// What a live capture knows of its failing.
  var watch = Watch()
  /// When both ends had said goodbye, or one of them in a fatal alert.
  package internal(set) var closedAt: PacketStamp?
  /// The CoAP in it; the client is its first end.
  package internal(set) var conversation = Conversation()
  /// What its CoAP messages said under OSCORE.
  var oscoreExchanges = OSCOREExchanges()
  /// The outcome that was last told to the listener; one that is undecided is not told.
  private var toldOutcome: Outcome?
  /// Whether it failed, as far as the listener was told.
  var hasFailed: Bool { toldOutcome == .failed }
  /// Whether it came up, as far as the listener was told.
  var hasComeUp: Bool { toldOutcome == .established }
  /// Whether the last handshake limits how long records may be.
  private var hasRecordLimits = false
  /// How long records of each end may be, in the clear and protected, as the last handshake agreed.
  private var recordLimits = PerSide<(plain: RecordLimit?, protected: RecordLimit?)>(both: (nil, nil))
  private var countedRetransmission = PerSide(both: 0)
  private var countedDuplicate = PerSide(both: 0)

  /// Alerts, ACKs and ICMP errors that are remembered one by one: a peer that repeats them for ever is shown by the first.
  static let maximumFacts = 64

  init(id: Int, client: Endpoint, server: Endpoint, hasGuessedRoles: Bool, first: PacketStamp) {
    self.id = id
    self.client = client
    self.server = server
    endpoints = PerSide(client: client, server: server)
    roleIsGuess = hasGuessedRoles
    self.first = first
    last = first
  }

  /// Which end `endpoint` is.
  @inline(__always)
  package func side(of endpoint: Endpoint) -> Side {
    if endpoint == endpoints.client { return .client }
    return rebindings.isEmpty ? .server : side(ofMoved: endpoint)
  }

  private func side(ofMoved endpoint: Endpoint) -> Side {
    if endpoint == endpoints.server { return .server }
    return rebindings.last { $0.from == endpoint }?.side ?? .server
  }

  /// The address and port that `side` has now.
  package func endpoint(_ side: Side) -> Endpoint { endpoints[side] }

  /// Takes in that `side` is at another address or port, as a record with a connection ID tells.
  func rebind(_ side: Side, to endpoint: Endpoint, at stamp: PacketStamp) {
    if rebindings.count < Self.maximumFacts {
      rebindings.append(Rebinding(stamp: stamp, side: side, from: endpoints[side], to: endpoint))
    }
    endpoints[side] = endpoint
  }

  /// The connection IDs that both ends chose, if both take part (RFC 9146 §3).
  var connectionIDs: PerSide<[UInt8]>? { association.connectionIDs }

  /// Length of the connection ID at the start of `bytes`, which `sender` sent: the other end chose it, if both took part
  /// (RFC 9146 §3), in its hello or later (RFC 9147 §9).
  func connectionIDLength(from sender: Side, in bytes: RawSpan) -> Int {
    guard let chosen = connectionIDs?[sender.peer] else { return 0 }
    let issued = association.issuedConnectionIDs[sender.peer]
    if issued.isEmpty { return chosen.count }
    return (issued + [chosen]).filter { bytes.starts(with: $0) }.map(\.count).max() ?? chosen.count
  }

  /// Takes in whether keys may be supplied later.
  func expectKeys(_ isExpected: Bool) {
    association.expectsKeys = isExpected
  }

  /// Tries again to open what waits for keys.
  func openHeldRecordsAnew(using decryption: Decryption, to observer: any RecordObserver) {
    association.openHeldRecordsAnew(using: decryption, to: observer)
  }

  /// Takes in that a CoAP message of `sender` repeats an earlier one.
  func noteRepeatedMessage(from sender: Side, at stamp: PacketStamp) {
    activity[sender].repeatMessage(at: stamp)
  }

  /// Takes in that a record of `sender` is not whole.
  func noteCut(from sender: Side, byCapture isOfCapture: Bool, at stamp: PacketStamp) {
    activity[sender].noteCut(byCapture: isOfCapture, at: stamp)
  }

  /// Takes in a datagram of `sender`, whatever becomes of its records.
  func countDatagram(from sender: Side, bytes: Int) {
    traffic[sender].add(bytes: bytes)
    if !hasComeUp { handshakeTraffic[sender].add(bytes: bytes) }
  }

  /// Takes in the size of a datagram that carried handshake messages.
  func noteHandshakeDatagram(from sender: Side, bytes: Int, isReassembled: Bool, at stamp: PacketStamp) {
    activity[sender].noteHandshakeDatagram(bytes: bytes, isReassembled: isReassembled, at: stamp)
  }

  /// Whether `side` said goodbye in a protected record.
  package func hasGoodbye(of side: Side) -> Bool {
    alerts.contains { $0.sender == side && $0.isEncrypted && ($0.alert.map { $0.description == .closeNotify } ?? true) }
  }

  /// Goes on with everything since `other` began, which is left with `rest`: what broke this session off was forged.
  func goOn(from other: Session, leaving rest: Association) {
    (association, other.association) = (other.association, rest)
    (wasSuperseded, last, closedAt) = (false, other.last, other.closedAt)
    alerts += other.alerts
    icmpErrors += other.icmpErrors
    malformed += other.malformed
    (conversation, coapMessages, coapCodes) = (other.conversation, other.coapMessages, other.coapCodes)
    other.conversation = Conversation()
    oscoreExchanges = other.oscoreExchanges
    for side in Side.allCases {
      records[side] = other.records[side]
      traffic[side] += other.traffic[side]
      handshakeTraffic[side] += other.handshakeTraffic[side]
      (other.traffic[side], other.handshakeTraffic[side]) = (Traffic(), Traffic())
      retransmittedDatagrams[side] += other.retransmittedDatagrams[side]
      duplicateDatagrams[side] += other.duplicateDatagrams[side]
      (other.records[side], other.retransmittedDatagrams[side], other.duplicateDatagrams[side]) = (RecordCounts(), 0, 0)
    }
    swap(&hasRegisteredConnectionIDs, &other.hasRegisteredConnectionIDs)
    (other.alerts, other.icmpErrors, other.malformed, other.closedAt) = ([], [], 0, nil)
    (other.coapMessages, other.coapCodes, other.last) = (0, [], other.first)
  }

  /// Counts a CoAP message.
  func countMessage(_ code: Code, _ type: MessageType, at stamp: PacketStamp) {
    coapMessages += 1
    if code.isEmpty, type == .confirmable { pings.add(stamp) }
    for index in coapCodes.indices where coapCodes[index].code == code {
      coapCodes[index].count += 1
      return
    }
    coapCodes.append((code, 1))
  }

  /// Takes in what became of a record.
  func note(_ report: borrowing RecordReport) {
    let sender = report.sender
    if report.isDuplicate {
      guard countedDuplicate[sender] != report.stamp.number else { return }
      countedDuplicate[sender] = report.stamp.number
      duplicateDatagrams[sender] += 1
      return
    }
    // A record that was held is counted where it was captured.
    if report.isRetransmission, !report.wasHeld, countedRetransmission[sender] != report.stamp.number {
      countedRetransmission[sender] = report.stamp.number
      retransmittedDatagrams[sender] += 1
    }
    count(report)
    var before = Int64.min
    if case .alert = report.content {
      before = max(activity.client.last?.nanoseconds ?? .min, activity.server.last?.nanoseconds ?? .min)
    }
    if !report.wasHeld, report.protection != .notAuthentic {
      activity.note(report)
    }
    switch report.content {
    case .alert(let alert): note(alert, report, after: before)
    case .ack(let ack): note(ack, report)
    case .malformed: malformed += 1
    case .handshake(let notes, let error):
      if firstRecordVersions[sender] == nil, report.epoch == 0 { firstRecordVersions[sender] = report.version }
      if notes.contains(where: { Self.negotiators.contains($0.type) }) { noteRecordLimits() }
      malformed += notes.count { $0.error != nil } + (error == nil ? 0 : 1)
    case .changeCipherSpec, .applicationData, .sealedHandshake, .other: break
    }
  }

  /// The messages whose extensions may limit how long records are.
  private static let negotiators: Set<HandshakeType> = [.clientHello, .serverHello, .encryptedExtensions]

  private func noteRecordLimits() {
    for side in Side.allCases {
      guard let limits = association.recordLimits(of: side) else { return }
      recordLimits[side] = limits
      if limits.plain != nil || limits.protected != nil { hasRecordLimits = true }
    }
  }

  /// The limit that a record exceeds; nil for one that is as long as it may be, or could not be read.
  func exceededLimit(_ report: borrowing RecordReport) -> RecordLimit? {
    guard hasRecordLimits else { return nil }
    let limit =
      switch report.protection {
      case .none: recordLimits[report.sender].plain
      case .opened: recordLimits[report.sender].protected
      case .held, .sealed, .notAuthentic, .cut: nil as RecordLimit?
      }
    return limit.flatMap { report.payload.byteCount > $0.length && !report.isDuplicate ? $0 : nil }
  }

  /// Whether the record decided the outcome or changed it. Looks only when it may have.
  func noteOutcome(after report: borrowing RecordReport) -> Bool {
    guard toldOutcome != .established else { return false }
    var mayDecide = association.isEstablished || report.isRetransmission
    if case .alert = report.content { mayDecide = true }
    return mayDecide && noteOutcome()
  }

  /// Whether the outcome is decided or another one since this was last asked.
  func noteOutcome() -> Bool {
    let outcome = outcome
    guard outcome != toldOutcome, outcome == .established || outcome == .failed else { return false }
    toldOutcome = outcome
    // What closed the handshake did not, after all: an alert that anybody could have sent.
    if outcome == .established, !alerts.contains(where: \.isEncrypted) { closedAt = nil }
    return true
  }

  private func count(_ report: borrowing RecordReport) {
    // What has the header of DTLS 1.3 in a session of another version is no record of it.
    if report.isUnified, let version = association.handshake.version, version != .dtls13 { return }
    let isApplicationData = report.contentType == .applicationData && report.epoch > 0
    if isApplicationData, !report.wasHeld || report.hidesType, report.protection != .notAuthentic {
      records[report.sender].applicationData += 1
    }
    switch report.protection {
    case .none: break
    case .opened:
      records[report.sender].opened += 1
      if report.wasHeld { records[report.sender].sealed -= 1 }
      if isApplicationData { records[report.sender].decrypted += 1 }
    case .held, .sealed: records[report.sender].sealed += 1
    case .cut: if report.epoch > 0 || report.isUnified { records[report.sender].sealed += 1 }
    case .notAuthentic:
      records[report.sender].failed += 1
      if records[report.sender].firstFailed == nil { records[report.sender].firstFailed = report.stamp }
      if report.wasHeld {
        records[report.sender].sealed -= 1
        if isApplicationData { records[report.sender].applicationData -= 1 }
      }
    }
  }

  private func note(_ ack: ACK, _ report: borrowing RecordReport) {
    ackCounts[report.sender] += 1
    guard acks.count < Self.maximumFacts else { return }
    acks.append(
      ACKFact(
        stamp: report.stamp, sender: report.sender, isEncrypted: report.epoch > 0,
        recordNumbers: Array(ack.recordNumbers.prefix(Self.maximumFacts))))
  }

  private func note(_ alert: Alert?, _ report: borrowing RecordReport, after before: Int64) {
    var silence = before == .min ? 0 : Double(max(0, report.stamp.nanoseconds &- before)) / 1e6
    // A record that is reported again, now that it is open, takes the place of its first report; so does what it closed.
    if report.wasHeld {
      silence = alerts.first { $0.stamp == report.stamp && $0.alert == nil }?.silence ?? 0
      alerts.removeAll { $0.stamp == report.stamp && $0.alert == nil }
      closedAt = nil
    }
    guard report.protection != .notAuthentic, alerts.count < Self.maximumFacts else { return }
    alerts.append(
      AlertFact(
        stamp: report.stamp, sender: report.sender, alert: alert, isEncrypted: report.epoch > 0, silence: silence))
    let isClosedByBoth = Side.allCases.allSatisfy { side in
      alerts.contains { $0.sender == side && ($0.alert == nil || $0.alert?.description == .closeNotify) }
    }
    // An alert without protection ends a handshake, but no session that has keys: anybody could have sent it.
    let isFatal = alert?.level == .fatal && (report.epoch > 0 || !association.isEstablished)
    if closedAt == nil, isClosedByBoth || isFatal { closedAt = report.stamp }
  }

  /// Takes in an ICMP error about a datagram that `sender` sent.
  func note(_ error: borrowing ICMPError, from sender: Side, at stamp: PacketStamp) {
    guard icmpErrors.count < Self.maximumFacts else { return }
    icmpErrors.append(
      ICMPFact(
        stamp: stamp, sender: sender, reporter: error.reporter, type: error.type, code: error.code, name: error.name,
        isAfterEstablishment: association.isEstablished, isUnreachable: error.isUnreachable))
  }
}

extension RawSpan {
  fileprivate func starts(with bytes: [UInt8]) -> Bool {
    byteCount >= bytes.count && withUnsafeBytes { $0.starts(with: bytes) }
  }
}
