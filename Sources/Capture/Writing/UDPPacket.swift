import Bytes

/// An IP packet with one UDP datagram in it (RFC 791, RFC 8200, RFC 768), as an interface of link type RAW has it.
///
/// What is not told of the original, such as its hop limit, is what most hosts send.
package enum UDPPacket {
  private static let ipv4HeaderLength = 20
  private static let headerLength = 8
  private static let hopLimit: UInt8 = 64
  /// The flag Don't Fragment, which lets the identification be 0 (RFC 6864 §4.1).
  private static let dontFragment: UInt16 = 0x4000

  /// Bytes of payload that a packet of either version has room for.
  package static let maximumPayload = Int(UInt16.max) - ipv4HeaderLength - headerLength

  /// Appends a packet. An IPv4 address beside an IPv6 one is written in the form of RFC 4291 §2.5.5.2.
  ///
  /// - Parameters:
  ///   - payload: at most `maximumPayload` bytes with those that are missing.
  ///   - missing: bytes at its end that are not known: the lengths count them, and the checksum is left out.
  package static func append(
    _ payload: RawSpan, missing: Int = 0, from source: Endpoint, to destination: Endpoint, to text: inout TextBuffer
  ) {
    let isIPv6 = source.address.isIPv6 || destination.address.isIPv6
    let from = isIPv6 ? source.address.inIPv6 : source.address
    let to = isIPv6 ? destination.address.inIPv6 : destination.address
    let length = UInt16(clamping: headerLength + payload.byteCount + missing)
    if isIPv6 {
      // Version 6, no traffic class, no flow label.
      text.append(big: UInt32(0x6000_0000))
      text.append(big: length)
      text.append(IPProtocol.udp.rawValue)
      text.append(hopLimit)
      for half in [from.high, from.low, to.high, to.low] { text.append(big: half) }
    } else {
      appendIPv4Header(from, to, length: length, to: &text)
    }
    var sum = InternetChecksum()
    sum.add(from)
    sum.add(to)
    for word in [UInt16(IPProtocol.udp.rawValue), length, source.port, destination.port, length] { sum.add(word) }
    sum.add(payload)
    for word in [source.port, destination.port, length] { text.append(big: word) }
    // 0 says that there is none (RFC 768).
    text.append(big: missing > 0 ? 0 : sum.checksum == 0 ? UInt16.max : sum.checksum)
    text.append(payload)
  }

  private static func appendIPv4Header(
    _ source: IPAddress, _ destination: IPAddress, length: UInt16, to text: inout TextBuffer
  ) {
    // Version 4, five words of header, no type of service.
    var words: [UInt16] = [
      0x4500, UInt16(clamping: ipv4HeaderLength + Int(length)), 0, dontFragment,
      UInt16(hopLimit) << 8 | UInt16(IPProtocol.udp.rawValue), 0,
    ]
    for address in [source, destination] {
      words += [UInt16(truncatingIfNeeded: address.low >> 16), UInt16(truncatingIfNeeded: address.low)]
    }
    var sum = InternetChecksum()
    for word in words { sum.add(word) }
    words[5] = sum.checksum
    for word in words { text.append(big: word) }
  }
}

extension IPAddress {
  /// The address, or the IPv4-mapped IPv6 address of an IPv4 one (RFC 4291 §2.5.5.2).
  fileprivate var inIPv6: IPAddress { isIPv6 ? self : IPAddress(high: 0, low: 0xffff_0000_0000 | low) }
}

extension TextBuffer {
  /// Appends a number in network byte order.
  fileprivate mutating func append(big value: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: value.bigEndian) { append($0) }
  }
}
