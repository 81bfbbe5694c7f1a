import Rendering

/// Something that is wrong with what was captured, or with the capture, or worth knowing of how it was read.
public struct Notice: Hashable, Sendable {
  /// The kind, which a program can rely on: `malformed-coap`, `cut-header`.
  public let id: String
  /// The packet.
  public let packet: Packet
  /// The number of the session that it is about; nil if it is about none.
  public internal(set) var session: Int?
  /// Who sent it, if it is about a datagram.
  public let source: Endpoint?
  /// Whom it is for, if it is about a datagram.
  public let destination: Endpoint?
  /// What is wrong, in one line; safe to show.
  public let text: String

  /// A notice. The number of its session is set later.
  init(_ facts: NoticeFacts) {
    id = "\(facts.id)"
    packet = Packet(facts.stamp)
    source = facts.source.map { Endpoint($0) }
    destination = facts.destination.map { Endpoint($0) }
    text = facts.text
  }
}
