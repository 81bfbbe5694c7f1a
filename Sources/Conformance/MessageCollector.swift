import Analysis
import Bytes
import Capture
import CoAP

/// Copies the CoAP messages of a capture while it is analyzed: plain ones, and those that DTLS records carried.
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

/// Gathers the CoAP messages of a capture. Messages of one server may be in many flows, so it is for a pipeline of one
/// shard.
package final class MessageReport: Report {
  private let collector = MessageCollector()

  /// A report that has nothing yet.
  package init() {}

  /// The messages; complete once the capture is over.
  package var history: MessageHistory { collector.history }

  package func makeListener(_ sink: ChunkSink) -> any EventListener { collector }
  package func append(_ piece: RawSpan, _ section: ChunkSink.Section, order: Int) {}
  package func sessionEnded(_ session: Session, number: Int, _ piece: RawSpan) {}
  package func omit(_ section: ChunkSink.Section, count: Int) {}
  package func captureEnded(_ facts: CaptureFacts) {}
  package func inputPaused() {}
  package func finish() {}
}
