import Bytes

/// Handshakes that were under way on the same endpoints when another ClientHello came. A client that begins anew leaves
/// them behind, but anybody can send a ClientHello: what proves keys decides which of them went on.
extension Association {
  /// Handshakes that are remembered beside the one of the last ClientHello.
  static let maximumRivals = 2

  /// Keeps the handshake of `other`, which the ClientHello that begins this association broke off, as a rival.
  package func rival(_ other: Association) {
    guard !other.isEstablished, other.handshake.clientHello != nil else { return }
    rivals = Array(([other.handshake] + other.rivals).prefix(Self.maximumRivals))
  }

  /// Lets the rivals hear what may be theirs: everything in the clear but what the last ClientHello began with.
  func rivalsReceive(_ fragment: borrowing HandshakeFragment, from sender: Side, at stamp: PacketStamp) {
    guard ![.clientHello, .helloVerifyRequest].contains(fragment.messageType) else { return }
    for index in rivals.indices { _ = rivals[index].receive(fragment, from: sender, isEncrypted: false, at: stamp) }
  }

  /// Lets the rivals know of a ChangeCipherSpec.
  func rivalsSwitch(_ sender: Side, at stamp: PacketStamp) {
    for index in rivals.indices { _ = rivals[index].receiveChangeCipherSpec(from: sender, at: stamp) }
  }

  /// Puts a rival, whose keys a record proved, into the place of the handshake.
  func takeOver(_ index: Int) {
    if index == 0 { displaced = handshakes[0].hellos }
    handshakes[0] = rivals[index]
    (rivals, candidates) = ([], nil)
    // Records before the ClientHello that came in between are not among the numbers here.
    for side in Side.allCases { epochState(0, of: side).numbers.forgetGaps() }
    guard let hello = handshakes[0].answeredHello else { return }
    handshakes[0].bridge(hello)
    newlyBridged.append(hello)
  }
}

extension Association {
  /// If the handshake of the association before went on here: an association of nothing but the hellos that broke it
  /// off, as this one was begun with.
  package func takeDisplaced() -> Association? {
    guard let hellos = displaced.take() else { return nil }
    let association = Association()
    association.handshakes = [hellos]
    return association
  }
}

extension Handshake {
  /// What is to be said of the ClientHello that the server answered, if another one came after it.
  fileprivate var answeredHello: BridgedGap? {
    guard let entry = streams.client.last(.clientHello), let stamp = entry.copies.first?.packets.first else {
      return nil
    }
    return BridgedGap(.clientHello, from: .client, entry.messageSequence, .answered(stamp), body: nil)
  }
}
