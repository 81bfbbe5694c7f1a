import Analysis
import Bytes
import Capture
import CoAP
import DTLS
import OSCORE

/// Builds the text of `PacketLines`, one line after the other, in one buffer that keeps its capacity.
struct PacketLineWriter: ~Copyable {
  /// The lines that are finished, and the one being built.
  var line: TextBuffer
  let style: Style
  private var heads = LineHeads()
  private var clock: Clock

  /// A writer without text.
  init(style: Style) {
    self.style = style
    clock = Clock(style.times)
    line = TextBuffer()
  }

  /// Drops all text.
  mutating func reset() {
    line.removeAll()
  }

  // MARK: Lines

  /// Begins a line: packet number, and the time, which may be in seconds since `start`.
  mutating func begin(_ stamp: PacketStamp, since start: Int64) {
    line.append(decimal: stamp.number, width: 6)
    line.append(" ")
    if case .relative = style.times {
      line.append(seconds: stamp.nanoseconds &- start, width: 12)
    } else {
      line.append(" ")
      clock.append(stamp.nanoseconds, to: &line)
    }
    line.append("  ")
  }

  /// Adds who sent it to whom, and in which session.
  mutating func append(_ source: Endpoint, _ destination: Endpoint, session: Int?) {
    if let session {
      heads.append(source, destination, session: session, to: &line)
    } else {
      line.append(source, destination)
      line.append("  ")
    }
  }

  /// Ends the line.
  mutating func end() {
    line.append(UInt8(ascii: "\n"))
  }

  /// Adds a remark in brackets.
  mutating func mark(_ text: StaticString, _ number: Int? = nil) {
    beginMark()
    line.append(text)
    if let number { line.append(decimal: number) }
    endMark()
  }

  /// Adds what a CoAP message of `code` has to do with those before it.
  mutating func appendMarks(_ place: MessagePlace, _ code: Code, at stamp: PacketStamp) {
    guard place.copyOf == nil else { return }
    if let answered = place.answers {
      appendMark(place, of: answered, at: stamp)
    } else if code.isResponse, case .response = place.role {
      mark("its request is not known")
    }
    if let body = place.completed {
      beginMark()
      line.append("body of ")
      line.append(bytes: body.bytes)
      line.append(" whole with it")
      endMark()
    }
  }

  private mutating func appendMark(_ place: MessagePlace, of answered: PacketStamp, at stamp: PacketStamp) {
    beginMark()
    switch place.role {
    case .acknowledgement: line.append("acknowledges ")
    case .reset: line.append("resets ")
    case .notification(true): line.append("stale notification, of ")
    case .notification(false): line.append("notification, of ")
    default: line.append("answers ")
    }
    line.append(decimal: answered.number)
    if place.isFirstAnswer {
      line.append(" after ")
      line.append(milliseconds: stamp.nanoseconds &- answered.nanoseconds)
    }
    endMark()
  }

  private mutating func beginMark() {
    if style.isColored { line.append("\u{1b}[33m") }
    line.append("  [")
  }

  private mutating func endMark() {
    line.append("]")
    if style.isColored { line.append("\u{1b}[0m") }
  }

  /// Adds a remark in brackets that is safe to show.
  private mutating func mark(trusted text: String) {
    line.append(trusted: "  " + style.paint("[\(text)]", .notable))
  }

  /// Adds what an ICMP error says, and about what.
  mutating func append(_ error: borrowing ICMPError, session: Int?) {
    error.reporter.append(to: &line)
    line.append(" → ")
    error.receiver.append(to: &line)
    if let session {
      line.append("  #")
      line.append(sessionNumber: session)
    }
    line.append(error.isIPv6 ? "  ICMPv6 " : "  ICMP ")
    line.append(trusted: error.name)
    line.append(" (type ")
    line.append(decimal: error.type)
    line.append(", code ")
    line.append(decimal: error.code)
    line.append(") about ")
    line.append(error.quotedSource, error.quotedDestination)
  }

  /// Adds what is wrong.
  mutating func append(_ notice: Notice) {
    line.append(trusted: style.paint(NoticeText.text(notice), .notable))
  }

  // MARK: Records

  /// Adds what a record is.
  mutating func append(_ report: borrowing RecordReport) {
    if let label = report.version.label {
      line.append(label)
    } else {
      line.append(trusted: report.version.name ?? "DTLS")
    }
    line.append("  ")
    switch report.content {
    case .handshake(let notes, _):
      for (index, note) in notes.enumerated() {
        if index > 0 { line.append(", ") }
        append(note)
      }
      if notes.isEmpty { line.append("handshake") }
    case .changeCipherSpec:
      line.append("change_cipher_spec")
    case .alert(let alert?):
      line.append(trusted: style.paint("alert \(alert.level) \(alert.description)", .bad))
    case .alert(nil):
      line.append(report.epoch > 0 ? "alert, encrypted" : "alert")
    case .ack(let ack):
      line.append("ack of ")
      line.append(decimal: ack.recordNumbers.count)
      line.append(ack.recordNumbers.count == 1 ? " record" : " records")
    case .applicationData:
      line.append("application_data ")
      line.append(bytes: report.protection == .opened ? report.payload.byteCount : report.length)
    case .sealedHandshake:
      line.append("handshake, encrypted, ")
      line.append(bytes: report.length)
    case .other, .malformed:
      if report.isUnified, report.protection != .opened {
        line.append("ciphertext ")
      } else {
        line.append(trusted: report.contentType.description)
        line.append(" ")
      }
      line.append(bytes: report.length)
    }
    if !report.isUnified || report.protection == .opened {
      line.append("  epoch ")
      line.append(decimal: report.epoch)
      line.append(" record ")
      line.append(decimal: report.sequenceNumber)
    }
  }

