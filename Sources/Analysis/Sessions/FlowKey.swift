import Capture

/// Two endpoints that talk to each other, whoever speaks.
package struct FlowKey: Hashable, Sendable {
  private let first: Endpoint
  private let second: Endpoint

  /// The key of datagrams between the two, in either direction.
  package init(_ one: Endpoint, _ other: Endpoint) {
    let isOrdered =
      (one.address.high, one.address.low, one.port) <= (other.address.high, other.address.low, other.port)
    first = isOrdered ? one : other
    second = isOrdered ? other : one
  }

  /// Whether `endpoint` is the one that the key puts first: tells the two directions apart.
  func isFirst(_ endpoint: Endpoint) -> Bool { endpoint == first }
}
