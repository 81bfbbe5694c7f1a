import Bytes

/// Who wants what a `PacketDecoder` finds. The stamp is that of the packet that completed it.
package protocol DatagramHandler: AnyObject {
  /// A datagram, whole or cut by the capture.
  func receive(_ datagram: borrowing Datagram, at stamp: PacketStamp)
  /// An ICMP error about a UDP datagram.
  func receive(_ error: borrowing ICMPError, at stamp: PacketStamp)
  /// A host that was seen, or asked for; at most once a second for one host, as far as is remembered.
  func receive(_ sighting: HostSighting, at stamp: PacketStamp)
  /// Something below UDP that was wrong or is not understood.
  func receive(_ problem: NetworkProblem, at stamp: PacketStamp)
}

extension DatagramHandler {
  package func receive(_ sighting: HostSighting, at stamp: PacketStamp) {}
}
