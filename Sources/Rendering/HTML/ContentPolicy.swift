import Cryptography

/// What a browser may do with the page: run the page's own script, use its own styles, and fetch nothing, whatever else
/// came into it (Content Security Policy Level 3).
enum ContentPolicy {
  /// The policy of a page with one script and one style element.
  static func text(script: String, styles: String) -> String {
    "default-src 'none'; script-src \(source(script)); style-src \(source(styles)); base-uri 'none'; form-action 'none'"
  }

  /// The source expression that allows an element with exactly this text.
  private static func source(_ text: String) -> String {
    "'sha256-\(base64(HashAlgorithm.sha256.digest([UInt8](text.utf8))))'"
  }

  /// Base64 (RFC 4648 §4).
  static func base64(_ bytes: [UInt8]) -> String {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    var text = ""
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      for place in 0..<4 { text.append(place <= group.count ? digits[bits >> (18 - 6 * place) & 63] : "=") }
    }
    return text
  }
}
