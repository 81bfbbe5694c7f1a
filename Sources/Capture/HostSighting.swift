/// A sign of life of a host, whatever it talked about, or of somebody who looks for it.
package struct HostSighting: Hashable, Sendable {
  /// What was seen.
  package enum Kind: Hashable, Sendable {
    /// The host sent a packet.
    case sent
    /// Somebody on its link asked for its address (RFC 826, RFC 4861 §4.3): nobody answers for a host that is gone.
    case wanted
  }

  /// The host.
  package let address: IPAddress
  /// What was seen.
  package let kind: Kind

  package init(_ address: IPAddress, _ kind: Kind) {
    self.address = address
    self.kind = kind
  }
}

/// Which hosts were seen within the last second, so that not every packet is a sighting.
struct RecentSightings {
  /// Hosts that are remembered: as many as talk at the same time on a busy link. One that is forgotten is told of again.
  private static let slots = 1024
  /// Nanoseconds after which a host is told of again.
  private static let interval: Int64 = 1_000_000_000

  private var hosts: [(address: IPAddress, nanoseconds: Int64)?] = Array(repeating: nil, count: Self.slots)

  /// Whether a packet of `address` at this time is news.
  @inline(__always)
  mutating func isNews(_ address: IPAddress, at nanoseconds: Int64) -> Bool {
    let mixed = (address.low ^ address.high &* 3) &* 0x9e37_79b9_7f4a_7c15
    let slot = Int(truncatingIfNeeded: mixed >> 54)
    if let known = hosts[slot], known.address == address, nanoseconds &- known.nanoseconds < Self.interval,
      nanoseconds >= known.nanoseconds
    {
      return false
    }
    hosts[slot] = (address, nanoseconds)
    return true
  }
}
