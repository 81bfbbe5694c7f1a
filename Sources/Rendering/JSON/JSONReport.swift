import Analysis
import Bytes

/// The whole report as one JSON document.
///
/// CoAP messages are written as they come; sessions and captures are kept as text until the end. With several captures
/// every object that carries packet numbers says which capture they count in.
package final class JSONReport: EventListener {
  private let output: Output
  private let hasSeveralCaptures: Bool
  private var json = JSONWriter()
  private var hasMessages = false
  private var captures: [[UInt8]] = []
  private var sessions: [(id: Int, json: [UInt8])] = []

  /// A report that goes to `output`.
  package init(output: Output, hasSeveralCaptures: Bool) {
    self.output = output
    self.hasSeveralCaptures = hasSeveralCaptures
    output.append("{\"schemaVersion\":1,\n\"coap\":{\"messages\":[")
  }

  package func coap(_ event: borrowing CoAPEvent) {
    if event.isDuplicate { return }
    json.object {
      if hasSeveralCaptures { $0.member("capture", event.stamp.capture) }
      $0.members(event)
    }
    output.append(hasMessages ? ",\n" : "\n")
    output.append(json.bytes.bytes)
    json.reset()
    hasMessages = true
  }

  package func sessionEnded(_ session: Session) {
    json.object {
      if hasSeveralCaptures { $0.member("capture", session.first.capture) }
      $0.members(session)
    }
    sessions.append((session.id, json.take()))
  }

  package func captureEnded(_ facts: CaptureFacts) {
    json.object { $0.members(facts) }
    captures.append(json.take())
  }

  package func inputPaused() {
    output.flush()
  }

  /// Writes what was kept and closes the document.
  package func finish() {
    output.append("],\"exchanges\":[]},\n\"captures\":")
    append(captures)
    output.append(",\n\"sessions\":")
    append(sessions.sorted { $0.id < $1.id }.map(\.json))
    output.append(",\n\"findings\":[]}\n")
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
