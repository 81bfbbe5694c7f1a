/// Text from packets as findings quote it: not all of it if it is long. What shows a finding escapes it.
enum Quotation {
  /// Characters of a text that are quoted: an identity or a name of ordinary length is quoted whole.
  static let maximumLength = 80

  /// `"text"`, and how much there is of it if it is long.
  static func text(_ bytes: [UInt8]) -> String {
    if bytes.count <= maximumLength { return "\"\(String(decoding: bytes, as: UTF8.self))\"" }
    return "\"\(String(decoding: bytes.prefix(maximumLength), as: UTF8.self))…\" (\(bytes.count) bytes)"
  }

  /// `"text"`, and how much there is of it if it is long.
  static func text(_ text: String) -> String { Self.text(Array(text.utf8)) }
}
