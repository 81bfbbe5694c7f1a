import Analysis
import Bytes
import Capture
import CoAP
import DTLS

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
  @exclusivity(unchecked) private var writer: PacketLineWriter

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

  package func record(_ report: borrowing RecordReport, in session: Session) {
    var text = takeWriter()
    text.begin(report.stamp, since: start)
    text.append(session.endpoint(report.sender), session.endpoint(report.sender.peer), session: session.id)
    text.append(report)
    text.appendMarks(report)
    text.end()
    if isVerbose { text.appendFields(report) }
    finish(text, report.stamp)
  }

  package func coap(_ event: borrowing CoAPEvent) {
    var text = takeWriter()
    text.begin(event.stamp, since: start)
    text.append(event.source, event.destination, session: event.session?.id)
    text.append(event.message)
    if let original = event.retransmissionOf { text.mark("retransmission of ", original) }
    if event.isAuthentic == false { text.mark("not authentic: altered or forged") }
    if let record = event.record { text.appendMarks(record.verdict, wasHeld: record.wasHeld) }
    text.end()
    if isVerbose { text.appendFields(event) }
    finish(text, event.stamp)
  }

  package func icmp(_ error: borrowing ICMPError, about session: Session?, at stamp: PacketStamp) {
    var text = takeWriter()
    text.begin(stamp, since: start)
    text.append(error, session: session?.id)
    text.end()
    finish(text, stamp)
  }

  package func notice(_ notice: Notice, _ context: NoticeContext) {
    var text = takeWriter()
    text.begin(context.stamp, since: start)
    if let source = context.source, let destination = context.destination {
      text.append(source, destination, session: context.session)
    }
    text.append(notice)
    text.end()
    finish(text, context.stamp)
  }

  /// The writer, for a local variable: while it is there, the class holds an empty one.
  private func takeWriter() -> PacketLineWriter {
    var taken = PacketLineWriter(style: style, capacity: 0)
    swap(&taken, &writer)
    taken.reset()
    return taken
  }

  private func finish(_ text: consuming PacketLineWriter, _ stamp: PacketStamp) {
    sink.text.append(text.line.bytes)
    sink.endChunk(.body, packet: stamp.number)
    writer = text
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

  package func omit(_ section: ChunkSink.Section, count: Int) {}

  package func captureEnded(_ facts: CaptureFacts) {}

  package func inputPaused() {
    output.flush()
  }

  package func finish() {}
}
