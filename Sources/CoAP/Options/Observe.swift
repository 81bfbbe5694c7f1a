import Bytes

/// The value of the Observe option (RFC 7641 §2): what a request wants, or the place of a notification in their order.
package struct Observe: Hashable, Sendable, CustomStringConvertible {
  /// 24 bits.
  package var value: UInt32

  /// The value `value`.
  package init(value: UInt32) {
    self.value = value
  }

  /// The value in an option, or nil if it has more than 3 bytes.
  package init?(_ value: RawSpan) {
    guard let number = value.unsignedValue(limit: 3) else { return nil }
    self.value = UInt32(truncatingIfNeeded: number)
  }

  /// In a request: adds the client to the list of observers.
  package static let register = Observe(value: 0)
  /// In a request: removes the client from the list of observers.
  package static let deregister = Observe(value: 1)

  /// Whether a notification with this number is newer than one with `earlier` that arrived `nanoseconds` before it
  /// (RFC 7641 §3.4).
  package func isFresher(than earlier: Observe, after nanoseconds: Int64) -> Bool {
    let half: UInt32 = 1 << 23
    return (earlier.value < value && value - earlier.value < half)
      || (earlier.value > value && earlier.value - value > half)
      || nanoseconds > Transmission.notificationReorderingNanoseconds
  }

  /// The number in decimal.
  package var description: String { "\(value)" }
}
