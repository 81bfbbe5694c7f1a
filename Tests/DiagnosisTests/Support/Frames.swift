import Capture
import TestSupport

/// Ethernet frames, byte by byte, between any two hosts.
enum Frames {
  private static let link: [UInt8] = [2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1]

  /// A UDP datagram.
  static func udp(_ payload: [UInt8], from source: Endpoint, to destination: Endpoint) -> [UInt8] {
    ip(17, datagram(payload, from: source, to: destination), from: source.address, to: destination.address)
  }

  /// An ICMP error that `reporter` sends to the sender of a datagram, which it quotes.
  static func error(
    _ type: UInt8, _ code: UInt8, from reporter: IPAddress, quoting payload: [UInt8], from source: Endpoint,
    to destination: Endpoint
  ) -> [UInt8] {
    let quoted = packet(
      17, datagram(payload, from: source, to: destination), from: source.address, to: destination.address)
    return ip(
      source.address.isIPv6 ? 58 : 1, [type, code, 0, 0, 0, 0, 0, 0] + quoted, from: reporter, to: source.address)
  }

  /// A TCP segment without content: a sign of life, and nothing else.
  static func tcp(from source: IPAddress, to destination: IPAddress) -> [UInt8] {
    ip(
      6, [0, 80, 0x9c, 0x40] + [UInt8](repeating: 0, count: 8) + [0x50, 0x10] + [0, 0, 0, 0, 0, 0], from: source,
      to: destination)
  }

  /// A request for the link address of `target`, or the answer to one.
  static func arp(_ operation: UInt8, from sender: IPAddress, target: IPAddress) -> [UInt8] {
    link + [8, 6, 0, 1, 8, 0, 6, 4, 0, operation] + link[6...] + bytes(sender)
      + [UInt8](repeating: 0, count: 6) + bytes(target)
  }

  /// The bytes of an address.
  static func bytes(_ address: IPAddress) -> [UInt8] {
    let low = Packets.bytes32(Int(truncatingIfNeeded: address.low & 0xffff_ffff))
    guard address.isIPv6 else { return low }
    let high = [address.high >> 32, address.high & 0xffff_ffff, address.low >> 32]
    return high.flatMap { Packets.bytes32(Int($0)) } + low
  }

  private static func ip(
    _ number: UInt8, _ payload: [UInt8], from source: IPAddress, to destination: IPAddress
  ) -> [UInt8] {
    link + (source.isIPv6 ? [0x86, 0xdd] : [8, 0]) + packet(number, payload, from: source, to: destination)
  }

  private static func packet(
    _ number: UInt8, _ payload: [UInt8], from source: IPAddress, to destination: IPAddress
  ) -> [UInt8] {
    let ends = bytes(source) + bytes(destination)
    if source.isIPv6 { return [0x60, 0, 0, 0] + Packets.bytes16(payload.count) + [number, 64] + ends + payload }
    return [0x45, 0] + Packets.bytes16(20 + payload.count) + [0, 0, 0x40, 0, 64, number, 0, 0] + ends + payload
  }

  private static func datagram(_ payload: [UInt8], from source: Endpoint, to destination: Endpoint) -> [UInt8] {
    let length = Packets.bytes16(8 + payload.count)
    let header = Packets.bytes16(Int(source.port)) + Packets.bytes16(Int(destination.port)) + length
    guard source.address.isIPv6 else { return header + [0, 0] + payload }
    let covered = bytes(source.address) + bytes(destination.address) + length + [0, 17] + header + [0, 0] + payload
    var sum = 0
    for (index, byte) in covered.enumerated() { sum += index.isMultiple(of: 2) ? Int(byte) << 8 : Int(byte) }
    while sum > 0xffff { sum = (sum & 0xffff) + (sum >> 16) }
    return header + Packets.bytes16(~sum & 0xffff) + payload
  }
}
