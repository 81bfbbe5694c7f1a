import Bytes
import Capture

/// A report that is what one listener makes of all that happens: for a pipeline of one shard.
package final class ListenerReport: Report {
  private let listener: any EventListener

  /// A report of `listener`.
  package init(_ listener: any EventListener) {
    self.listener = listener
  }

  package func makeListener(_ sink: ChunkSink) -> any EventListener { listener }
  package func append(_ piece: RawSpan, _ section: ChunkSink.Section, order: Int) {}
  package func sessionEnded(_ session: Session, number: Int, _ piece: RawSpan) {}
  package func omit(_ section: ChunkSink.Section, count: Int) {}
  package func captureEnded(_ facts: CaptureFacts) {}
  package func inputPaused() {}
  package func finish() {}
}
