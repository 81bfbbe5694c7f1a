import Bytes

/// Blocks of a pcapng file in the making (draft-ietf-opsawg-pcapng), in little-endian order.
///
///     type(4) total_length(4) body total_length(4)
package struct BlockBuffer: ~Copyable {
  private var text = TextBuffer(capacity: 1 << 17)

  /// Without any block.
  package init() {}

  /// Bytes gathered.
  package var count: Int { text.count }

  /// What was gathered.
  package func withUnsafeBytes(_ body: (UnsafeRawBufferPointer) -> Void) {
    text.withUnsafeBytes(body)
  }

  /// Drops what was gathered, and keeps the memory.
  package mutating func removeAll() {
    text.removeAll()
  }

  /// opt_comment (§3.5): what people are to read.
  static let comment: UInt16 = 1

  /// An option of a block: code(2) length(2) value, padded.
  private struct Option {
    let code: UInt16
    let value: [UInt8]

    /// Text; no longer than an option may be.
    init(_ code: UInt16, _ text: String) {
      self.code = code
      value = Array(text.utf8.prefix(Int(UInt16.max)))
    }

    init(_ code: UInt16, _ number: UInt64) {
      self.code = code
      value = (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }

    /// A time as two halves, the upper one first.
    init(_ code: UInt16, time: UInt64) {
      self.init(code, time >> 32 | time << 32)
    }

    init(_ code: UInt16, byte: UInt8) {
      self.code = code
      value = [byte]
    }

    var size: Int { 4 + BlockBuffer.padded(value.count) }
  }

  private static func padded(_ length: Int) -> Int { (length + 3) & ~3 }

  /// A section header block (§4.1): what begins a file.
  package mutating func appendSectionHeader(application: String, comments: [String] = []) {
    let options = comments.map { Option(Self.comment, $0) } + [Option(4, application)]
    begin(.sectionHeader, bodyLength: 16, options) {
      $0.append(little: UInt32(0x1a2b_3c4d))
      $0.append(little: UInt16(1))
      $0.append(little: UInt16(0))
      // The length of the section is not known.
      $0.append(little: UInt64.max)
    }
  }

  /// An interface description block (§4.2). Its time stamps count nanoseconds.
  package mutating func appendInterface(
    _ linkType: LinkType, snapLength: Int, name: String? = nil, filter: String? = nil
  ) {
    var options: [Option] = []
    if let name { options.append(Option(2, name)) }
    options.append(Option(9, byte: 9))
    // The first byte says that the filter is an expression of libpcap.
    if let filter, !filter.isEmpty { options.append(Option(11, "\0" + filter)) }
    begin(.interfaceDescription, bodyLength: 8, options) {
      $0.append(little: linkType.rawValue)
      $0.append(little: UInt16(0))
      $0.append(little: UInt32(clamping: snapLength))
    }
  }

  /// An enhanced packet block (§4.3) of the interface with this 0-based number in the section.
  package mutating func appendPacket(
    _ bytes: RawSpan, interface: Int, nanoseconds: Int64, originalLength: Int, comments: [String] = []
  ) {
    let time = UInt64(bitPattern: nanoseconds)
    begin(.enhancedPacket, bodyLength: 20 + bytes.byteCount, comments.map { Option(Self.comment, $0) }) {
      $0.append(little: UInt32(truncatingIfNeeded: interface))
      $0.append(little: UInt32(truncatingIfNeeded: time >> 32))
      $0.append(little: UInt32(truncatingIfNeeded: time))
      $0.append(little: UInt32(clamping: bytes.byteCount))
      $0.append(little: UInt32(clamping: originalLength))
      $0.append(bytes)
    }
  }

  /// A decryption secrets block (§4.7), which holds for what comes after it.
  package mutating func appendSecrets(_ type: SecretsType, _ data: RawSpan) {
    begin(.decryptionSecrets, bodyLength: 8 + data.byteCount, []) {
      $0.append(little: type.rawValue)
      $0.append(little: UInt32(clamping: data.byteCount))
      $0.append(data)
    }
  }

  /// An interface statistics block (§4.6): what an interface received and dropped since the capture began.
  package mutating func appendStatistics(interface: Int, _ drops: DropCounts, nanoseconds: Int64) {
    let time = UInt64(bitPattern: nanoseconds)
    let options = [
      Option(4, drops.received), Option(5, drops.droppedByInterface), Option(7, drops.droppedByKernel),
    ]
    begin(.interfaceStatistics, bodyLength: 12, options) {
      $0.append(little: UInt32(truncatingIfNeeded: interface))
      $0.append(little: UInt32(truncatingIfNeeded: time >> 32))
      $0.append(little: UInt32(truncatingIfNeeded: time))
    }
  }

  /// A block whose body, without options, has `bodyLength` bytes; it is padded.
  private mutating func begin(
    _ type: BlockType, bodyLength: Int, _ options: [Option], _ body: (inout TextBuffer) -> Void
  ) {
    // The list of options ends with one of code 0 without a value.
    let optionsLength = options.isEmpty ? 0 : options.reduce(4) { $0 + $1.size }
    let total = UInt32(clamping: 12 + Self.padded(bodyLength) + optionsLength)
    text.append(little: type.rawValue)
    text.append(little: total)
    body(&text)
    text.append(repeating: 0, count: Self.padded(bodyLength) - bodyLength)
    for option in options {
      text.append(little: option.code)
      text.append(little: UInt16(clamping: option.value.count))
      text.append(option.value)
      text.append(repeating: 0, count: Self.padded(option.value.count) - option.value.count)
    }
    if !options.isEmpty { text.append(little: UInt32(0)) }
    text.append(little: total)
  }
}

extension TextBuffer {
  /// Appends a number in little-endian order.
  fileprivate mutating func append(little value: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: value.littleEndian) { append($0) }
  }
}
