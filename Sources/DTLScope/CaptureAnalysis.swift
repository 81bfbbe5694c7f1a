import Analysis
import Capture

/// What a capture holds: its sessions with their messages, CoAP, and what was found wrong.
///
/// It keeps every message of the capture. ``run(path:keys:_:)`` keeps none, and so suits captures of any length.
public struct CaptureAnalysis: Sendable {
  /// What can be said of the capture as a whole.
  public let summary: CaptureSummary
  /// The DTLS sessions, in the order of their first packets.
  public private(set) var sessions: [Session] = []
  /// What was found: in the sessions, in their order, and then in the capture as a whole.
  public var findings: [Finding] { sessions.flatMap(\.findings) + captureFindings }
  /// The CoAP messages that were in no session, in order.
  public private(set) var plainCoAP: [CoAPMessage] = []
  /// The CoAP exchanges in and out of sessions, in the order of their first requests.
  public private(set) var exchanges: [Exchange] = []
  /// What is wrong with what was captured, or with the capture, in order.
  public private(set) var notices: [Notice] = []

  private var captureFindings: [Finding] = []

  /// Reads and analyzes a whole capture.
  ///
  /// - Parameters:
  ///   - path: a pcap or pcapng file, also gzipped; `-` is standard input.
  ///   - keys: what may open it.
  /// - Throws: an ``AnalysisError`` if it cannot be read at all. What is cut or damaged is analyzed as far as it goes, which
  ///   ``CaptureSummary/isCut`` says.
  public init(path: String, keys: Keys = .none) throws(AnalysisError) {
    var gathered = Gathered()
    let outcome = Result { try Self.run(path: path, keys: keys) { gathered.add($0) } }
    switch outcome {
    case .success(let summary): self.summary = summary
    case .failure(let error): throw error as? AnalysisError ?? AnalysisError("\(error)")
    }
    sessions = gathered.sessions.sorted { $0.number < $1.number }
    for index in sessions.indices { sessions[index].coap = gathered.coap[sessions[index].number] ?? [] }
    exchanges = gathered.exchanges.sorted { $0.number < $1.number }
    (plainCoAP, notices, captureFindings) = (gathered.plainCoAP, gathered.notices, gathered.findings)
  }

  /// Reads and analyzes a capture, and passes on what happens in it; keeps only what is not over yet.
  ///
  /// - Parameters:
  ///   - path: a pcap or pcapng file, also gzipped; `-` is standard input, which is analyzed while it comes.
  ///   - keys: what may open it.
  ///   - receive: gets each event, on the thread of the caller. If it throws, reading stops, and the error is thrown on.
  /// - Returns: what can be said of the capture as a whole.
  /// - Throws: an ``AnalysisError`` if the capture cannot be read at all, and what `receive` throws.
  @discardableResult
  public static func run(
    path: String, keys: Keys = .none, _ receive: (CaptureEvent) throws -> Void
  ) throws -> CaptureSummary {
    try withoutActuallyEscaping(receive) { receive in
      let report = EventReport(receive)
      defer { report.close() }
      let facts: CaptureFacts
      do throws(CaptureError) {
        let source = try PendingCapture(path).open()
        facts = try CaptureRun(StoppableSource(source) { report.failure != nil }, index: 0).run(
          Pipeline(settings(keys), report: report))
      } catch {
        throw AnalysisError(error.description)
      }
      if let failure = report.failure { throw failure }
      return CaptureSummary(facts)
    }
  }

  private static func settings(_ keys: Keys) -> Pipeline.Settings {
    var settings = Pipeline.Settings(keyring: keys.keyring, shards: Pipeline.Settings.usualShards)
    settings.oscoreContexts = keys.oscoreContexts
    return settings
  }
}

/// The events of a capture, each where it belongs.
private struct Gathered {
  var sessions: [Session] = []
  /// The messages in sessions, by the numbers of these.
  var coap: [Int: [CoAPMessage]] = [:]
  var plainCoAP: [CoAPMessage] = []
  var exchanges: [Exchange] = []
  var findings: [Finding] = []
  var notices: [Notice] = []

  mutating func add(_ event: CaptureEvent) {
    switch event {
    // They are in their session, which comes later.
    case .handshakeMessage, .alert: break
    case .coap(let message):
      if let session = message.session { coap[session, default: []].append(message) } else { plainCoAP.append(message) }
    case .exchangeEnded(let exchange): exchanges.append(exchange)
    case .sessionEnded(let session): sessions.append(session)
    case .finding(let finding): findings.append(finding)
    case .notice(let notice): notices.append(notice)
    }
  }
}
