import Bytes

/// One end of a UDP conversation.
package struct Endpoint: Hashable, Sendable {
  /// The host.
  package let address: IPAddress
  /// The UDP port.
  package let port: UInt16

  /// The endpoint at `address` and `port`.
  package init(address: IPAddress, port: UInt16) {
    self.address = address
    self.port = port
  }

  @inlinable
  package static func == (one: Endpoint, other: Endpoint) -> Bool {
    one.port == other.port && one.address == other.address
  }
}

extension Endpoint: CustomStringConvertible {
  /// `1.2.3.4:5684` or `[fe80::1]:5684` (RFC 3986 §3.2.2).
  package var description: String {
    var text = TextBuffer(capacity: 64)
    append(to: &text)
    return text.string
  }

  /// Appends the text, at most 53 bytes.
  package func append(to text: inout TextBuffer) {
    if address.isIPv6 { text.append(UInt8(ascii: "[")) }
    address.append(to: &text)
    if address.isIPv6 { text.append(UInt8(ascii: "]")) }
    text.append(UInt8(ascii: ":"))
    text.append(decimal: port)
  }
}
