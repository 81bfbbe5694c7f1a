import Analysis
import Bytes
import Capture
import CoAP

/// Copies the CoAP messages of a capture while it is analyzed: plain ones, and those that DTLS records carried. Messages of
/// one server may be in many flows, so it is for a pipeline of one shard: see `ListenerReport`.
package final class MessageCollector: EventListener {
  /// What was there.
  package private(set) var history = MessageHistory()

  /// A collector that has nothing yet.
  package init() {}

  package func coap(_ event: borrowing CoAPEvent) {
    // What its receiver drops is no part of an exchange.
    if event.isDuplicate || event.isAuthentic == false { return }
    history.add(
      CapturedMessage(
        stamp: event.stamp, source: event.source, destination: event.destination, message: Message(event.message),
        payloadLength: event.message.payloadLength),
      copyOf: event.retransmissionOf)
  }

  package func icmp(_ error: borrowing ICMPError, about session: Session?, at stamp: PacketStamp) {
    history.noteUnreachable(error.quotedDestination, at: stamp)
  }
}
