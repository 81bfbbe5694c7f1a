import Analysis
import Bytes
import DTLS

/// The objects of the report, one a line, as soon as each is known.
package final class NDJSONReport: EventListener {
  private let output: Output
  private let hasSeveralCaptures: Bool
  private var json = JSONWriter()
  /// Sessions whose handshake was reported.
  private var established: Set<Int> = []

  /// Lines that go to `output`.
  package init(output: Output, hasSeveralCaptures: Bool) {
    self.output = output
    self.hasSeveralCaptures = hasSeveralCaptures
  }

  private func write(_ kind: StaticString, capture: Int, _ members: (inout JSONWriter) -> Void) {
    json.object {
      $0.key("kind")
      $0.value("\(kind)")
      if hasSeveralCaptures { $0.member("capture", capture) }
      members(&$0)
    }
    json.newline()
    output.append(json.bytes.bytes)
    json.reset()
  }

  package func record(_ report: borrowing RecordReport, in session: Session) {
    if case .alert = report.content, !report.isDuplicate, let alert = session.alerts.last,
      alert.stamp == report.stamp
    {
      write("alert", capture: report.stamp.capture) {
        $0.member("session", session.id)
        $0.members(alert)
      }
    }
    guard report.contentType == .handshake, session.association.handshake.isComplete,
      established.insert(session.id).inserted
    else { return }
    write("handshake", capture: report.stamp.capture) {
      $0.member("session", session.id)
      $0.members(session.association.handshakes)
    }
  }

  package func coap(_ event: borrowing CoAPEvent) {
    if event.isDuplicate { return }
    json.object {
      $0.key("kind")
      $0.value("coap")
      if hasSeveralCaptures { $0.member("capture", event.stamp.capture) }
      $0.members(event)
    }
    json.newline()
    output.append(json.bytes.bytes)
    json.reset()
  }

  package func sessionEnded(_ session: Session) {
    established.remove(session.id)
    write("session", capture: session.first.capture) { $0.members(session) }
  }

  package func captureEnded(_ facts: CaptureFacts) {
    json.object {
      $0.member("kind", "capture")
      $0.member("index", facts.index)
      $0.members(facts)
    }
    json.newline()
    output.append(json.bytes.bytes)
    json.reset()
  }

  package func inputPaused() {
    output.flush()
  }
}
