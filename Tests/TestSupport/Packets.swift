/// Packets for the tests to begin with: from 192.0.2.1:40000 to 192.0.2.2:5684, or the same of 2001:db8::.
package enum Packets {
  package static func bytes16(_ value: Int) -> [UInt8] { [UInt8(value >> 8 & 0xff), UInt8(value & 0xff)] }
  package static func bytes32(_ value: Int) -> [UInt8] { bytes16(value >> 16 & 0xffff) + bytes16(value & 0xffff) }

  package static let source4: [UInt8] = [192, 0, 2, 1]
  package static let destination4: [UInt8] = [192, 0, 2, 2]
  package static let source6: [UInt8] = [0x20, 1, 0xd, 0xb8] + [UInt8](repeating: 0, count: 11) + [1]
  package static let destination6: [UInt8] = [0x20, 1, 0xd, 0xb8] + [UInt8](repeating: 0, count: 11) + [2]

  /// A UDP datagram; its checksum is right unless another is given.
  package static func udp(
    _ payload: [UInt8], checksum: Int? = nil, length: Int? = nil, v6: Bool = false, ports: (Int, Int) = (40000, 5684)
  ) -> [UInt8] {
    let start = bytes16(ports.0) + bytes16(ports.1) + bytes16(length ?? payload.count + 8)
    let addresses = v6 ? source6 + destination6 : source4 + destination4
    var sum = 0
    let covered = addresses + [0, 17] + bytes16(payload.count + 8) + start + payload
    for index in stride(from: 0, to: covered.count, by: 2) {
      sum += Int(covered[index]) << 8 | (index + 1 < covered.count ? Int(covered[index + 1]) : 0)
    }
    while sum > 0xffff { sum = (sum & 0xffff) + (sum >> 16) }
    let right = ~sum & 0xffff
    return start + bytes16(checksum ?? (right == 0 ? 0xffff : right)) + payload
  }

  /// An IPv4 packet.
  package static func ipv4(
    _ payload: [UInt8], protocolNumber: UInt8 = 17, options: [UInt8] = [], totalLength: Int? = nil,
    identification: Int = 7, offset: Int = 0, more: Bool = false
  ) -> [UInt8] {
    let length = totalLength ?? 20 + options.count + payload.count
    return [UInt8(0x45 + options.count / 4), 0] + bytes16(length) + bytes16(identification)
      + bytes16(offset / 8 | (more ? 0x2000 : 0)) + [64, protocolNumber, 0, 0] + source4 + destination4 + options
      + payload
  }

  /// An IPv6 packet.
  package static func ipv6(_ payload: [UInt8], nextHeader: UInt8 = 17, length: Int? = nil) -> [UInt8] {
    [0x60, 0, 0, 0] + bytes16(length ?? payload.count) + [nextHeader, 64] + source6 + destination6 + payload
  }

  /// An IPv6 fragment header and what follows it.
  package static func fragment6(
    _ payload: [UInt8], nextHeader: UInt8 = 17, offset: Int, more: Bool, identification: Int = 7
  ) -> [UInt8] {
    [nextHeader, 0] + bytes16(offset | (more ? 1 : 0)) + bytes32(identification) + payload
  }
}
