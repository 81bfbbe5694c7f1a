import Bytes
import Capture
import CoAP

/// What is counted for itself: a method and a path without its query, or notifications of which nothing is known but their
/// token, because their registration was not captured.
package struct ResourceKey: RowKey {
  /// What is asked for; nil of such notifications.
  package let method: Code?
  private let text: [UInt8]
  private let length: Int
  private let token: UInt64
  private let tokenLength: Int

  /// The resource of an exchange.
  package init(_ exchange: Exchange) {
    method = exchange.method
    text = exchange.resource.text
    length = text.firstIndex(of: UInt8(ascii: "?")) ?? text.count
    (token, tokenLength) = (0, 0)
  }

  /// What notifications with this token are about.
  package init(token bytes: RawSpan) {
    method = nil
    (text, length) = ([], 0)
    // Of one that is longer than RFC 7252 allows (RFC 8974), a digest tells it from others.
    token = bytes.unsignedValue(limit: 8) ?? bytes.digest
    tokenLength = min(bytes.byteCount, 8)
  }

  /// The path, which is safe to show; of what came in Proxy-Uri the whole URI up to its query; nil if it is not known.
  package var path: String? { method == nil ? nil : String(decoding: text.prefix(length), as: UTF8.self) }

  /// The token of notifications of which nothing else is known, in hexadecimal.
  package var tokenText: String? {
    guard method == nil else { return nil }
    var text = TextBuffer(capacity: 16)
    if tokenLength > 0 { text.append(hex: token, digits: 2 * tokenLength) }
    return text.string
  }

  package var rank: UInt64 {
    Rank.mix(text.span.bytes.extracting(first: length).digest ^ UInt64(method?.rawValue ?? 0) ^ token)
  }

  // The bytes are compared where they are: a part of them by itself would be a copy.
  package static func == (one: ResourceKey, other: ResourceKey) -> Bool {
    one.method == other.method && one.length == other.length && one.token == other.token
      && one.tokenLength == other.tokenLength && one.text.prefix(one.length) == other.text.prefix(other.length)
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(method?.rawValue)
    hasher.combine(token)
    text.withUnsafeBytes { hasher.combine(bytes: UnsafeRawBufferPointer(rebasing: $0.prefix(length))) }
  }
}

extension IPAddress: RowKey {
  package var rank: UInt64 { Rank.mix(high &+ Rank.mix(low ^ (isIPv6 ? 1 << 63 : 0))) }
}

extension Endpoint: RowKey {
  package var rank: UInt64 { Rank.mix(address.rank ^ UInt64(port) << 16 ^ UInt64(channel)) }
}
