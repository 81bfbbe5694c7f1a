import Bytes
import Testing

@testable import Rendering

@Suite struct PageTextTests {
  @Test(arguments: [
    ("a<b>&\"'", "a&lt;b&gt;&amp;&quot;&#39;"), ("plain – text", "plain – text"), ("", ""),
    // One character each with the accent, for which an escape by characters looks in vain.
    ("\"\u{301} x", "&quot;\u{301} x"), ("<\u{338}script", "&lt;\u{338}script"), ("&\u{20dd}", "&amp;\u{20dd}"),
  ])
  func whatIsMarkupIsEscaped(_ text: String, _ escaped: String) {
    // By bytes: strings that are canonically equal compare as equal.
    #expect(Array(PageText().escapeText(text).utf8) == Array(escaped.utf8))
  }

  @Test(arguments: ["</script>", "<!--<script>", "</SCRIPT >", "a<b"])
  func dataDoesNotEndItsElement(_ text: String) {
    var json = JSONWriter()
    json.value(text)
    var data = TextBuffer()
    PageText.scriptData(json.bytes.bytes, to: &data)
    #expect(!data.string.contains("<"))
    #expect(data.string.replacing("\\u003c", with: "<") == "\"\(text)\"")
  }
}
