import Bytes
import CoAP
import TestSupport
import Testing

@Suite struct URITextTests {
  private func text(_ value: [UInt8], _ component: URIText.Component) -> String {
    var text = TextBuffer()
    URIText.append(value.span.bytes, to: &text, as: component)
    return text.string
  }

  @Test(arguments: [
    ("light", "light", "light"),
    (".well-known", ".well-known", ".well-known"),
    ("a/b?c&d", "a%2Fb%3Fc&d", "a/b?c%26d"),
    ("..", "..", ".."),
    ("100%", "100%25", "100%25"),
    ("a b#c\"<>\\^`{|}[]", "a%20b%23c%22%3C%3E%5C%5E%60%7B%7C%7D%5B%5D", "a%20b%23c%22%3C%3E%5C%5E%60%7B%7C%7D%5B%5D"),
    ("-._~!$'()*+,;=:@", "-._~!$'()*+,;=:@", "-._~!$'()*+,;=:@"),
    ("Zürich-温度-🌡", "Zürich-温度-🌡", "Zürich-温度-🌡"),
    ("\u{1b}[31m\n\0", "%1B%5B31m%0A%00", "%1B%5B31m%0A%00"),
    ("\u{7f}\u{9b}", "%7F%C2%9B", "%7F%C2%9B"),
    ("\u{202e}txt\u{200b}", "%E2%80%AEtxt%E2%80%8B", "%E2%80%AEtxt%E2%80%8B"),
    ("\u{61c}a\u{ad}\u{e0041}", "%D8%9Ca%C2%AD%F3%A0%81%81", "%D8%9Ca%C2%AD%F3%A0%81%81"),
    ("\u{e000}\u{feff}", "%EE%80%80%EF%BB%BF", "%EE%80%80%EF%BB%BF"),
  ])
  func escapes(_ value: String, _ path: String, _ query: String) {
    #expect(text(Array(value.utf8), .path) == path)
    #expect(text(Array(value.utf8), .query) == query)
  }

  /// A lone continuation, an overlong slash, a surrogate, a value beyond Unicode, a character cut short.
  @Test(arguments: [
    ("80", "%80"), ("c0af", "%C0%AF"), ("eda080", "%ED%A0%80"), ("f4908080", "%F4%90%80%80"), ("61e282", "a%E2%82"),
    ("e0809f", "%E0%80%9F"), ("f0808080", "%F0%80%80%80"), ("fe62ff", "%FEb%FF"),
  ])
  func bytesThatAreNotUTF8AreEncoded(_ bytes: String, _ expected: String) {
    #expect(text(hex(bytes), .path) == expected)
  }
}
