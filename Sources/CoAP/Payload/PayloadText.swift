import Bytes

/// Decides whether a payload is shown as text or as hexadecimal digits.
package enum PayloadText {
  /// How a payload is written, by its name in the report.
  package enum Encoding: String, Sendable {
    /// As text.
    case utf8 = "utf-8"
    /// Two hexadecimal digits a byte.
    case hex
  }

  /// Text if it is UTF-8 without control characters and its format is not a binary one: a CBOR or TLV payload that
  /// happens to be printable is no text. An empty payload is empty text.
  package static func encoding(of payload: RawSpan, _ format: ContentFormat?) -> Encoding {
    format?.content.isBinary != true && isText(payload) ? .utf8 : .hex
  }

  /// Whether `bytes` are UTF-8 without control characters other than tab, line feed and carriage return.
  package static func isText(_ bytes: RawSpan) -> Bool {
    var index = 0
    while index < bytes.byteCount {
      guard let scalar = UTF8Text.scalar(in: bytes, at: index) else { return false }
      switch scalar.value {
      case 0x09, 0x0a, 0x0d: break
      case let value where UTF8Text.isControl(value): return false
      default: break
      }
      index += scalar.length
    }
    return true
  }

  /// The payload in its encoding.
  package static func text(of payload: RawSpan, _ format: ContentFormat?) -> (text: String, encoding: Encoding) {
    switch encoding(of: payload, format) {
    case .utf8: (payload.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }, .utf8)
    case .hex: (Hex.string(payload), .hex)
    }
  }
}
