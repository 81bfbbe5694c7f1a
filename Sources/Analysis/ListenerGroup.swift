import Bytes
import Capture
import CoAP
import DTLS

/// Several listeners that hear the same, in order.
package final class ListenerGroup: EventListener {
  private let listeners: [any EventListener]

  /// A group of `listeners`.
  package init(_ listeners: [any EventListener]) {
    self.listeners = listeners
  }

  package func captureBegan(at stamp: PacketStamp) {
    for listener in listeners { listener.captureBegan(at: stamp) }
  }

  package func captureEnded(_ facts: CaptureFacts) {
    for listener in listeners { listener.captureEnded(facts) }
  }

  package func record(_ report: borrowing RecordReport, in session: Session) {
    for listener in listeners { listener.record(report, in: session) }
  }

  package func coap(_ event: borrowing CoAPEvent) {
    for listener in listeners { listener.coap(event) }
  }

  package func icmp(_ error: borrowing ICMPError, about session: Session?, at stamp: PacketStamp) {
    for listener in listeners { listener.icmp(error, about: session, at: stamp) }
  }

  package func notice(_ notice: Notice, _ context: NoticeContext) {
    for listener in listeners { listener.notice(notice, context) }
  }

  package func sessionBegan(_ session: Session) {
    for listener in listeners { listener.sessionBegan(session) }
  }

  package func sessionEnded(_ session: Session, at stamp: PacketStamp) {
    for listener in listeners { listener.sessionEnded(session, at: stamp) }
  }

  package func exchangeBegan(_ exchange: Exchange) {
    for listener in listeners { listener.exchangeBegan(exchange) }
  }

  package func exchangeEnded(_ exchange: Exchange, _ context: ExchangeContext, at stamp: PacketStamp) {
    for listener in listeners { listener.exchangeEnded(exchange, context, at: stamp) }
  }

  package func plainConversationEnded(_ conversation: PlainConversation) {
    for listener in listeners { listener.plainConversationEnded(conversation) }
  }

  package func outcomeChanged(_ session: Session, at stamp: PacketStamp) {
    for listener in listeners { listener.outcomeChanged(session, at: stamp) }
  }

  package func judgementIsDue(on session: Session, at stamp: PacketStamp) {
    for listener in listeners { listener.judgementIsDue(on: session, at: stamp) }
  }

  package func inputPaused() {
    for listener in listeners { listener.inputPaused() }
  }
}
