import Analysis
import Bytes
import CoAP
import DTLS

extension LadderEvent {
  /// What a record is.
  init(_ report: borrowing RecordReport) {
    stamp = report.stamp
    sender = report.sender
    switch report.content {
    case .handshake(let notes, _):
      content = .handshake(
        notes.map { HandshakePiece(type: $0.type, sequence: $0.messageSequence, isPart: $0.isPart) })
      for note in notes {
        switch note.outcome {
        case .repeated(let first), .contradicts(let first): marks.append(.repeats(first.number))
        case .added(_, let first?): marks.append(.repeats(first.number))
        case .added, .refused, nil: break
        }
        if !marks.isEmpty { break }
      }
    case .changeCipherSpec(let isRepeated):
      content = .changeCipherSpec
      if isRepeated { marks.append(.repeated) }
    case .alert(let alert): content = .alert(alert)
    case .ack(let ack): content = .ack(records: ack.recordNumbers.count)
    case .applicationData:
      let isOpened = report.protection == .opened
      content = .data(bytes: isOpened ? report.payload.byteCount : report.length, isOpened: isOpened)
    case .sealedHandshake(let isRepeated):
      content = .sealedHandshake(bytes: report.length)
      if isRepeated { marks.append(.repeated) }
    case .other: content = .other(report.contentType, bytes: report.length)
    case .malformed(let error): content = .malformed(error)
    }
    if report.protection == .notAuthentic { marks.append(.notAuthentic) }
    if report.wasHeld { marks.append(.held) }
    append(report.verdict)
  }

  /// What a CoAP message is, which `sender` sent.
  init(_ event: borrowing CoAPEvent, from sender: Side) {
    stamp = event.stamp
    self.sender = sender
    let message = event.message
    let request = event.place.exchange.map { Request(method: $0.method, uri: $0.resource.text) }
    var roundTrip: Int64?
    if message.code.isResponse, event.place.isFirstAnswer, let request = event.place.answers {
      roundTrip = max(0, event.stamp.nanoseconds &- request.nanoseconds)
    }
    content = .coap(
      CoAPPiece(
        type: message.type, code: message.code, request: request, payload: message.payloadLength ?? 0,
        roundTrip: roundTrip,
        isObserve: message.observe != nil))
    if let original = event.retransmissionOf { marks.append(.repeats(original)) }
    if event.isAuthentic == false { marks.append(.notAuthentic) }
    guard let record = event.record else { return }
    if record.wasHeld { marks.append(.held) }
    append(record.verdict)
  }

  /// Records that are missing before a record with this verdict.
  static func skipped(_ verdict: RecordNumbers.Verdict) -> Int {
    if case .next(let skipped) = verdict { Int(clamping: skipped) } else { 0 }
  }

  private mutating func append(_ verdict: RecordNumbers.Verdict) {
    switch verdict {
    case .next: break
    case .late: marks.append(.outOfOrder)
    case .duplicate, .reused, .belowWindow: marks.append(.duplicate)
    }
  }
}
