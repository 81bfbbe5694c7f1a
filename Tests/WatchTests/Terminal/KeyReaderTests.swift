import Testing

@testable import Watch

@Suite struct KeyReaderTests {
  private func keys(_ pieces: String...) -> [Key] {
    var reader = KeyReader()
    return pieces.flatMap { reader.keys(in: $0.utf8) }
  }

  @Test func charactersAreThemselves() {
    #expect(keys("jk?") == [.character("j"), .character("k"), .character("?")])
    #expect(keys("\r\n") == [.enter, .enter])
  }

  @Test(
    arguments: [
      ("\u{1b}[A", Key.up), ("\u{1b}OA", .up), ("\u{1b}[B", .down), ("\u{1b}[1;5C", .right), ("\u{1b}[D", .left),
      ("\u{1b}[5~", .pageUp), ("\u{1b}[6~", .pageDown), ("\u{1b}[H", .home), ("\u{1b}[1~", .home), ("\u{1b}OF", .end),
      ("\u{1b}[4~", .end),
    ])
  func sequencesAreKeys(_ sequence: String, _ key: Key) {
    #expect(keys(sequence) == [key])
    #expect(keys(sequence + "q" + sequence) == [key, .character("q"), key])
    // As it comes over a slow line.
    for split in 1..<sequence.utf8.count {
      let bytes = Array(sequence.utf8)
      var reader = KeyReader()
      #expect(reader.keys(in: bytes[..<split]) == [])
      #expect(reader.keys(in: bytes[split...]) == [key])
    }
  }

  @Test func escapeIsAKeyOnceNothingFollows() {
    #expect(keys("\u{1b}") == [])
    #expect(keys("\u{1b}", "") == [.escape])
    #expect(keys("\u{1b}", "", "") == [.escape])
    #expect(keys("\u{1b}q") == [.escape, .character("q")])
    #expect(keys("\u{1b}\u{1b}[A") == [.escape, .up])
  }

  @Test func whatIsNoKeyIsNone() {
    #expect(keys("\u{1b}[99~", "\u{1}\u{7f}é") == [])
    // A sequence without an end does not take what comes after it for ever.
    #expect(keys("\u{1b}[" + String(repeating: "1", count: 1000), "q") == [.character("q")])
  }
}
