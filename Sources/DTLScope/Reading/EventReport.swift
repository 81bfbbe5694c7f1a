import Analysis
import Bytes
import CoAP
import Diagnosis
import Rendering

/// Puts the events of all shards in order.
///
/// A shard says an event in two parts: the event itself goes to a queue of the shard, and a piece of text says which shard
/// that is and holds what stands for numbers. The pieces come in order, so each belongs to the oldest event of its queue.
final class EventReport: DiagnosingReport {
  let diagnostician = Diagnostician()
  /// What was thrown by who receives the events: there are no more of them then.
  private(set) var failure: (any Error)?
  private var receive: ((CaptureEvent) throws -> Void)?
  private var queues: [EventQueue] = []

  /// A report whose events `receive` gets, until it throws.
  init(_ receive: @escaping (CaptureEvent) throws -> Void) {
    self.receive = receive
  }

  /// Lets go of who receives the events.
  func close() {
    receive = nil
  }

  func makeListener(_ sink: ChunkSink) -> any EventListener {
    let queue = EventQueue()
    queues.append(queue)
    return EventGatherer(sink, queue, shard: queues.count - 1)
  }

  func append(_ piece: RawSpan, _ section: ChunkSink.Section, order: Int) {
    pass(piece)
  }

  func exchangeEnded(_ exchange: CoAP.Exchange, number: Int, _ piece: RawSpan) {
    pass(piece)
  }

  func sessionEnded(_ session: Analysis.Session, number: Int, _ piece: RawSpan) {
    let found = diagnostician.findings(of: session, number: number).map { Finding($0) }
    pass(.sessionEnded(Session(session, number: number, findings: found)))
  }

  func captureEnded(_ facts: CaptureFacts) {
    for found in diagnostician.captureEnded(facts) { pass(.finding(Finding(found))) }
  }

  func omit(_ section: ChunkSink.Section, count: Int) {}
  func inputPaused() {}
  func finish() {}

  private func pass(_ piece: RawSpan) {
    guard let place = EventPlace(piece), let event = queues[place.shard].removeFirst() else { return }
    pass(event.numbered(session: place.session, exchange: place.exchange))
  }

  private func pass(_ event: CaptureEvent) {
    guard failure == nil else { return }
    do { try receive?(event) } catch { failure = error }
  }
}

/// Where an event belongs: three numbers as text, with blanks between them.
struct EventPlace {
  /// The shard that said it.
  let shard: Int
  /// The number of its session; nil if it has none.
  let session: Int?
  /// The number of its exchange; nil if it has none.
  let exchange: Int?

  private static let blank = UInt8(ascii: " ")

  /// Appends it to the text of a piece, with what stands for the numbers.
  static func append(shard: Int, session: Int?, exchange: Int?, to text: inout TextBuffer) {
    text.append(decimal: shard)
    text.append(blank)
    if let session { text.append(sessionNumber: session) } else { text.append(decimal: 0) }
    text.append(blank)
    if let exchange { text.append(exchangeNumber: exchange) } else { text.append(decimal: 0) }
  }

  /// Reads it from a piece. Numbers begin with 1: 0 is none.
  init?(_ piece: RawSpan) {
    let numbers = piece.withUnsafeBytes { bytes in
      bytes.split(separator: Self.blank).map { $0.reduce(0) { $0 * 10 + Int($1 &- UInt8(ascii: "0")) } }
    }
    guard numbers.count == 3 else { return nil }
    shard = numbers[0]
    session = numbers[1] == 0 ? nil : numbers[1]
    exchange = numbers[2] == 0 ? nil : numbers[2]
  }
}
