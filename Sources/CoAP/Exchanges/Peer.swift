/// One of the two ends of a conversation: in CoAP either may ask, and either may answer.
package enum Peer: Sendable {
  /// The end that the conversation's owner puts first.
  case one
  /// The end that it talks to.
  case other

  /// The end that is not this one.
  package var peer: Peer { self == .one ? .other : .one }
}
