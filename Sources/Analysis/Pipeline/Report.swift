import Bytes

/// A form of the report: makes a listener for each shard, and gets what they say in order.
package protocol Report: AnyObject {
  /// A listener that says what it has to say to `sink`.
  func makeListener(_ sink: ChunkSink) -> any EventListener
  /// A piece of `section`, after all that was said before it. `order` is what the listener gave; of a session that is
  /// over, its number.
  func append(_ piece: RawSpan, _ section: ChunkSink.Section, order: Int)
  /// Pieces of `section` that were left out.
  func omit(_ section: ChunkSink.Section, count: Int)
  /// A capture is over; every piece about it has been appended.
  func captureEnded(_ facts: CaptureFacts)
  /// No input is pending: what is held back should be shown now.
  func inputPaused()
  /// The last capture is over.
  func finish()
}
