import Bytes

/// Reads UTF-8 from borrowed bytes one character at a time, without a `String`.
enum UTF8Text {
  /// The scalar value at `index` and its length in bytes, or nil if no well-formed one begins there (RFC 3629 §4:
  /// neither overlong nor a surrogate nor beyond U+10FFFF).
  static func scalar(in bytes: RawSpan, at index: Int) -> (value: UInt32, length: Int)? {
    guard let first = bytes.byte(at: index) else { return nil }
    let length: Int
    var value: UInt32
    switch first {
    case 0x00...0x7f: return (UInt32(first), 1)
    case 0xc2...0xdf: (length, value) = (2, UInt32(first & 0x1f))
    case 0xe0...0xef: (length, value) = (3, UInt32(first & 0x0f))
    case 0xf0...0xf4: (length, value) = (4, UInt32(first & 0x07))
    default: return nil
    }
    for offset in 1..<length {
      guard let next = bytes.byte(at: index + offset), next & 0xc0 == 0x80 else { return nil }
      value = value << 6 | UInt32(next & 0x3f)
    }
    switch (length, value) {
    case (3, ..<0x800), (3, 0xd800...0xdfff), (4, ..<0x10000), (4, 0x110000...): return nil
    default: return (value, length)
    }
  }

  /// The offset of the first byte that is no UTF-8, or nil if all are.
  static func firstError(in bytes: RawSpan) -> Int? {
    var index = 0
    while index < bytes.byteCount {
      guard let scalar = scalar(in: bytes, at: index) else { return index }
      index += scalar.length
    }
    return nil
  }

  /// Whether a scalar is a control character (Unicode category Cc).
  static func isControl(_ value: UInt32) -> Bool {
    value < 0x20 || (0x7f...0x9f).contains(value)
  }

  /// Whether a scalar shows nothing itself but changes how its neighbours show, as the direction marks do with which a
  /// name can be made to read as another, or hides in them; or whether it has no agreed appearance.
  static func isInvisible(_ value: UInt32) -> Bool {
    guard value >= 0x80, let scalar = Unicode.Scalar(value) else { return false }
    switch scalar.properties.generalCategory {
    case .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned, .surrogate: return true
    default: return false
    }
  }
}
