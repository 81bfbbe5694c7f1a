import Analysis
import Capture

/// What can be said of a capture once it has been read.
public struct CaptureSummary: Hashable, Sendable {
  /// Packets in it.
  public let packets: Int
  /// UDP datagrams in them.
  public let datagrams: Int
  /// Capture time of its first packet in nanoseconds since 1970-01-01 00:00 UTC; nil if it has none.
  public let firstNanoseconds: Int64?
  /// Capture time of its last packet.
  public let lastNanoseconds: Int64?
  /// Whether it ends in mid-packet, or is damaged from some point on: what came before was analyzed.
  public let isCut: Bool
  /// Why it could not be read to its end, if more than a rest is missing.
  public let damage: String?

  init(_ facts: CaptureFacts) {
    packets = facts.counters.packets
    datagrams = facts.counters.datagrams
    firstNanoseconds = facts.first
    lastNanoseconds = facts.last
    isCut = facts.isCut
    damage = facts.damage
  }
}
