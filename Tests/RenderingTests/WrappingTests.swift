import Testing

@testable import Rendering

@Suite struct WrappingTests {
  private func terminal(_ width: Int?) -> Style { Style(isTerminal: false, noColor: nil, width: width) }

  @Test func wordsStandInLinesOfTheWidth() {
    #expect(Wrapping.lines("one two three", width: 7) == ["one two", "three"])
    #expect(Wrapping.lines("one two three", width: 7, first: 4) == ["one", "two", "three"])
    #expect(Wrapping.lines("a-word-that-is-longer b", width: 5) == ["a-word-that-is-longer", "b"])
    #expect(Wrapping.lines("", width: 5) == [])
  }

  @Test func spacesStayWhereALineGoesOn() {
    #expect(Wrapping.lines("  a   b   c", width: 8) == ["  a   b", "c"])
  }

  @Test func coloursTakeNoColumns() {
    let painted = Style(isTerminal: true, noColor: nil).paint("one two", .bad)
    #expect(Wrapping.lines(painted + " three", width: 13) == [painted + " three"])
    #expect(Wrapping.columns(of: painted[...]) == 7)
  }

  @Test func linesHangBelowTheirBeginning() {
    let text = "one two three"
    #expect(Wrapping.hanging(text, terminal(nil), indent: 4) == text)
    #expect(Wrapping.hanging(text, terminal(17), indent: 4) == text)
    #expect(Wrapping.hanging(text, terminal(16), indent: 4) == "one two\n    three")
    #expect(Wrapping.hanging(text, terminal(9), indent: 4, first: 2) == "one two\n    three")
  }
}
