/// Where metrics are served: `9400`, which is that port of the machine itself, or `ADDRESS:PORT`.
package struct ListenAddress: Hashable, Sendable, CustomStringConvertible {
  /// An IPv4 or IPv6 address without brackets.
  package let host: String
  /// The TCP port; 0 for any that is free.
  package let port: UInt16
  /// Whether `host` holds an IPv6 address.
  package let isIPv6: Bool

  /// The addresses that `text` means: both of the machine itself if it is a port alone; nil if it is neither form.
  package static func addresses(in text: String) -> [ListenAddress]? {
    if let port = UInt16(text) {
      return [
        ListenAddress(host: "127.0.0.1", port: port, isIPv6: false),
        ListenAddress(host: "::1", port: port, isIPv6: true),
      ]
    }
    guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else { return nil }
    let host = text[..<colon]
    if host.hasPrefix("["), host.hasSuffix("]"), host.contains(":") {
      return [ListenAddress(host: String(host.dropFirst().dropLast()), port: port, isIPv6: true)]
    }
    guard !host.isEmpty, host.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ".") }) else { return nil }
    return [ListenAddress(host: String(host), port: port, isIPv6: false)]
  }

  package var description: String { isIPv6 ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
