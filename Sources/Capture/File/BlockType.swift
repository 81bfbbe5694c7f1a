import Bytes

/// What a block of a pcapng file is.
struct BlockType: RegisteredNumber {
  let rawValue: UInt32

  init(rawValue: UInt32) {
    self.rawValue = rawValue
  }

  static let interfaceDescription = BlockType(rawValue: 1)
  static let obsoletePacket = BlockType(rawValue: 2)
  static let simplePacket = BlockType(rawValue: 3)
  static let interfaceStatistics = BlockType(rawValue: 5)
  static let enhancedPacket = BlockType(rawValue: 6)
  static let decryptionSecrets = BlockType(rawValue: 0xa)
  /// Reads the same in either byte order.
  static let sectionHeader = BlockType(rawValue: 0x0a0d_0d0a)

  static let names: [UInt32: String] = [
    1: "interface description",
    2: "packet (obsolete)",
    3: "simple packet",
    4: "name resolution",
    5: "interface statistics",
    6: "enhanced packet",
    0xa: "decryption secrets",
    0xbad: "custom",
    0x4000_0bad: "custom (not to be copied)",
    0x0a0d_0d0a: "section header",
  ]
}
