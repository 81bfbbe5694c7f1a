/// gzip data without compression (RFC 1952, RFC 1951 §3.2.4).
package enum Gzip {
  /// A member that holds `bytes`.
  package static func stored(_ bytes: [UInt8]) -> [UInt8] {
    var member: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]
    var rest = bytes[...]
    repeat {
      let block = rest.prefix(0xffff)
      rest = rest.dropFirst(block.count)
      member.append(rest.isEmpty ? 1 : 0)
      member += littleEndian(UInt64(block.count), 2)
      member += littleEndian(UInt64(~UInt16(block.count)), 2)
      member += block
    } while !rest.isEmpty
    return member + littleEndian(UInt64(checksum(bytes)), 4) + littleEndian(UInt64(bytes.count), 4)
  }

  private static func littleEndian(_ value: UInt64, _ count: UInt64) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
  }

  /// CRC-32 as RFC 1952 §8 has it.
  private static func checksum(_ bytes: [UInt8]) -> UInt32 {
    var table: [UInt32] = []
    for index in 0..<256 as Range<UInt32> {
      var value = index
      for _ in 0..<8 { value = (value >> 1) ^ (value & 1 == 1 ? 0xedb8_8320 : 0) }
      table.append(value)
    }
    var sum: UInt32 = ~0
    for byte in bytes { sum = table[Int(UInt8(truncatingIfNeeded: sum) ^ byte)] ^ (sum >> 8) }
    return ~sum
  }
}
