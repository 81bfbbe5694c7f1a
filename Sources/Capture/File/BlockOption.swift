import Bytes

/// An option of a block of a pcapng file (draft-ietf-opsawg-pcapng §3.5).
///
///     code(2) length(2) value(length), padded to a multiple of 4 bytes
struct BlockOption: ~Escapable {
  /// What it is, in the block that it belongs to.
  let code: UInt16
  /// What it says.
  var value: ByteReader

  @_lifetime(copy value)
  fileprivate init(code: UInt16, value: ByteReader) {
    self.code = code
    self.value = value
  }
}

extension ByteReader {
  /// The next option of a block, or nil where they end.
  @_lifetime(copy self)
  @_lifetime(self: copy self)
  mutating func readOption(_ order: SectionOrder) throws(DecodeError) -> BlockOption? {
    guard remaining >= 4 else { return nil }
    let code = order(try readUInt16("option_code"))
    let length = Int(order(try readUInt16("option_length")))
    let value = try readReader(length, "option_value")
    _ = try readSpan(min((4 - length % 4) % 4, remaining), "option_padding")
    return code == 0 ? nil : BlockOption(code: code, value: value)
  }
}
