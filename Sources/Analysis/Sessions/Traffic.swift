import Capture

/// What one end sent over UDP, everything counted as often as it was captured.
package struct Traffic: Hashable, Sendable {
  /// Datagrams.
  package var datagrams = 0
  /// Bytes of UDP payload in them.
  package var bytes = 0

  /// Nothing sent.
  package init() {}

  /// Takes in a datagram with so many bytes of payload.
  mutating func add(bytes count: Int) {
    datagrams += 1
    bytes += count
  }

  static func += (sum: inout Traffic, other: Traffic) {
    sum.datagrams += other.datagrams
    sum.bytes += other.bytes
  }

  static func + (one: Traffic, other: Traffic) -> Traffic {
    var sum = one
    sum += other
    return sum
  }
}

extension IPAddress {
  /// Bytes that IP and UDP put before a payload between such addresses, at least: 20 (RFC 791 §3.1) or 40 (RFC 8200 §3),
  /// and 8 (RFC 768).
  package var datagramOverhead: Int { (isIPv6 ? 40 : 20) + 8 }
}
