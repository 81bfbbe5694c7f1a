import Testing

@testable import Watch

@Suite struct FrameDiffTests {
  @Test func onlyLinesThatDifferAreSent() {
    var diff = FrameDiff()
    #expect(diff.text(for: ["a", "b"]) == "\u{1b}[2J\u{1b}[1;1H\u{1b}[Ka\u{1b}[2;1H\u{1b}[Kb")
    #expect(diff.text(for: ["a", "b"]) == "")
    #expect(diff.text(for: ["a", "c"]) == "\u{1b}[2;1H\u{1b}[Kc")
    diff.reset()
    #expect(diff.text(for: ["a", "c"]).hasPrefix("\u{1b}[2J"))
  }
}
