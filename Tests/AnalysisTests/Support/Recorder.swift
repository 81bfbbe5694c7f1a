import Bytes
import Capture
import CoAP
import DTLS
import TestSupport

@testable import Analysis

/// Keeps what an analyzer says.
final class Recorder: EventListener {
  struct Message: Equatable {
    let packet: Int
    let session: Int?
    let code: String
    let retransmissionOf: Int?
    let isAuthentic: Bool?
  }

  struct ReportedRecord: Equatable {
    let packet: Int
    let session: Int
    let type: ContentType
    let protection: RecordReport.Protection
    let verdict: RecordNumbers.Verdict
  }

  var began: [Session] = []
  var ended: [(session: Session, packet: Int)] = []
  var records: [ReportedRecord] = []
  var messages: [Message] = []
  var errors: [(packet: Int, session: Int?)] = []
  var notices: [(packet: Int, session: Int?, notice: Notice)] = []
  var captures: [CaptureFacts] = []
  var conversations: [PlainConversation] = []
  var firstPackets: [PacketStamp] = []
  var pauses = 0
  var due: [(session: Session, nanoseconds: Int64)] = []

  func captureBegan(at stamp: PacketStamp) { firstPackets.append(stamp) }
  func captureEnded(_ facts: CaptureFacts) { captures.append(facts) }
  func sessionBegan(_ session: Session) { began.append(session) }
  func sessionEnded(_ session: Session, at stamp: PacketStamp) { ended.append((session, stamp.number)) }
  func plainConversationEnded(_ conversation: PlainConversation) { conversations.append(conversation) }
  func inputPaused() { pauses += 1 }
  func judgementIsDue(on session: Session, at stamp: PacketStamp) { due.append((session, stamp.nanoseconds)) }

  func record(_ report: borrowing RecordReport, in session: Session) {
    records.append(
      ReportedRecord(
        packet: report.stamp.number, session: session.id, type: report.contentType, protection: report.protection,
        verdict: report.verdict))
  }

  func coap(_ event: borrowing CoAPEvent) {
    messages.append(
      Message(
        packet: event.stamp.number, session: event.session?.id, code: event.message.code.dotted,
        retransmissionOf: event.retransmissionOf, isAuthentic: event.isAuthentic))
  }

  func icmp(_ error: borrowing ICMPError, about session: Session?, at stamp: PacketStamp) {
    errors.append((stamp.number, session?.id))
  }

  func notice(_ notice: Notice, _ context: NoticeContext) {
    notices.append((context.stamp.number, context.session, notice))
  }
}

/// An analyzer with a recorder, to which datagrams are given one by one, a second apart.
final class Talk {
  static let client = Endpoint(address: IPAddress(ipv4: 0xc000_0201), port: 40000)
  static let server = Endpoint(address: IPAddress(ipv4: 0xc000_0202), port: 5684)

  let heard = Recorder()
  let analyzer: Analyzer
  private(set) var count = 0

  init(
    _ keyring: Keyring = Keyring(), recognition: Recognition = Recognition(), flowLimit: Int? = nil,
    patience: Patience? = nil
  ) {
    analyzer = Analyzer(
      decryption: Decryption(keyring: keyring), recognition: recognition, flowLimit: flowLimit, patience: patience,
      listener: heard)
  }

  /// The stamp of the next packet, `seconds` after the start if they are given.
  private func stamp(_ seconds: Int?) -> PacketStamp {
    count += 1
    return PacketStamp(number: count, nanoseconds: Int64(seconds ?? count) * 1_000_000_000)
  }

  /// Gives a datagram, of which `length` bytes were sent.
  func give(
    _ payload: [UInt8], from source: Endpoint, to destination: Endpoint, length: Int? = nil, at seconds: Int? = nil
  ) {
    let datagram = Datagram(
      source: source, destination: destination, payload: payload.span.bytes, length: length ?? payload.count,
      hopLimit: 64, identification: nil, checksum: .valid)
    analyzer.receive(datagram, at: stamp(seconds))
  }

