import Analysis
import Bytes
import DTLS

extension RecordReport {
  /// What the ladder draws it as.
  var kind: StaticString {
    switch content {
    case .handshake, .sealedHandshake: "handshake"
    case .changeCipherSpec: "ccs"
    case .alert(let alert): alert?.level == .fatal ? "fatal" : "alert"
    case .ack: "ack"
    case .applicationData: "data"
    case .malformed: "malformed"
    case .other: "other"
    }
  }
}

extension JSONWriter {
  /// What a step is, in words; each of the texts is safe to show.
  mutating func members(label: String, marks: String, fields: String) {
    member("label", label)
    if !marks.isEmpty { member("marks", marks) }
    if !fields.isEmpty { member("fields", fields) }
  }

  /// What the ladder draws of a record.
  mutating func stepMembers(_ report: borrowing RecordReport) {
    members(report.verdict, epoch: report.epoch, number: report.sequenceNumber)
    switch report.protection {
    case .none: break
    case .opened: member("protection", "opened")
    case .held, .sealed, .cut: member("protection", "sealed")
    case .notAuthentic: member("protection", "notAuthentic")
    }
    if report.wasHeld { member("wasHeld", true) }
    if report.isRetransmission { member("repeated", true) }
    guard case .handshake(let notes, _) = report.content else { return }
    if let original = notes.lazy.compactMap(\.firstSent).first { member("repeats", original.number) }
    if let part = notes.first(where: \.isPart) {
      member("fragment", [part.fragmentOffset, part.fragmentLength, part.length]) { $0.value($1) }
    }
  }

  /// What the ladder draws of a CoAP message.
  mutating func stepMembers(_ event: borrowing CoAPEvent) {
    if let record = event.record {
      members(record.verdict, epoch: record.epoch, number: record.sequenceNumber)
      member("protection", record.isAuthentic ? "opened" : "notAuthentic")
      if record.wasHeld { member("wasHeld", true) }
    }
    if let original = event.retransmissionOf {
      member("repeated", true)
      member("repeats", original)
    }
  }

  private mutating func members(_ verdict: RecordNumbers.Verdict, epoch: UInt16, number: UInt64) {
    member("record", "\(epoch).\(number)")
    switch verdict {
    case .next(skipped: 0): break
    case .next(let skipped): member("missing", skipped)
    case .duplicate: member("duplicate", true)
    case .late: member("late", true)
    case .reused, .belowWindow: break
    }
  }
}

extension HandshakeNote {
  /// The packet that it repeats.
  fileprivate var firstSent: PacketStamp? {
    switch outcome {
    case .repeated(let first), .contradicts(let first), .added(_, repeating: let first?): first
    case .added, .refused, nil: nil
    }
  }
}
