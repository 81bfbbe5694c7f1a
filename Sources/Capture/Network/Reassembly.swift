import Bytes

extension PacketDecoder {
  /// A fragment of an IP packet.
  mutating func receive(
    _ fragment: ExtensionHeaders.Fragment, of packet: borrowing IPPayload, _ context: PacketContext,
    _ handler: any DatagramHandler
  ) throws(DecodeError) {
    counters.ipFragments &+= 1
  }
}
