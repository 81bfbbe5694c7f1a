import Analysis
import Bytes
import Capture
import CoAP
import DTLS
import Diagnosis

/// The whole report as one JSON document.
///
/// CoAP messages are written as they come; sessions, exchanges, findings and captures are kept as text until the end, and so are notices, of
/// which there may be any number: the first of them, and how many more there were. With several captures every object
/// that carries packet numbers says which capture they count in.
package final class JSONReport: DiagnosingReport {
  /// Notices that are kept: whoever wants more of them reads JSON lines.
  static let maximumNotices = 1000

  private let output: Output
  private let hasSeveralCaptures: Bool
  private var hasMessages = false
  private var captures: [[UInt8]] = []
  private var notices: [[UInt8]] = []
  /// Notices that were left out.
  private var omittedNotices = 0
  private var sessions: [(number: Int, json: [UInt8])] = []
  private var exchanges: [(number: Int, json: [UInt8])] = []
  /// Findings, with the number of the session that each is about; those about a capture come last.
  private var findings: [(number: Int, json: [UInt8])] = []
  /// Judges the sessions of the report.
  package let diagnostician: Diagnostician

  /// A report that goes to `output`.
  package init(output: Output, hasSeveralCaptures: Bool, diagnostician: Diagnostician = Diagnostician()) {
    self.diagnostician = diagnostician
    self.output = output
    self.hasSeveralCaptures = hasSeveralCaptures
    output.append("{\"schemaVersion\":1,\n\"coap\":{\"messages\":[")
  }

  package func makeListener(_ sink: ChunkSink) -> any EventListener {
    JSONObjects(sink: sink, hasSeveralCaptures: hasSeveralCaptures)
  }

  package func append(_ piece: RawSpan, _ section: ChunkSink.Section, order: Int) {
    if section == .notice {
      if notices.count < Self.maximumNotices { notices.append([UInt8](piece)) } else { omittedNotices += 1 }
      return
    }
    output.append(hasMessages ? ",\n" : "\n")
    output.append(piece)
    hasMessages = true
  }

  package func exchangeEnded(_ exchange: Exchange, number: Int, _ piece: RawSpan) {
    exchanges.append((number, [UInt8](piece)))
  }

  package func sessionEnded(_ session: Session, number: Int, _ piece: RawSpan) {
    let found = diagnostician.findings(of: session, number: number)
    var json = JSONWriter()
    json.object(continuing: piece) { $0.memberFindings(found) }
    sessions.append((number, json.take()))
    add(found, number: number, capture: session.first.capture)
  }

  private func add(_ found: [Finding], number: Int, capture: Int) {
    for finding in found {
      var json = JSONWriter()
      json.object {
        if hasSeveralCaptures { $0.member("capture", capture) }
        $0.members(finding)
      }
      findings.append((number, json.take()))
    }
  }

  package func omit(_ section: ChunkSink.Section, count: Int) {
    omittedNotices += count
  }

  package func captureEnded(_ facts: CaptureFacts) {
    var json = JSONWriter()
    json.object { $0.members(facts) }
    captures.append(json.take())
    add(diagnostician.captureEnded(facts), number: .max, capture: facts.index)
  }

  package func inputPaused() {
    output.flush()
  }

  /// Writes what was kept and closes the document.
  package func finish() {
    output.append("],\"exchanges\":")
    append(exchanges.sorted { $0.number < $1.number }.map(\.json))
    output.append("},\n\"captures\":")
    append(captures)
    output.append(",\n\"sessions\":")
    append(sessions.sorted { $0.number < $1.number }.map(\.json))
    output.append(",\n\"notices\":")
    append(notices)
    output.append(",\n\"omittedNotices\":\(omittedNotices)")
    output.append(",\n\"findings\":")
    append(
      findings.enumerated().sorted { ($0.element.number, $0.offset) < ($1.element.number, $1.offset) }.map(
        \.element.json))
    output.append("}\n")
  }

  private func append(_ objects: [[UInt8]]) {
    output.append("[")
    for (index, object) in objects.enumerated() {
      output.append(index == 0 ? "\n" : ",\n")
      output.append(object.span.bytes)
    }
    output.append("]")
  }
}

/// The objects of the document that come from packets.
final class JSONObjects: EventListener {
  private let sink: ChunkSink
  private let hasSeveralCaptures: Bool
  private var json = JSONWriter()
  /// Notices of the capture so far: more than the report keeps are not written.
  private var notices = 0

  init(sink: ChunkSink, hasSeveralCaptures: Bool) {
    self.sink = sink
    self.hasSeveralCaptures = hasSeveralCaptures
  }

  func sessionBegan(_ session: Session) {
    sink.noteBegan(session)
  }

  func record(_ report: borrowing RecordReport, in session: Session) {
    for facts in NoticeFacts.list(report, in: session) { note(facts) }
  }

  func notice(_ notice: Notice, _ context: NoticeContext) {
    note(NoticeFacts(notice, context))
  }

  func icmp(_ error: borrowing ICMPError, about session: Session?, at stamp: PacketStamp) {
    if session == nil { note(NoticeFacts(error, at: stamp)) }
  }

  func captureEnded(_ facts: CaptureFacts) {
    notices = 0
  }

  private func note(_ facts: NoticeFacts) {
    guard notices < JSONReport.maximumNotices else { return sink.omit(.notice) }
    notices += 1
    json.object {
      if hasSeveralCaptures { $0.member("capture", facts.stamp.capture) }
      $0.members(facts)
    }
    appendObject()
    sink.endChunk(.notice)
  }

  func coap(_ event: borrowing CoAPEvent) {
    if event.isDuplicate { return }
    json.object {
      if hasSeveralCaptures { $0.member("capture", event.stamp.capture) }
      $0.members(event)
    }
    appendObject()
    sink.endChunk(.body)
  }

  func exchangeBegan(_ exchange: Exchange) {
    sink.noteBegan(exchange)
  }

  func exchangeEnded(_ exchange: Exchange, _ context: ExchangeContext, at stamp: PacketStamp) {
    json.object {
      if hasSeveralCaptures { $0.member("capture", exchange.request.stamp.capture) }
      $0.members(exchange, context)
    }
    appendObject()
    sink.endChunk(exchange, context)
  }

  func plainConversationEnded(_ conversation: PlainConversation) {
    sink.note(conversation)
  }

  func outcomeChanged(_ session: Session, at stamp: PacketStamp) {
    sink.noteOutcome(session)
  }

  func sessionEnded(_ session: Session, at stamp: PacketStamp) {
    json.openObject {
      if hasSeveralCaptures { $0.member("capture", session.first.capture) }
      $0.members(session)
    }
    appendObject()
    sink.endChunk(session)
  }

  private func appendObject() {
    sink.text.append(json.bytes.bytes)
    json.reset()
  }
}
