import DTLS

extension Session {
  /// What `side` shows in the handshake that began the session.
  package func traits(of side: Side) -> HandshakeTraits {
    HandshakeTraits(side, of: association.handshake, recordVersion: firstRecordVersions[side])
  }

  /// Which implementation `side` likely is; nil if nothing tells.
  package func stack(of side: Side) -> StackFingerprint? {
    StackFingerprint(traits(of: side))
  }

  /// The clock that `side` gave away; nil if it gave none, and where a value that may be one comes from an implementation
  /// that is not known to send its clock.
  package func clock(of side: Side) -> LeakedClock? {
    guard let clock = LeakedClock(side, of: association.handshake) else { return nil }
    if clock.confidence > .possible { return clock }
    guard let stack = stack(of: side), stack.confidence > .possible, stack.stack.sendsItsClock else { return nil }
    return stack.confidence == .certain ? clock.ofCertainSender : clock
  }

  /// The clock that `side` gave away, if it is one that counts from power-on.
  package func unsetClock(of side: Side) -> LeakedClock? {
    guard let clock = clock(of: side), clock.state == .unset, clock.confidence > .possible else { return nil }
    return clock
  }

  /// JA4 of the first ClientHello; nil before it was captured whole.
  package var ja4: String? {
    let handshake = association.handshake
    guard handshake.streams.client.entries.contains(where: { $0.type == .clientHello && $0.isComplete }) else {
      return nil
    }
    return (handshake.initialClientHello ?? handshake.clientHello).map(JA4.fingerprint)
  }
}
