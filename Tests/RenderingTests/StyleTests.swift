import Testing

@testable import Rendering

@Suite struct StyleTests {
  @Test(
    arguments: [
      (true, nil, true), (true, "", true), (true, "1", false), (false, nil, false), (false, "1", false),
    ] as [(Bool, String?, Bool)])
  func coloursAreForTerminalsOfUsersWhoWantThem(_ isTerminal: Bool, _ noColor: String?, _ expected: Bool) {
    #expect(Style(isTerminal: isTerminal, noColor: noColor).isColored == expected)
  }

  @Test func paintIsUndoneAtItsEnd() {
    #expect(Style(isTerminal: true, noColor: nil).paint("x", .bad) == "\u{1b}[31mx\u{1b}[0m")
    #expect(Style(isTerminal: false, noColor: nil).paint("x", .bad) == "x")
  }

  @Test func coloursAreAllThatATerminalAdds() throws {
    let plain = try Form.text.render("lossy-drop-ch2")
    var colored = try Form.colored.render("lossy-drop-ch2")
    #expect(colored.contains("\u{1b}[1mSession 1\u{1b}[0m") && colored.contains("\u{1b}[32mdecrypted\u{1b}[0m"))
    colored.replace(/\u{1b}\[[0-9]+m/, with: "")
    #expect(colored == plain)
  }
}