  private mutating func append(_ note: HandshakeNote) {
    line.append(trusted: note.type.description)
    line.append(" (seq ")
    line.append(decimal: note.messageSequence)
    if note.isPart {
      line.append(", bytes ")
      line.append(decimal: note.fragmentOffset)
      line.append("–")
      line.append(decimal: note.fragmentOffset + note.fragmentLength)
      line.append(" of ")
    } else {
      line.append(", ")
    }
    if note.isPart { line.append(decimal: note.length) } else { line.append(bytes: note.length) }
    line.append(")")
  }

  /// Adds what is remarkable about a record.
  mutating func appendMarks(_ report: borrowing RecordReport) {
    switch report.content {
    case .handshake(let notes, let error):
      for note in notes {
        switch note.outcome {
        case .repeated(let first): mark("retransmission of ", first.number)
        case .contradicts(let first): mark("contradicts ", first.number)
        case .refused: mark("not kept: too much is held")
        case .added(let isComplete, let first):
          if let first { mark("retransmission of ", first.number) }
          if isComplete, note.isPart { mark("complete") }
        case nil: break
        }
        if note.isVerified == false { mark("verify_data does not match the transcript") }
        if let error = note.error { line.append(trusted: style.paint("  [malformed: \(error)]", .bad)) }
      }
      if let error { line.append(trusted: style.paint("  [malformed: \(error)]", .bad)) }
    case .changeCipherSpec(true), .sealedHandshake(true): mark("retransmission")
    case .malformed(let error): line.append(trusted: style.paint("  [malformed: \(error)]", .bad))
    case .changeCipherSpec, .sealedHandshake, .alert, .ack, .applicationData, .other: break
    }
    switch report.protection {
    case .held: mark("held until there are keys")
    case .sealed: mark("not opened")
    case .notAuthentic: mark("not authentic")
    case .cut: mark("cut short")
    case .none, .opened: break
    }
    appendMarks(report.verdict)
    if report.wasHeld { mark(report.protection == .opened ? "held, opened now" : "held until now") }
  }

  /// Adds what is remarkable about a record number.
  mutating func appendMarks(_ verdict: RecordNumbers.Verdict) {
    switch verdict {
    case .next(skipped: 0): break
    case .next(let skipped): mark("records missing before it: ", Int(clamping: skipped))
    case .late: mark("out of order")
    case .duplicate: mark("duplicate")
    case .reused: mark("record number used again")
    case .belowWindow: mark("replayed or very late")
    }
  }

  // MARK: CoAP

  /// Adds what a CoAP message is.
  mutating func append(_ message: borrowing MessageView) {
    line.append("CoAP ")
    line.append(message.type.label)
    line.append(" ")
    if message.code.isEmpty {
      line.append(message.type == .confirmable ? "ping" : "empty")
    } else if message.code.isRequest {
      if let label = message.code.label { line.append(label) } else { line.append(trusted: message.code.dotted) }
      line.append(" ")
      message.appendPath(to: &line)
      let end = line.count
      line.append("?")
      message.appendQuery(to: &line)
      if line.count == end + 1 { line.truncate(to: end) }
    } else {
      line.append(decimal: message.code.rawValue >> 5)
      line.append(UInt8(ascii: "."))
      line.append(decimal: message.code.rawValue & 0x1f, width: 2, pad: UInt8(ascii: "0"))
      if let label = message.code.label {
        line.append(" ")
        line.append(label)
      }
    }
    line.append("  mid ")
    line.append(decimal: message.messageID)
    if message.token.byteCount > 0 {
      line.append(" token ")
      line.append(hex: message.token.extracting(first: 16))
      if message.token.byteCount > 16 { line.append("…") }
    }
    if let observe = message.observe {
      line.append(" observe ")
      line.append(decimal: observe.value)
    }
    append(" block1 ", message.block1)
    append(" block2 ", message.block2)
    append(" q-block1 ", message.qBlock1)
    append(" q-block2 ", message.qBlock2)
    if let length = message.payloadLength, length > 0 {
      line.append("  ")
      if message.missing > 0 {
        line.append(decimal: message.payload.byteCount)
        line.append(" of ")
      }
      line.append(bytes: length)
      if let format = message.contentFormat {
        line.append(" ")
        line.append(format.label, else: format)
      }
    }
    if message.missing > 0 { mark("cut by the capture, bytes missing: ", message.missing) }
  }

  private mutating func append(_ label: StaticString, _ block: Block?) {
    guard let block else { return }
    line.append(label)
    block.append(to: &line)
  }
}

// MARK: OSCORE

extension PacketLineWriter {
  /// Adds what OSCORE has to do with a message.
  mutating func appendMarks(_ facts: OSCOREFacts) {
    mark(trusted: OSCOREText.mark(facts))
    if let replay = facts.replay { mark(trusted: replay.description) }
  }

  /// Adds which message of EDHOC it is.
  mutating func appendMarks(_ message: EDHOCMessage) {
    mark(trusted: "EDHOC \(message.name)")
  }
}
