import Analysis
import Bytes
import Capture
import CoAP
import DTLS
import OSCORE

/// One line a record or CoAP message, and with `isVerbose` every field below it.
///
///     number time source → destination #session what it is [marks]
///
/// A record that was held for its keys has two lines: one where it was captured, and one when it could be opened.
package final class PacketLines: EventListener {
  private let sink: ChunkSink
  private let style: Style
  private let isVerbose: Bool
  private var start: Int64 = 0
  private var writer: PacketLineWriter

  /// Lines that go to `sink`.
  init(sink: ChunkSink, style: Style, isVerbose: Bool) {
    self.sink = sink
    self.style = style
    self.isVerbose = isVerbose
    writer = PacketLineWriter(style: style)
  }

  package func captureBegan(at stamp: PacketStamp) {
    start = stamp.nanoseconds
  }

  package func sessionBegan(_ session: Session) {
    sink.noteBegan(session)
  }

  package func sessionEnded(_ session: Session, at stamp: PacketStamp) {
    sink.noteEnded(session)
  }

  package func record(_ report: borrowing RecordReport, in session: Session) {
    writer.begin(report.stamp, since: start)
    writer.append(session.endpoint(report.sender), session.endpoint(report.sender.peer), session: session.id)
    writer.append(report)
    writer.appendMarks(report)
    writer.end()
    if isVerbose { writer.appendFields(report) }
    finish()
  }

  package func coap(_ event: borrowing CoAPEvent) {
    writer.begin(event.stamp, since: start)
    writer.append(event.source, event.destination, session: event.session?.id)
    writer.append(event.message)
    if let oscore = event.oscore { writer.appendMarks(oscore) }
    if let edhoc = EDHOCMessage(event.message) { writer.appendMarks(edhoc) }
    if let original = event.retransmissionOf { writer.mark("retransmission of ", original) }
    writer.appendMarks(event.place, event.message.code, at: event.stamp)
    if event.isAuthentic == false { writer.mark("not authentic: altered or forged") }
    if let record = event.record {
      writer.appendMarks(record.verdict)
      if record.wasHeld { writer.mark(record.isAuthentic ? "held, opened now" : "held until now") }
    }
    writer.end()
    if isVerbose { writer.appendFields(event) }
    finish()
  }

  package func icmp(_ error: borrowing ICMPError, about session: Session?, at stamp: PacketStamp) {
    writer.begin(stamp, since: start)
    writer.append(error, session: session?.id)
    writer.end()
    finish()
  }

  package func notice(_ notice: Notice, _ context: NoticeContext) {
    // The message's own line tells it.
    if case .oscore = notice { return }
    writer.begin(context.stamp, since: start)
    if let source = context.source, let destination = context.destination {
      writer.append(source, destination, session: context.session)
    }
    writer.append(notice)
    writer.end()
    if isVerbose { writer.appendFields(notice) }
    finish()
  }

  private func finish() {
    sink.text.append(writer.line.bytes)
    sink.endChunk(.body)
    writer.reset()
  }
}

/// The report that `PacketLines` make up.
package final class PacketListing: Report {
  private let output: Output
  private let style: Style
  private let isVerbose: Bool

  /// A listing that goes to `output`.
  package init(output: Output, style: Style, isVerbose: Bool) {
    self.output = output
    self.style = style
    self.isVerbose = isVerbose
  }

  package func makeListener(_ sink: ChunkSink) -> any EventListener {
    PacketLines(sink: sink, style: style, isVerbose: isVerbose)
  }

  package func append(_ piece: RawSpan, _ section: ChunkSink.Section, order: Int) {
    output.append(piece)
  }

  package func sessionEnded(_ session: Session, number: Int, _ piece: RawSpan) {
    output.append(piece)
  }

  package func omit(_ section: ChunkSink.Section, count: Int) {}

  package func captureEnded(_ facts: CaptureFacts) {}

  package func inputPaused() {
    output.flush()
  }

  package func finish() {}
}
