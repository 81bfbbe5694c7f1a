import Bytes
import Mustache

/// Puts text into a page such that none of it is markup.
///
/// Mustache's own escaping goes by characters, and so passes over a quotation mark with a combining accent after it, which
/// ends an attribute all the same. This one goes by bytes.
struct PageText: MustacheContentType {
  /// The name by which templates ask for it.
  static let name = "PAGE"

  func escapeText(_ text: String) -> String {
    var escaped = TextBuffer(capacity: text.utf8.count + 16)
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "<"): escaped.append("&lt;")
      case UInt8(ascii: ">"): escaped.append("&gt;")
      case UInt8(ascii: "&"): escaped.append("&amp;")
      case UInt8(ascii: "\""): escaped.append("&quot;")
      case UInt8(ascii: "'"): escaped.append("&#39;")
      default: escaped.append(byte)
      }
    }
    return escaped.string
  }

  /// JSON as the text of a script element: nothing in it ends the element, or begins a comment or another script.
  /// Outside of strings JSON has no `<`.
  static func scriptData(_ json: RawSpan, to text: inout TextBuffer) {
    json.withUnsafeBytes { bytes in
      for byte in bytes {
        if byte == UInt8(ascii: "<") { text.append("\\u003c") } else { text.append(byte) }
      }
    }
  }
}
