import Bytes

/// Which part of a body a message carries or asks for (RFC 7959 §2.2): the value of Block1, Block2, Q-Block1 and
/// Q-Block2.
///
///     NUM: 4, 12 or 20 bits | M: 1 bit | SZX: 3 bits
package struct Block: Hashable, Sendable, CustomStringConvertible {
  /// 0-based number of the block, counted in blocks of `size`.
  package var num: UInt32
  /// Whether more blocks follow; in a request about Block2 it has no meaning.
  package var more: Bool
  /// Exponent of the size: 0 to 6, or 7 for BERT on reliable transports (RFC 8323 §6), reserved on UDP.
  package var szx: UInt8

  /// The block `num` of size exponent `szx`.
  package init(num: UInt32, more: Bool, szx: UInt8) {
    self.num = num
    self.more = more
    self.szx = szx
  }

  /// The block in an option's value, or nil if it has more than 3 bytes.
  package init?(_ value: RawSpan) {
    guard let bits = value.unsignedValue(limit: 3) else { return nil }
    num = UInt32(truncatingIfNeeded: bits >> 4)
    more = bits & 8 != 0
    szx = UInt8(truncatingIfNeeded: bits & 7)
  }

  /// Whether the size exponent is the one that UDP reserves.
  package var isReserved: Bool { szx == 7 }

  /// Bytes a block: 16 to 1024. BERT counts in blocks of 1024 too (RFC 8323 §6).
  package var size: Int { isReserved ? 1024 : 16 << Int(szx) }

  /// Offset of the block in the body, in bytes.
  package var offset: Int { Int(num) * size }

  /// `NUM/M/size` as RFC 7959 §3 writes it: "2/1/64".
  package var description: String {
    var text = TextBuffer(capacity: 16)
    append(to: &text)
    return text.string
  }

  /// Appends `NUM/M/size`.
  package func append(to text: inout TextBuffer) {
    text.append(decimal: num)
    text.append(more ? "/1/" : "/0/")
    if isReserved { text.append("BERT") } else { text.append(decimal: size) }
  }
}

extension MessageView {
  /// Which block of a body the payload is; nil if it is all of it (RFC 7959 §2.2, RFC 9177 §4.1).
  package var part: Block? {
    let plain = code.isRequest ? block1 : block2
    let quick: OptionNumber = code.isRequest ? .qBlock1 : .qBlock2
    guard let block = plain ?? (has(quick) ? self.block(in: quick) : nil) else { return nil }
    return block.num > 0 || block.more ? block : nil
  }

  private func block(in number: OptionNumber) -> Block? {
    var sequence = options
    while let option = sequence.next() {
      if option.number == number { return Block(option.value) }
    }
    return nil
  }
}
