import Bytes
import DTLS

/// A device's clock as its handshake gives it away: seconds since 1970 in the first bytes of random values (RFC 5246
/// §7.4.1.2) and, from Mbed TLS, of cookies.
package struct LeakedClock: Hashable, Sendable {
  /// What the clock shows.
  package enum State: String, Hashable, Sendable {
    /// The time of capture.
    case right
    /// A time since power-on: nobody has set it.
    case unset
    /// Another time.
    case wrong
  }

  /// Seconds since 1970 that it shows.
  package let seconds: UInt32
  /// The packet that tells it.
  package let stamp: PacketStamp
  package let state: State
  /// How sure it is that these bytes are a clock at all.
  package private(set) var confidence: Confidence

  /// Nanoseconds since 1970 when the clock was at zero: of one that nobody has set, when the device was switched on.
  package var zero: Int64 { stamp.nanoseconds &- Int64(seconds) &* 1_000_000_000 }

  /// Seconds that a clock may be off the time of capture and still be called right.
  static let tolerance: Int64 = 24 * 3600
  /// Seconds within which random bytes fall once in three million times.
  static let nearness: Int64 = 600
  /// Seconds that cookie and random of one flight are apart at most, if both are of one clock.
  static let agreement: Int64 = 60
  /// Seconds that a device is up at most, by one value alone: random bytes are that small once in 136 times.
  static let longestUptime: UInt32 = 365 * 24 * 3600

  /// The clock in what `side` sent; nil if nothing there looks like one.
  package init?(_ side: Side, of handshake: Handshake) {
    let values = Self.values(side, of: handshake)
    guard let best = values.min(by: { abs($0.distance) < abs($1.distance) }) else { return nil }
    let agree = values.count > 1 && values.allSatisfy { abs($0.distance - best.distance) <= Self.agreement }
    let distance = abs(best.distance)
    stamp = best.stamp
    seconds = best.seconds
    if distance <= Self.tolerance {
      state = .right
      confidence = distance <= Self.nearness || agree ? .certain : .likely
    } else if agree {
      state = seconds <= Self.longestUptime ? .unset : .wrong
      confidence = .certain
    } else if values.count == 1, seconds <= Self.longestUptime {
      state = .unset
      confidence = .possible
    } else {
      return nil
    }
  }

  /// The same, in what an implementation sent that is certain to send its clock unless it is built without.
  var ofCertainSender: LeakedClock {
    var clock = self
    clock.confidence = max(confidence, .likely)
    return clock
  }

  /// Four bytes that may be a clock.
  private struct Value {
    let seconds: UInt32
    let stamp: PacketStamp

    /// Seconds that it is ahead of the time of capture.
    var distance: Int64 { Int64(seconds) - stamp.nanoseconds / 1_000_000_000 }
  }

  private static func values(_ side: Side, of handshake: Handshake) -> [Value] {
    func value(_ bytes: [UInt8]?, _ entry: HandshakeStream.Entry?) -> Value? {
      guard let bytes, bytes.count >= 4, let stamp = entry?.copies.first?.packets.first else { return nil }
      return Value(seconds: bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }, stamp: stamp)
    }
    switch side {
    case .client:
      // The random of the first hello stands in the second one, too.
      let first = handshake.firstMessage(of: .client)
      return [value(handshake.clientHello?.random.bytes, first)].compactMap(\.self)
    case .server:
      let exchange = handshake.cookieExchange
      let cookie = value(
        exchange?.cookie.count == 32 ? exchange?.cookie : nil,
        handshake.helloVerifyRequests.entries.last ?? handshake.helloVerifyRequests.superseded.last)
      return [cookie, value(handshake.serverHello?.random.bytes, handshake.streams.server.last(.serverHello))]
        .compactMap(\.self)
    }
  }
}
