import Bytes
import Capture
import CoAP

/// A form of the report: makes a listener for each shard, and gets what they say in order.
package protocol Report: AnyObject {
  /// A listener that says what it has to say to `sink`.
  func makeListener(_ sink: ChunkSink) -> any EventListener
  /// A piece of `section`, after all that was said before it. `order` is what the listener gave.
  func append(_ piece: RawSpan, _ section: ChunkSink.Section, order: Int)
  /// What the listener said of a session that is over, and whose number is `number`; nobody changes the session any more.
  func sessionEnded(_ session: Session, number: Int, _ piece: RawSpan)
  /// A session goes on and can be judged: it failed, or an end fell silent. Told while a capture is live, and of a session
  /// once; the session may be looked at, and changes when this has returned.
  func judgementIsDue(on session: Session, number: Int)
  /// What the listener said of an exchange that is over, and whose number is `number`; nobody changes it any more.
  func exchangeEnded(_ exchange: Exchange, number: Int, _ piece: RawSpan)
  /// What is known of a session whose outcome is decided, or which is over: comes before any session that is over then.
  func sessionKnown(_ digest: SessionDigest, number: Int)
  /// Two endpoints that talked CoAP without DTLS.
  func plainConversationEnded(_ conversation: PlainConversation)
  /// A host was seen, or asked for.
  func hostSeen(_ sighting: HostSighting, at stamp: PacketStamp)
  /// Something below UDP is wrong.
  func networkProblem(_ problem: NetworkProblem, at stamp: PacketStamp)
  /// Pieces of `section` that were left out.
  func omit(_ section: ChunkSink.Section, count: Int)
  /// A capture is over; every piece about it has been appended.
  func captureEnded(_ facts: CaptureFacts)
  /// No input is pending: what is held back should be shown now.
  func inputPaused()
  /// The last capture is over.
  func finish()
}

extension Report {
  package func judgementIsDue(on session: Session, number: Int) {}
  package func exchangeEnded(_ exchange: Exchange, number: Int, _ piece: RawSpan) {}
  package func sessionKnown(_ digest: SessionDigest, number: Int) {}
  package func plainConversationEnded(_ conversation: PlainConversation) {}
  package func hostSeen(_ sighting: HostSighting, at stamp: PacketStamp) {}
  package func networkProblem(_ problem: NetworkProblem, at stamp: PacketStamp) {}
}
