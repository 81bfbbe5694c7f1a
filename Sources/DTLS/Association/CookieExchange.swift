import Bytes

/// The server's demand that the client show it receives at its address (RFC 6347 §4.2.1).
package struct CookieExchange: Hashable, Sendable {
  /// The packet with the first demand.
  package let requestedAt: PacketStamp
  /// How often a cookie was demanded, retransmissions not counted.
  package private(set) var requests = 0
  /// Whether the last cookie that the client sent is the last one demanded, byte by byte; nil before it sent any.
  package private(set) var isEchoedExactly: Bool?
  /// The packet in which the server went on, or nil if it did not.
  package private(set) var acceptedAt: PacketStamp?
  /// The cookie last demanded.
  package private(set) var cookie: [UInt8] = []
  /// The version in the last HelloVerifyRequest: DTLS 1.0 whatever is negotiated, if the server follows RFC 6347 §4.2.1.
  package private(set) var version: ProtocolVersion?

  init(requestedAt stamp: PacketStamp) {
    requestedAt = stamp
  }

  mutating func serverSent(_ request: HelloVerifyRequest) {
    requests += 1
    cookie = request.cookie
    version = request.serverVersion
  }

  mutating func clientSent(_ echoed: [UInt8]) {
    guard !echoed.isEmpty else { return }
    isEchoedExactly = echoed == cookie
  }

  mutating func serverAccepted(at stamp: PacketStamp) {
    if acceptedAt == nil { acceptedAt = stamp }
  }
}
