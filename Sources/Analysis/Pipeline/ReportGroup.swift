import Bytes
import Capture
import CoAP

/// A report, and others beside it that hear the same and say nothing in it: a view of the terminal, counters for a monitor.
///
/// What the listeners of the others give to their sinks is dropped; they are told of sessions and exchanges without a piece.
package final class ReportGroup: Report {
  private let main: any Report
  private let others: [any Report]

  /// The report `main`, with `others` beside it.
  package init(_ main: any Report, beside others: [any Report]) {
    self.main = main
    self.others = others
  }

  package func makeListener(_ sink: ChunkSink) -> any EventListener {
    ListenerGroup([main.makeListener(sink)] + others.map { $0.makeListener(ChunkSink(isMuted: true)) })
  }

  package func append(_ piece: RawSpan, _ section: ChunkSink.Section, order: Int) {
    main.append(piece, section, order: order)
  }

  package func sessionEnded(_ session: Session, number: Int, _ piece: RawSpan) {
    main.sessionEnded(session, number: number, piece)
    for report in others { report.sessionEnded(session, number: number, RawSpan()) }
  }

  package func judgementIsDue(on session: Session, number: Int) {
    main.judgementIsDue(on: session, number: number)
    for report in others { report.judgementIsDue(on: session, number: number) }
  }

  package func exchangeEnded(_ exchange: Exchange, number: Int, _ piece: RawSpan) {
    main.exchangeEnded(exchange, number: number, piece)
    for report in others { report.exchangeEnded(exchange, number: number, RawSpan()) }
  }

  package func sessionKnown(_ digest: SessionDigest, number: Int) {
    main.sessionKnown(digest, number: number)
    for report in others { report.sessionKnown(digest, number: number) }
  }

  package func plainConversationEnded(_ conversation: PlainConversation) {
    main.plainConversationEnded(conversation)
    for report in others { report.plainConversationEnded(conversation) }
  }

  package func hostSeen(_ sighting: HostSighting, at stamp: PacketStamp) {
    main.hostSeen(sighting, at: stamp)
    for report in others { report.hostSeen(sighting, at: stamp) }
  }

  package func networkProblem(_ problem: NetworkProblem, at stamp: PacketStamp) {
    main.networkProblem(problem, at: stamp)
    for report in others { report.networkProblem(problem, at: stamp) }
  }

  package func omit(_ section: ChunkSink.Section, count: Int) {
    main.omit(section, count: count)
  }

  package func captureEnded(_ facts: CaptureFacts) {
    main.captureEnded(facts)
    for report in others { report.captureEnded(facts) }
  }

  package func inputPaused() {
    main.inputPaused()
    for report in others { report.inputPaused() }
  }

  package func finish() {
    main.finish()
    for report in others { report.finish() }
  }
}
