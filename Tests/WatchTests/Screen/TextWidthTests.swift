import Testing

@testable import Watch

@Suite struct TextWidthTests {
  @Test(
    arguments: [
      ("", 0), ("abc", 3), ("→ é", 3), ("e\u{301}", 1), ("日本", 4), ("한", 2), ("🔑", 2), ("ｆ", 2), ("│─▶", 3),
    ])
  func columnsAreThoseOfATerminal(_ text: String, _ columns: Int) {
    #expect(TextWidth.columns(text) == columns)
  }

  @Test(
    arguments: [
      ("abc", 3, "abc"), ("abcd", 3, "ab…"), ("abc", 1, "…"), ("abc", 0, ""), ("日本語", 6, "日本語"), ("日本語", 5, "日本…"),
      ("日本語", 4, "日…"), ("日本語", 2, "…"), ("e\u{301}bc", 2, "e\u{301}…"),
    ])
  func whatIsCutEndsWithAnEllipsis(_ text: String, _ width: Int, _ expected: String) {
    #expect(TextWidth.cut(text, to: width) == expected)
  }

  @Test func whatFitsIsPadded() {
    #expect(TextWidth.fit("日", to: 4) == "日  ")
    #expect(TextWidth.fit("7", to: 3, isRight: true) == "  7")
    // Half an ideograph does not fit: a blank takes its place.
    #expect(TextWidth.columns(TextWidth.fit("日本語", to: 4)) == 4)
  }
}
