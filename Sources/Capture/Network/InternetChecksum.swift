/// The ones' complement sum of 16-bit words of RFC 1071.
///
/// It sums 32-bit words in the machine's own byte order: RFC 1071 §2 shows that neither changes the result but for its
/// byte order, so a sum of zero, which is all that verifying asks for, is the same.
struct InternetChecksum {
  private var sum: UInt64 = 0

  /// The sum of nothing.
  @inline(__always)
  init() {}

  /// Adds one 16-bit word in network byte order.
  @inline(__always)
  mutating func add(_ word: UInt16) {
    sum &+= UInt64(word.bigEndian)
  }

  /// Adds an address.
  @inline(__always)
  mutating func add(_ address: IPAddress) {
    add(bits: address.low.bigEndian)
    add(bits: address.high.bigEndian)
  }

  /// Adds bytes that begin at an even offset; 2^32 words of 32 bits, more than a packet has, cannot overflow the sum.
  @inline(__always)
  mutating func add(_ span: RawSpan) {
    span.withUnsafeBytes { bytes in
      var offset = 0
      let count = bytes.count
      while offset &+ 8 <= count {
        add(bits: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        offset &+= 8
      }
      if count &- offset >= 4 {
        sum &+= UInt64(bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
        offset &+= 4
      }
      if count &- offset >= 2 {
        sum &+= UInt64(bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self))
        offset &+= 2
      }
      // An odd last byte is the first of a word whose second is zero.
      if offset < count { sum &+= UInt64((UInt16(bytes[offset]) << 8).bigEndian) }
    }
  }

  @inline(__always)
  private mutating func add(bits: UInt64) {
    sum &+= bits & 0xffff_ffff
    sum &+= bits >> 32
  }

  /// Whether the sum, which includes the checksum itself, is that of intact bytes.
  @inline(__always)
  var isIntact: Bool { folded == 0xffff }

  /// The checksum of what was added, as a number.
  var checksum: UInt16 { UInt16(bigEndian: ~UInt16(truncatingIfNeeded: folded)) }

  /// The sum in 16 bits, in the machine's byte order.
  @inline(__always)
  private var folded: UInt64 {
    var folded = (sum & 0xffff_ffff) &+ (sum >> 32)
    folded = (folded & 0xffff) &+ (folded >> 16)
    folded = (folded & 0xffff) &+ (folded >> 16)
    folded = (folded & 0xffff) &+ (folded >> 16)
    return folded
  }
}
