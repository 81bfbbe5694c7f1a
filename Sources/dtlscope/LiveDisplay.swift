import Analysis
import Capture
import Diagnosis
import Metrics
import Rendering
import Watch

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What `live` shows, and where: lines or a view of the terminal, and counters for a monitor beside them.
struct LiveDisplay {
  /// Nanoseconds between two looks at the keyboard.
  static let attention: Int64 = 50_000_000

  /// What is told of the capture.
  let report: any Report
  private let view: WatchView?
  private let watcher: WatchListener?
  private let counter: MetricsListener?
  private let server: MetricsServer?

  /// What `command` asks for, with its lines in `output`. Without a terminal a view is lines.
  init(_ command: Live, _ output: Output) throws {
    var main: any Report
    switch command.format {
    case .text: main = LiveReport(output: output, style: .of(output, times: command.clock.time))
    case .ndjson: main = NDJSONReport(output: output, hasSeveralCaptures: false)
    }
    var (view, watcher): (WatchView?, WatchListener?) = (nil, nil)
    if command.watch {
      let listener = WatchListener()
      let source = command.file == nil ? command.interfaces.joined(separator: ", ") : "standard input"
      let noColor = getenv("NO_COLOR").map { String(cString: $0) }
      if output.isTerminal, let opened = WatchView(listener, source: source, noColor: noColor) {
        (view, watcher) = (opened, listener)
        main = FindingsReport(listener) { found, session, _ in session.map { listener.note(found, of: $0) } }
      } else {
        let lines = WatchLines(style: .of(output)) { output.append($0) }
        main = FindingsReport(lines) { found, _, isFinal in
          lines.note(found.filter { !isFinal || !$0.wasTold })
          output.flush()
        }
      }
    }
    var (counter, server): (MetricsListener?, MetricsServer?) = (nil, nil)
    if let metrics = command.metrics {
      guard let addresses = ListenAddress.addresses(in: metrics) else {
        throw UserError("--metrics \(metrics): give PORT, ADDRESS:PORT or [ADDRESS]:PORT")
      }
      let listener = MetricsListener()
      server = try MetricsServer(addresses) { listener.text() }
      counter = listener
      main = ReportGroup(
        main,
        beside: [
          FindingsReport(listener) { found, session, isFinal in
            guard isFinal else { return listener.noteCause(found) }
            let wasTold = found.contains(where: \.wasTold)
            listener.note(found.filter { !$0.wasTold }, of: wasTold ? nil : session)
          }
        ])
    }
    (report, self.view, self.watcher, self.counter, self.server) = (main, view, watcher, counter, server)
  }

  /// Whether somebody watches a table.
  var isWatched: Bool { view != nil }

  /// Shows what changed; false when the user wants to leave.
  func goesOn() -> Bool { view?.poll() ?? true }

  /// Takes in what the capture itself has counted so far.
  func note(_ counts: LiveRun.Counts) {
    watcher?.note(
      WatchCounts(
        packets: counts.counters.packets,
        dropped: Int(clamping: counts.drops.droppedByKernel + counts.drops.droppedByInterface)))
    guard let counter else { return }
    var captured = CaptureCounts()
    captured.packets = counts.counters.packets
    captured.datagrams = counts.counters.datagrams
    captured.droppedByKernel = Int(clamping: counts.drops.droppedByKernel)
    captured.droppedByInterface = Int(clamping: counts.drops.droppedByInterface)
    counter.note(captured)
  }

  /// Gives the terminal back.
  func close() {
    view?.close()
  }
}
