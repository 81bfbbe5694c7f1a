import Bytes

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Reads the blocks of a pcapng file one after the other (draft-ietf-opsawg-pcapng §3.1).
///
///     type(4) total_length(4) body(total_length - 12) total_length(4)
///
/// The numbers are in the byte order of the section, which its header block states.
struct BlockReader {
  /// The largest block in bytes. libpcap has the same bound: it is 64 times the largest snapshot length in use,
  /// and keeps a length that lies from asking for more memory than that.
  static let maximumLength = 16 << 20
  /// The part of a block in bytes that is read at once, so that a length that lies costs no more than there is to read.
  private static let step = 256 << 10
  /// Length in bytes of type and both lengths.
  private static let overhead = 12

  /// What reading a block came to.
  enum Outcome {
    /// A block of this type, which is in `block`.
    case block(BlockType)
    /// The file ended between two blocks.
    case end
    /// The file ended in the middle of a block.
    case cut
    /// The file is not what pcapng demands, in words.
    case damaged(String)
  }

  /// The byte order of the section.
  private(set) var order = SectionOrder()
  private let stream: UnsafeMutablePointer<FILE>
  /// The block being read, of which `filled` bytes are there; kept so that its memory is used again.
  private(set) var block = [UInt8](repeating: 0, count: step)
  private var filled = 0

  /// Reads from `stream`, which begins with a section header block.
  init(_ stream: UnsafeMutablePointer<FILE>) {
    self.stream = stream
  }

  /// Where in `block` the body of the block that was read last is, with its options.
  var bodyRange: Range<Int> { 8..<max(8, filled - 4) }

  /// Reads the next block.
  mutating func next() -> Outcome {
    filled = 0
    guard read(upTo: 8) else { return filled == 0 ? .end : .cut }
    let isSectionHeader = word(at: 0) == BlockType.sectionHeader.rawValue
    if isSectionHeader {
      // The byte-order magic is needed to understand the length before it.
      guard read(upTo: 12) else { return .cut }
      guard let order = SectionOrder(magic: bigEndianWord(at: 8)) else {
        return .damaged("a section header has no byte-order magic")
      }
      self.order = order
    }
    let type = BlockType(rawValue: word(at: 0))
    let length = Int(word(at: 4))
    guard length >= Self.overhead + (isSectionHeader ? 16 : 0), length.isMultiple(of: 4), length <= Self.maximumLength
    else {
      return .damaged("a block of type \(type) states a length of \(length) bytes")
    }
    guard read(upTo: length) else { return .cut }
    guard Int(word(at: length - 4)) == length else {
      return .damaged("a block of type \(type) states a length of \(length) bytes, and another at its end")
    }
    return .block(type)
  }

  /// Number of bytes that must be in `readAhead` for the next block to be there as a whole.
  func lengthOfNext(in readAhead: UnsafeRawBufferPointer) -> Int {
    guard readAhead.count >= 8 else { return 8 }
    return Int(order(UInt32(bigEndian: readAhead.loadUnaligned(fromByteOffset: 4, as: UInt32.self))))
  }

  /// Reads until `count` bytes of the block are there; false if the file ends before.
  private mutating func read(upTo count: Int) -> Bool {
    while filled < count {
      let target = min(count, filled + Self.step)
      if block.count < target { block.append(contentsOf: repeatElement(0, count: target - block.count)) }
      let got = block.withUnsafeMutableBytes { bytes in
        bytes.baseAddress.map { fread($0 + filled, 1, target - filled, stream) } ?? 0
      }
      filled += got
      if filled < target { return false }
    }
    return true
  }

  private func word(at offset: Int) -> UInt32 { order(bigEndianWord(at: offset)) }

  private func bigEndianWord(at offset: Int) -> UInt32 {
    block.withUnsafeBytes { UInt32(bigEndian: $0.loadUnaligned(fromByteOffset: offset, as: UInt32.self)) }
  }
}

/// The byte order of a section of a pcapng file: turns numbers read as big-endian into their values.
struct SectionOrder: Sendable {
  private var isLittleEndian = false

  /// Big-endian order.
  init() {}

  /// The order that a section header's byte-order magic shows, or nil if it is none.
  init?(magic: UInt32) {
    guard magic == 0x1a2b_3c4d || magic == 0x4d3c_2b1a else { return nil }
    isLittleEndian = magic == 0x4d3c_2b1a
  }

  /// The value of a number that was read as big-endian.
  func callAsFunction<Number: FixedWidthInteger>(_ number: Number) -> Number {
    isLittleEndian ? number.byteSwapped : number
  }
}
