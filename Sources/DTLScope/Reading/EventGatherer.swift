import Analysis
import Bytes
import Capture
import CoAP
import DTLS
import Rendering

/// Makes events that own what they hold of what a shard hears.
final class EventGatherer: EventListener {
  private let sink: ChunkSink
  private let queue: EventQueue
  private let shard: Int

  /// Events that go to `queue`, and their places to `sink`.
  init(_ sink: ChunkSink, _ queue: EventQueue, shard: Int) {
    self.sink = sink
    self.queue = queue
    self.shard = shard
  }

  func sessionBegan(_ session: Analysis.Session) {
    sink.noteBegan(session)
  }

  func record(_ report: borrowing RecordReport, in session: Analysis.Session) {
    for facts in NoticeFacts.list(report, in: session) { note(facts) }
    guard !report.isDuplicate else { return }
    if case .handshake(let notes, _) = report.content {
      for note in notes where note.message != nil || note.error != nil {
        say(.handshakeMessage(HandshakeMessage(note, in: report)), session: session.id)
      }
    } else if case .alert = report.content, let alert = session.alerts.last, alert.stamp == report.stamp {
      say(.alert(Alert(alert)), session: session.id)
    }
  }

  func coap(_ event: borrowing CoAPEvent) {
    if event.isDuplicate { return }
    say(.coap(CoAPMessage(event)), session: event.session?.id, exchange: event.place.exchange?.id)
  }

  func icmp(_ error: borrowing ICMPError, about session: Analysis.Session?, at stamp: PacketStamp) {
    if session == nil { note(NoticeFacts(error, at: stamp)) }
  }

  func notice(_ notice: Analysis.Notice, _ context: NoticeContext) {
    note(NoticeFacts(notice, context))
  }

  func exchangeBegan(_ exchange: CoAP.Exchange) {
    sink.noteBegan(exchange)
  }

  func exchangeEnded(_ exchange: CoAP.Exchange, _ context: ExchangeContext, at stamp: PacketStamp) {
    add(.exchangeEnded(Exchange(exchange, context)), session: context.session?.id, exchange: exchange.id)
    sink.endChunk(exchange, context)
  }

  func plainConversationEnded(_ conversation: PlainConversation) {
    sink.note(conversation)
  }

  func outcomeChanged(_ session: Analysis.Session, at stamp: PacketStamp) {
    sink.noteOutcome(session)
  }

  func sessionEnded(_ session: Analysis.Session, at stamp: PacketStamp) {
    sink.endChunk(session)
  }

  private func note(_ facts: NoticeFacts) {
    say(.notice(Notice(facts)), session: facts.session)
  }

  private func say(_ event: CaptureEvent, session: Int?, exchange: Int? = nil) {
    add(event, session: session, exchange: exchange)
    sink.endChunk(.body)
  }

  private func add(_ event: CaptureEvent, session: Int?, exchange: Int?) {
    queue.append(event)
    EventPlace.append(shard: shard, session: session, exchange: exchange, to: &sink.text)
  }
}
