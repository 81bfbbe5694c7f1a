import Analysis
import Bytes
import Capture
import DTLS
import Diagnosis

/// A capture while it happens, for people: a line a record or message, what was found as soon as it is certain, a session's
/// paragraph when it is over, and at the end what the capture itself was like.
package final class LiveReport: DiagnosingReport {
  private let output: Output
  private let style: Style
  /// Judges the sessions of the report.
  package let diagnostician: Diagnostician
  private var sessions = 0
  /// Whether the last line was an empty one.
  private var endsParagraph = true

  /// A report that goes to `output`.
  package init(output: Output, style: Style, diagnostician: Diagnostician = Diagnostician()) {
    self.output = output
    self.style = style
    self.diagnostician = diagnostician
  }

  package func makeListener(_ sink: ChunkSink) -> any EventListener {
    ListenerGroup([PacketLines(sink: sink, style: style, isVerbose: false), LiveParagraphs(sink: sink, style: style)])
  }

  package func append(_ piece: RawSpan, _ section: ChunkSink.Section, order: Int) {
    output.append(piece)
    endsParagraph = false
  }

  /// Sets a paragraph off from what was before.
  private func beginParagraph() {
    if !endsParagraph { output.append("\n") }
    endsParagraph = true
  }

  package func judgementIsDue(on session: Session, number: Int) {
    for finding in diagnostician.causes(ofLive: session, number: number) {
      beginParagraph()
      output.append("Session \(number)  \(session.endpoint(.client)) → \(session.endpoint(.server))\n")
      output.append(FindingText.paragraph(finding, style))
      for remedy in finding.remedies {
        let lines = Wrapping.lines(remedy, width: style.paragraphWidth - 6)
        for (index, line) in lines.enumerated() { output.append((index == 0 ? "    - " : "      ") + line + "\n") }
      }
      output.append("\n")
    }
  }

  package func sessionEnded(_ session: Session, number: Int, _ piece: RawSpan) {
    sessions += 1
    beginParagraph()
    output.append(piece)
    if session.wasSilent {
      output.append("  ended       silent for too long; what comes later is a session of its own\n")
    }
    for finding in diagnostician.findings(of: session, number: number)
    where finding.severity > .info && !finding.wasTold {
      output.append(FindingText.paragraph(finding, style))
    }
    output.append("\n")
  }

  package func omit(_ section: ChunkSink.Section, count: Int) {}

  package func inputPaused() {
    output.flush()
  }

  package func captureEnded(_ facts: CaptureFacts) {
    beginParagraph()
    for finding in diagnostician.captureEnded(facts) where finding.severity > .info {
      output.append(FindingText.paragraph(finding, style) + "\n")
    }
    output.append(Wrapping.hanging(CaptureText.text(facts, sessions: sessions), style, indent: 2, first: 0) + "\n")
    if let drops = facts.drops {
      output.append(
        "\(facts.counters.packets.counted("packet")) captured, \(drops.droppedByKernel) dropped by the kernel, "
          + "\(drops.droppedByInterface) dropped by the interface\n")
    }
    sessions = 0
  }

  package func finish() {}
}

/// The paragraphs of sessions that are over.
private final class LiveParagraphs: EventListener {
  private let sink: ChunkSink
  private let style: Style

  init(sink: ChunkSink, style: Style) {
    self.sink = sink
    self.style = style
  }

  func outcomeChanged(_ session: Session, at stamp: PacketStamp) {
    sink.noteOutcome(session)
  }

  func judgementIsDue(on session: Session, at stamp: PacketStamp) {
    sink.noteDue(session)
  }

  func plainConversationEnded(_ conversation: PlainConversation) {
    sink.note(conversation)
  }

  func sessionEnded(_ session: Session, at stamp: PacketStamp) {
    SessionText(session, style).append(to: &sink.text)
    sink.endChunk(session)
  }
}
