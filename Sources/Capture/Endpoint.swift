import Bytes

/// One end of a UDP conversation.
package struct Endpoint: Hashable, Sendable {
  /// The host.
  package let address: IPAddress
  /// The UDP port.
  package let port: UInt16
  /// The channel to a peer behind a TURN server, whose address and port these are (RFC 8656 §12): all that is known of the
  /// peer if the capture does not hold what the channel was bound to. 0 if it is no such peer.
  package let channel: UInt16

  /// The endpoint at `address` and `port`, or the one behind it that a channel leads to.
  package init(address: IPAddress, port: UInt16, channel: UInt16 = 0) {
    self.address = address
    self.port = port
    self.channel = channel
  }

  @inlinable
  package static func == (one: Endpoint, other: Endpoint) -> Bool {
    one.port == other.port && one.channel == other.channel && one.address == other.address
  }
}

extension Endpoint: CustomStringConvertible {
  /// `1.2.3.4:5684` or `[fe80::1]:5684` (RFC 3986 §3.2.2), and ` channel 0x4001` of a peer behind a TURN server.
  package var description: String {
    var text = TextBuffer(capacity: 80)
    append(to: &text)
    return text.string
  }

  /// Appends the text, at most 68 bytes.
  package func append(to text: inout TextBuffer) {
    if address.isIPv6 { text.append(UInt8(ascii: "[")) }
    address.append(to: &text)
    if address.isIPv6 { text.append(UInt8(ascii: "]")) }
    text.append(UInt8(ascii: ":"))
    text.append(decimal: port)
    if channel != 0 { text.append(trusted: " channel 0x\(String(channel, radix: 16))") }
  }
}
