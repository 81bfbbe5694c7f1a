import Bytes
import TestSupport
import Testing

@testable import DTLS

/// Keeps what an association reports.
final class Recorder: RecordObserver {
  /// A report with bytes of its own.
  struct Report {
    let packet: Int
    let sender: Side
    let contentType: ContentType
    let epoch: UInt16
    let sequenceNumber: UInt64
    let verdict: RecordNumbers.Verdict
    let protection: RecordReport.Protection
    let content: RecordReport.Content
    let payload: [UInt8]
    let wasHeld: Bool
    let isRetransmission: Bool

    /// The handshake messages that it completes.
    var messages: [HandshakeMessage] {
      guard case .handshake(let notes, _) = content else { return [] }
      return notes.compactMap(\.message)
    }

    /// What its fragments of handshake messages did.
    var outcomes: [HandshakeStream.Outcome?] {
      guard case .handshake(let notes, _) = content else { return [] }
      return notes.map(\.outcome)
    }
  }

  private(set) var reports: [Report] = []

  func receive(_ report: borrowing RecordReport) {
    reports.append(
      Report(
        packet: report.stamp.number, sender: report.sender, contentType: report.contentType, epoch: report.epoch,
        sequenceNumber: report.sequenceNumber, verdict: report.verdict, protection: report.protection,
        content: report.content, payload: [UInt8](report.payload), wasHeld: report.wasHeld,
        isRetransmission: report.isRetransmission))
  }
}

/// An association and what it reports of the datagrams that it is given, each a millisecond after the one before.
final class Conversation {
  let association = Association()
  let decryption: Decryption
  let recorder = Recorder()
  private(set) var packet = 0

  /// Begins with these pre-shared keys and these lines of a key log.
  init(keys: [String] = ["esp32c3_id:esp32c3_key"], keyLog: String = "", rsaKey: String? = nil) throws {
    var keyring = Keyring()
    // The key of most sessions is an example's.
    keyring.triesOtherSpellings = false
    for (index, key) in keys.enumerated() { keyring.add(try PresharedKey(specification: key, index: index + 1)) }
    keyring.add(KeyLog(Array(keyLog.utf8)))
    if let rsaKey { keyring.add(try #require(RSAPrivateKey(hex(rsaKey)))) }
    decryption = Decryption(keyring: keyring)
  }

  var reports: [Recorder.Report] { recorder.reports }

  /// The plaintext of application data that was opened, in the order of the reports.
  var applicationData: [[UInt8]] {
    reports.filter { $0.contentType == .applicationData && $0.protection == .opened }.map(\.payload)
  }

  func play(_ datagrams: [(sender: Side, bytes: [UInt8])]) throws {
    for datagram in datagrams { try play(datagram.sender, datagram.bytes) }
  }

  func play(_ sender: Side, _ datagram: [UInt8]) throws {
    packet += 1
    for record in try StoredRecord.all(in: datagram) { play(sender, record, packet: packet) }
  }

  func play(_ sender: Side, _ record: StoredRecord) {
    packet += 1
    play(sender, record, packet: packet)
  }

  private func play(_ sender: Side, _ stored: StoredRecord, packet: Int) {
    let record = Record(
      contentType: stored.contentType, version: stored.version, epoch: stored.epoch,
      sequenceNumber: stored.sequenceNumber, connectionID: RawSpan(), length: stored.length,
      fragment: stored.fragment.span.bytes, isUnified: stored.isUnified)
    let stamp = PacketStamp(number: packet, nanoseconds: Int64(packet) * 1_000_000)
    association.receive(record, from: sender, at: stamp, using: decryption, to: recorder)
  }
}
