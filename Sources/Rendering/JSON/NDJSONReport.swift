import Analysis
import Bytes
import Capture
import CoAP
import DTLS
import Diagnosis

/// The objects of the report, one a line, as soon as each is known.
package final class NDJSONReport: DiagnosingReport {
  private let output: Output
  private let hasSeveralCaptures: Bool
  /// Judges the sessions of the report.
  package let diagnostician: Diagnostician

  /// Lines that go to `output`.
  package init(output: Output, hasSeveralCaptures: Bool, diagnostician: Diagnostician = Diagnostician()) {
    self.diagnostician = diagnostician
    self.output = output
    self.hasSeveralCaptures = hasSeveralCaptures
  }

  package func makeListener(_ sink: ChunkSink) -> any EventListener {
    NDJSONLines(sink: sink, hasSeveralCaptures: hasSeveralCaptures)
  }

  package func append(_ piece: RawSpan, _ section: ChunkSink.Section, order: Int) {
    output.append(piece)
  }

  package func exchangeEnded(_ exchange: Exchange, number: Int, _ piece: RawSpan) {
    output.append(piece)
  }

  package func sessionEnded(_ session: Session, number: Int, _ piece: RawSpan) {
    let found = diagnostician.findings(of: session, number: number)
    var json = JSONWriter()
    json.object(continuing: piece) { $0.memberFindings(found) }
    json.newline()
    output.append(json.bytes.bytes)
    write(found.filter { !$0.wasTold }, capture: session.first.capture)
  }

  package func judgementIsDue(on session: Session, number: Int) {
    write(diagnostician.causes(ofLive: session, number: number), capture: session.first.capture)
  }

  private func write(_ found: [Finding], capture: Int) {
    guard !found.isEmpty else { return }
    var json = JSONWriter()
    for finding in found {
      json.object {
        $0.member("kind", "finding")
        if hasSeveralCaptures { $0.member("capture", capture) }
        $0.members(finding)
      }
      json.newline()
    }
    output.append(json.bytes.bytes)
  }

  package func omit(_ section: ChunkSink.Section, count: Int) {}

  package func captureEnded(_ facts: CaptureFacts) {
    var json = JSONWriter()
    json.object {
      $0.member("kind", "capture")
      $0.member("index", facts.index)
      $0.members(facts)
    }
    json.newline()
    output.append(json.bytes.bytes)
    write(diagnostician.captureEnded(facts), capture: facts.index)
  }

  package func inputPaused() {
    output.flush()
  }

  package func finish() {}
}

/// The lines that come from packets.
final class NDJSONLines: EventListener {
  private let sink: ChunkSink
  private let hasSeveralCaptures: Bool
  private var json = JSONWriter()
  /// Sessions whose handshake was reported.
  private var established: Set<Int> = []

  init(sink: ChunkSink, hasSeveralCaptures: Bool) {
    self.sink = sink
    self.hasSeveralCaptures = hasSeveralCaptures
  }

  private func write(_ kind: StaticString, _ stamp: PacketStamp, _ members: (inout JSONWriter) -> Void) {
    json.object {
      $0.key("kind")
      $0.value("\(kind)")
      if hasSeveralCaptures { $0.member("capture", stamp.capture) }
      members(&$0)
    }
    appendLine()
    sink.endChunk(.body)
  }

  private func appendLine() {
    json.newline()
    sink.text.append(json.bytes.bytes)
    json.reset()
  }

  func sessionBegan(_ session: Session) {
    sink.noteBegan(session)
  }

  func notice(_ notice: Notice, _ context: NoticeContext) {
    note(NoticeFacts(notice, context))
  }

  func icmp(_ error: borrowing ICMPError, about session: Session?, at stamp: PacketStamp) {
    if session == nil { note(NoticeFacts(error, at: stamp)) }
  }

  private func note(_ facts: NoticeFacts) {
    write("notice", facts.stamp) { $0.members(facts) }
  }

  func record(_ report: borrowing RecordReport, in session: Session) {
    for facts in NoticeFacts.list(report, in: session) { note(facts) }
    if case .alert = report.content, !report.isDuplicate, let alert = session.alerts.last,
      alert.stamp == report.stamp
    {
      write("alert", report.stamp) {
        $0.member("session", number: session.id)
        $0.members(alert)
      }
    }
    // A Finished may hide in a record with a connection ID.
    guard report.contentType == .handshake || report.contentType == .tls12CID,
      session.association.handshake.isComplete,
      established.insert(session.id).inserted
    else { return }
    write("handshake", report.stamp) {
      $0.member("session", number: session.id)
      $0.members(session.association)
    }
  }

  func coap(_ event: borrowing CoAPEvent) {
    if event.isDuplicate { return }
    json.object {
      $0.key("kind")
      $0.value("coap")
      if hasSeveralCaptures { $0.member("capture", event.stamp.capture) }
      $0.members(event)
    }
    appendLine()
    sink.endChunk(.body)
  }

  func exchangeBegan(_ exchange: Exchange) {
    sink.noteBegan(exchange)
  }

  func exchangeEnded(_ exchange: Exchange, _ context: ExchangeContext, at stamp: PacketStamp) {
    json.object {
      $0.member("kind", "exchange")
      if hasSeveralCaptures { $0.member("capture", exchange.request.stamp.capture) }
      $0.members(exchange, context)
    }
    appendLine()
    sink.endChunk(exchange, context)
  }

  func plainConversationEnded(_ conversation: PlainConversation) {
    sink.note(conversation)
  }

  func outcomeChanged(_ session: Session, at stamp: PacketStamp) {
    write("session", stamp) {
      $0.members(session)
      // They are known when the session is over.
      $0.memberFindings([])
    }
    sink.noteOutcome(session)
  }

  func judgementIsDue(on session: Session, at stamp: PacketStamp) {
    sink.noteDue(session)
  }

  func sessionEnded(_ session: Session, at stamp: PacketStamp) {
    established.remove(session.id)
    json.openObject {
      $0.member("kind", "session")
      if hasSeveralCaptures { $0.member("capture", stamp.capture) }
      $0.members(session)
    }
    sink.text.append(json.bytes.bytes)
    json.reset()
    sink.endChunk(session)
  }
}
