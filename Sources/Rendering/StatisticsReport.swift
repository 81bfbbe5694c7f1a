import Analysis
import Bytes
import Capture
import CoAP

/// What all captures of a run come to in numbers, written when the last one is over.
package final class StatisticsReport: Report {
  /// The forms of the report.
  package enum Form: Sendable {
    /// For people: lines of so many columns at most.
    case text(Style, width: Int)
    /// For programs.
    case json
  }

  private let output: Output
  private let form: Form
  private let top: Int
  private var listeners: [StatisticsListener] = []
  private var captures: [CaptureFacts] = []

  /// A report that goes to `output`, and lists the `top` busiest rows of each kind.
  package init(output: Output, form: Form, top: Int) {
    self.output = output
    self.form = form
    self.top = top
  }

  package func makeListener(_ sink: ChunkSink) -> any EventListener {
    // What a shard counts is its own until the end, and nothing of it has a place in an order.
    let listener = StatisticsListener()
    listeners.append(listener)
    return listener
  }

  package func append(_ piece: RawSpan, _ section: ChunkSink.Section, order: Int) {}

  package func sessionEnded(_ session: Session, number: Int, _ piece: RawSpan) {}

  package func omit(_ section: ChunkSink.Section, count: Int) {}

  package func inputPaused() {}

  package func captureEnded(_ facts: CaptureFacts) {
    captures.append(facts)
  }

  package func finish() {
    var statistics = Statistics()
    for listener in listeners { statistics += listener.statistics }
    switch form {
    case .text(let style, let width):
      output.append(StatisticsText(statistics, captures, style: style, width: width, top: top).text)
    case .json:
      var json = JSONWriter()
      json.object { $0.members(statistics, captures, top: top) }
      json.newline()
      output.append(json.bytes.bytes)
    }
  }
}

extension [CaptureFacts] {
  /// Nanoseconds from the first to the last packet of each, together.
  var nanoseconds: Int64 {
    reduce(0) { sum, facts in
      guard let first = facts.first, let last = facts.last, last > first else { return sum }
      let (more, isTooMuch) = sum.addingReportingOverflow(last &- first)
      return isTooMuch || last &- first < 0 ? sum : more
    }
  }
}

extension RowTable {
  /// The rows with the greatest counts first; of equal ones the order is that of their names.
  func busiest(by count: (Row) -> Int, named name: (Key) -> String) -> [(name: String, key: Key, row: Row)] {
    rows.map { (name: name($0.key), key: $0.key, row: $0.value) }.sorted {
      let (one, other) = (count($0.row), count($1.row))
      return one != other ? one > other : $0.name < $1.name
    }
  }
}

extension Statistics {
  /// The resources, those with the most requests first.
  var busiestResources: [(name: String, key: ResourceKey, row: Tally)] {
    resources.busiest(by: { $0.requests + $0.notifications }) { key in
      guard let method = key.method, let path = key.path else {
        return "notifications, token \(key.tokenText ?? "")"
      }
      return SafeText.string("\(method) \(path)")
    }
  }

  /// The servers, those with the most on the air first.
  var busiestServers: [(name: String, key: Endpoint, row: EndpointRow)] {
    servers.busiest(by: \.airBytes) { "\($0)" }
  }

  /// The addresses of clients, those with the most on the air first.
  var busiestClients: [(name: String, key: IPAddress, row: EndpointRow)] {
    clients.busiest(by: \.airBytes) { "\($0)" }
  }
}