  /// Gives a datagram of the client, whose port may be another one.
  func fromClient(_ payload: [UInt8], port: UInt16 = 40000, length: Int? = nil, at seconds: Int? = nil) {
    give(
      payload, from: Endpoint(address: Self.client.address, port: port), to: Self.server, length: length, at: seconds)
  }

  /// Gives a datagram of the server.
  func fromServer(_ payload: [UInt8], port: UInt16 = 40000, at seconds: Int? = nil) {
    give(payload, from: Self.server, to: Endpoint(address: Self.client.address, port: port), at: seconds)
  }

  /// Gives a port unreachable error about a datagram between the two.
  func unreachable(quoting payload: [UInt8] = [], from source: Endpoint = client, to destination: Endpoint = server) {
    let error = ICMPError(
      reporter: destination.address, receiver: source.address, isIPv6: false, type: 3, code: 3, nextHopMTU: nil,
      quotedSource: source, quotedDestination: destination, quotedPayload: payload.span.bytes)
    analyzer.receive(error, at: stamp(nil))
  }

  /// Lets what is over by then end.
  func tick(at seconds: Int) {
    analyzer.tick(at: PacketStamp(number: count + 1, nanoseconds: Int64(seconds) * 1_000_000_000))
  }

  /// Ends the capture.
  func finish() {
    var counters = Counters()
    counters.packets = count
    analyzer.captureEnded(
      CaptureFacts(
        index: 0, path: "test", linkTypes: [], counters: counters, first: 0, last: 0, isCut: false, damage: nil))
  }
}

/// What the analysis of a fixture says.
func analyze(_ name: String, _ keys: String..., dropping: Set<Int> = []) throws -> Recorder {
  var keyring = Keyring()
  // The key of most fixtures is an example's.
  keyring.triesOtherSpellings = false
  for (index, key) in keys.enumerated() {
    keyring.add(try PresharedKey(specification: key, index: index + 1))
  }
  return try analyze(name, keyring, dropping: dropping)
}

/// What the analysis of a fixture says; the packets of the numbers in `dropping` are left out.
func analyze(_ name: String, _ keyring: Keyring, dropping: Set<Int> = []) throws -> Recorder {
  try analyze(path: Fixtures.path(name), keyring, dropping: dropping)
}

/// What the analysis of a capture says; the packets of the numbers in `dropping` are left out.
func analyze(path: String, _ keyring: Keyring, dropping: Set<Int> = []) throws -> Recorder {
  let heard = Recorder()
  let analyzer = Analyzer(decryption: Decryption(keyring: keyring), listener: heard)
  let source = try CaptureFile.open(path)
  try CaptureRun(source, index: 0).run(Sieve(dropping: dropping, analyzer))
  return heard
}

/// Passes on all packets but some, and lets something happen before each datagram.
final class Sieve: DatagramConsumer {
  private let dropped: Set<Int>
  private let next: any DatagramConsumer
  private let before: (PacketStamp) -> Void

  init(dropping dropped: Set<Int>, _ next: any DatagramConsumer, before: @escaping (PacketStamp) -> Void = { _ in }) {
    self.dropped = dropped
    self.next = next
    self.before = before
  }

  func receive(_ datagram: borrowing Datagram, at stamp: PacketStamp) {
    before(stamp)
    if !dropped.contains(stamp.number) { next.receive(datagram, at: stamp) }
  }

  func receive(_ error: borrowing ICMPError, at stamp: PacketStamp) {
    if !dropped.contains(stamp.number) { next.receive(error, at: stamp) }
  }

  func receive(_ problem: NetworkProblem, at stamp: PacketStamp) { next.receive(problem, at: stamp) }
  func receive(_ secrets: KeyLog) { next.receive(secrets) }
  func captureBegan(at stamp: PacketStamp) { next.captureBegan(at: stamp) }
  func tick(at stamp: PacketStamp) { next.tick(at: stamp) }
  func inputPaused() { next.inputPaused() }
  func captureEnded(_ facts: CaptureFacts) { next.captureEnded(facts) }
}
