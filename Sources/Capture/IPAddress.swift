import Bytes

/// An IPv4 or IPv6 address, held inline.
package struct IPAddress: Hashable, Sendable {
  /// The first 64 bits of an IPv6 address; 0 for IPv4.
  package let high: UInt64
  /// The last 64 bits of an IPv6 address, or the 32 bits of an IPv4 one.
  package let low: UInt64
  /// Which family it is of.
  package let isIPv6: Bool

  /// An IPv4 address, its first byte the most significant.
  package init(ipv4: UInt32) {
    high = 0
    low = UInt64(ipv4)
    isIPv6 = false
  }

  /// An IPv6 address from its two halves.
  package init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
    isIPv6 = true
  }

  /// The first 64 bits of link-local addresses (RFC 4291 §2.5.6).
  static let linkLocalPrefix: UInt64 = 0xfe80_0000_0000_0000

  @inlinable
  package static func == (one: IPAddress, other: IPAddress) -> Bool {
    one.low == other.low && one.high == other.high && one.isIPv6 == other.isIPv6
  }

  /// Whether it names a group of receivers: 224.0.0.0/4 (RFC 5771) or ff00::/8 (RFC 4291 §2.7).
  package var isMulticast: Bool { isIPv6 ? high >> 56 == 0xff : low >> 28 == 0xe }

  /// What stands for the prefix of an address that 6LoWPAN compressed with context `number`, which only the ends know: the
  /// same for all such addresses, and never that of another one, since 0000::/8 is not assigned (RFC 4291 §4).
  package static func prefix(ofContext number: UInt8) -> UInt64 { 0x0000_06c0_0000_0000 | UInt64(number) }

  /// Whether its prefix is that of an unknown context.
  var hasUnknownContext: Bool {
    if high >> 56 == 0xff { return high & 0xffff_ffff == 0x06c0 && low >> 36 == 0 }
    return isIPv6 && high & ~0xf == Self.prefix(ofContext: 0)
  }

  /// Whether it stands for no address: 0.0.0.0 (RFC 1122 §3.2.1.3) or :: (RFC 4291 §2.5.2).
  package var isUnspecified: Bool { high == 0 && low == 0 }

  /// The 16-bit group at `index` (0...7) of an IPv6 address.
  private func group(_ index: Int) -> UInt16 {
    UInt16(truncatingIfNeeded: (index < 4 ? high : low) >> UInt64(48 - 16 * (index & 3)))
  }
}

extension IPAddress: CustomStringConvertible {
  /// Dotted decimal for IPv4, the recommended text of RFC 5952 for IPv6.
  package var description: String {
    var text = TextBuffer(capacity: 64)
    append(to: &text)
    return text.string
  }

  /// Appends the text, at most 45 bytes.
  package func append(to text: inout TextBuffer) {
    guard isIPv6 else { return appendDotted(UInt32(truncatingIfNeeded: low), to: &text) }
    // RFC 5952 §5: a known prefix is shown with its IPv4 address in dotted decimal.
    if high == 0, low >> 32 == 0xffff {
      text.append("::ffff:")
      return appendDotted(UInt32(truncatingIfNeeded: low), to: &text)
    }
    let zeros = longestZeroRun
    var index = 0
    while index < 8 {
      if index == zeros.lowerBound, !zeros.isEmpty {
        text.append(UInt8(ascii: ":"))
        if index == 0 || zeros.upperBound == 8 { text.append(UInt8(ascii: ":")) }
        index = zeros.upperBound
        if index < 8, zeros.lowerBound != 0 { text.append(UInt8(ascii: ":")) }
        continue
      }
      appendGroup(group(index), to: &text)
      index += 1
      if index < 8, zeros.isEmpty || index != zeros.lowerBound { text.append(UInt8(ascii: ":")) }
    }
  }

  /// The longest run of two or more zero groups, the first of equals (RFC 5952 §4.2); empty if there is none.
  private var longestZeroRun: Range<Int> {
    var best = 0..<0
    var start = 0
    for index in 0...8 where index == 8 || group(index) != 0 {
      if index - start > max(best.count, 1) { best = start..<index }
      start = index + 1
    }
    return best
  }

  private func appendGroup(_ group: UInt16, to text: inout TextBuffer) {
    var shift = 12
    while shift > 0, group >> shift == 0 { shift -= 4 }
    while shift >= 0 {
      text.append(Hex.digit(UInt8(truncatingIfNeeded: group >> shift) & 0xf))
      shift -= 4
    }
  }

  private func appendDotted(_ address: UInt32, to text: inout TextBuffer) {
    for index in 0..<4 {
      if index > 0 { text.append(UInt8(ascii: ".")) }
      text.append(octet: UInt8(truncatingIfNeeded: address >> UInt32(24 - 8 * index)))
    }
  }
}

extension ByteReader {
  /// An IPv4 address.
  @inline(__always)
  @_lifetime(self: copy self)
  mutating func readIPv4Address(_ field: StaticString) throws(DecodeError) -> IPAddress {
    IPAddress(ipv4: try readUInt32(field))
  }

  /// An IPv6 address.
  @inline(__always)
  @_lifetime(self: copy self)
  mutating func readIPv6Address(_ field: StaticString) throws(DecodeError) -> IPAddress {
    let high = try readUInt64(field)
    return IPAddress(high: high, low: try readUInt64(field))
  }
}
