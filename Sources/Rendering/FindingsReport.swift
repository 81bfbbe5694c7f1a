import Analysis
import Bytes
import Capture
import Diagnosis

/// A report without text: one listener hears everything, and is given what is found as soon as it is certain, and again, in
/// full, when a session is over. For a view of the terminal, or counters for a monitor.
package final class FindingsReport: DiagnosingReport {
  /// Takes in what was found in a session, or, without one, in the capture as a whole.
  package typealias Receiver = (_ found: [Finding], _ session: Session?, _ isFinal: Bool) -> Void

  /// Judges the sessions of the report.
  package let diagnostician: Diagnostician
  private let listener: any EventListener
  private let receive: Receiver

  /// A report of what `listener` hears; `receive` gets what is found.
  package init(
    _ listener: any EventListener, diagnostician: Diagnostician = Diagnostician(), receive: @escaping Receiver
  ) {
    self.listener = listener
    self.diagnostician = diagnostician
    self.receive = receive
  }

  package func makeListener(_ sink: ChunkSink) -> any EventListener {
    ListenerGroup([SessionEnds(sink: sink), listener])
  }

  package func append(_ piece: RawSpan, _ section: ChunkSink.Section, order: Int) {}

  package func judgementIsDue(on session: Session, number: Int) {
    let found = diagnostician.causes(ofLive: session, number: number)
    if !found.isEmpty { receive(found, session, false) }
  }

  package func sessionEnded(_ session: Session, number: Int, _ piece: RawSpan) {
    receive(diagnostician.findings(of: session, number: number), session, true)
  }

  package func omit(_ section: ChunkSink.Section, count: Int) {}

  package func captureEnded(_ facts: CaptureFacts) {
    receive(diagnostician.captureEnded(facts), nil, true)
  }

  package func inputPaused() {}

  package func finish() {}
}
