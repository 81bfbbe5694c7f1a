import Bytes

/// The server's demand that the client show it receives at its address (RFC 6347 §4.2.1).
package struct CookieExchange: Hashable, Sendable {
  /// The packet with the first demand.
  package let requestedAt: PacketStamp
  /// How often a cookie was demanded, retransmissions not counted.
  package private(set) var requests = 0
  /// Whether the last cookie that the client sent is one that was demanded, byte by byte; nil before it sent any.
  package private(set) var isEchoedExactly: Bool?
  /// The packet in which the server went on, or nil if it did not.
  package private(set) var acceptedAt: PacketStamp?
  /// HelloVerifyRequests that followed a ClientHello with a cookie: the server did not take it.
  package private(set) var rejections = 0
  /// ClientHellos with a cookie that was never demanded: it was altered, or comes from an exchange before the capture.
  package private(set) var alteredEchoes = 0
  /// The cookie last demanded.
  package private(set) var cookie: [UInt8] = []
  /// The version in the last HelloVerifyRequest: DTLS 1.0 whatever is negotiated, if the server follows RFC 6347 §4.2.1.
  package private(set) var version: ProtocolVersion?

  /// Every cookie that was demanded and is remembered, the last one first.
  var demanded: [[UInt8]] { (cookie.isEmpty ? [] : [cookie]) + earlierCookies.reversed() }

  private var hasEchoSinceDemand = false
  /// Cookies demanded before the last one. A server that changes its secret has two; more are not remembered.
  private var earlierCookies: [[UInt8]] = []

  /// Cookies that are remembered besides the last one.
  static let maximumEarlierCookies = 8

  /// Whether the server follows the rule that HelloVerifyRequest says DTLS 1.0 whatever will be negotiated (RFC 6347
  /// §4.2.1); nil before it sent one. Clients have to accept either.
  package var followsVersionRule: Bool? { version.map { $0 == .dtls10 } }

  init(requestedAt stamp: PacketStamp) {
    requestedAt = stamp
  }

  mutating func serverSent(_ request: HelloVerifyRequest) {
    serverSent(request.cookie)
    version = request.serverVersion
  }

  /// Takes in a cookie that the server demands back.
  mutating func serverSent(_ demanded: [UInt8]) {
    requests += 1
    serverDemanded()
    if !cookie.isEmpty, earlierCookies.count < Self.maximumEarlierCookies { earlierCookies.append(cookie) }
    cookie = demanded
  }

  /// Takes in any HelloVerifyRequest, the repetition of one included.
  mutating func serverDemanded() {
    if hasEchoSinceDemand { rejections += 1 }
    hasEchoSinceDemand = false
  }

  mutating func clientSent(_ echoed: [UInt8]) {
    guard !echoed.isEmpty else { return }
    hasEchoSinceDemand = true
    let isExact = echoed == cookie || earlierCookies.contains(echoed)
    isEchoedExactly = isExact
    if !isExact { alteredEchoes += 1 }
  }

  /// What there is of it before the server goes on.
  var unanswered: CookieExchange {
    var exchange = self
    exchange.acceptedAt = nil
    return exchange
  }

  mutating func serverAccepted(at stamp: PacketStamp) {
    if acceptedAt == nil { acceptedAt = stamp }
  }
}
