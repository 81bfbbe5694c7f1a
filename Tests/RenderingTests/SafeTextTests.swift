import TestSupport
import Testing

@testable import Rendering

@Suite struct SafeTextTests {
  @Test(arguments: [
    ("plain text, 100 %", "plain text, 100 %"), ("Zürich 温度 🌡 é", "Zürich 温度 🌡 é"),
    ("a\u{1b}[31mb", "a\\u{1b}[31mb"), ("\r\n\t\0\u{7f}", "\\u{d}\\u{a}\\u{9}\\u{0}\\u{7f}"),
    ("\u{85}\u{9b}", "\\u{85}\\u{9b}"), ("\u{202e}\u{2066}\u{200f}\u{61c}", "\\u{202e}\\u{2066}\\u{200f}\\u{61c}"),
    ("\u{200b}\u{feff}\u{ad}", "\\u{200b}\\u{feff}\\u{ad}"), ("\u{2028}\u{2029}", "\\u{2028}\\u{2029}"),
    ("\u{e0041}\u{e000}", "\\u{e0041}\\u{e000}"), ("", ""),
  ])
  func whatActsOrHidesIsSpelledOut(_ text: String, _ expected: String) {
    #expect(SafeText.string(text) == expected)
    #expect(SafeText.string([UInt8](text.utf8)) == expected)
  }

  @Test(arguments: [
    ("ff", "\\xff"), ("61ff62", "a\\xffb"), ("c0af", "\\xc0\\xaf"), ("eda080", "\\xed\\xa0\\x80"),
    ("e282", "\\xe2\\x82"),
    ("f09f8ca1ff", "🌡\\xff"), ("80c3a9", "\\x80é"),
  ])
  func bytesThatAreNoUTF8AreSpelledOutOneByOne(_ bytes: String, _ expected: String) {
    #expect(SafeText.string(hex(bytes)) == expected)
  }

  @Test func everyControlAndFormatCharacterIsSpelledOut() {
    var hidden = 0
    for value in UInt32(0)...0x10ffff {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let isHarmful =
        scalar.properties.isBidiControl || scalar.properties.generalCategory == .control
        || scalar.properties.isJoinControl
      guard isHarmful else { continue }
      hidden += 1
      if SafeText.isShown(scalar) { Issue.record("\(scalar.value) is shown") }
    }
    #expect(hidden >= 65 + 12)
  }
}
