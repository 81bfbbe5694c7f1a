import Testing

@testable import Rendering

@Suite struct TextTableTests {
  private let plain = Style(isTerminal: false, noColor: nil)

  @Test func numbersStandBelowEachOther() {
    var table = TextTable(["", "ok", "bytes"])
    table.add("GET /a", ["1", "20"])
    table.add("PUT /abc", ["1000", "3"])
    #expect(
      table.lines(width: 40, plain) == [
        "              ok  bytes",
        "  GET /a       1     20",
        "  PUT /abc  1000      3",
      ])
  }

  @Test func columnsMoveTogetherBeforeANameHasToGo() {
    var table = TextTable(["", "ok", "bytes"])
    table.add("PUT /abc", ["1000", "3"])
    #expect(table.lines(width: 23, plain)[1] == "  PUT /abc  1000      3")
    #expect(table.lines(width: 22, plain)[1] == "  PUT /abc 1000     3")
  }

  @Test func aLongNameHasALineAndLosesItsMiddleOnATerminal() {
    var table = TextTable(["", "ok"])
    table.add("GET /a", ["1"])
    table.add("GET /" + String(repeating: "x", count: 30) + "/end", ["2"])
    let long = "  GET /" + String(repeating: "x", count: 30) + "/end"
    #expect(table.lines(width: 20, plain)[2] == long)
    let lines = table.lines(width: 20, Style(isTerminal: false, noColor: nil, width: 20))
    #expect(lines.allSatisfy { $0.count <= 20 })
    #expect(lines[1].hasSuffix(" 1") && lines[1].hasPrefix("  GET /a"))
    #expect(lines[2] == "  GET /xxxx…xxxx/end" && lines[3].hasSuffix(" 2"))
  }
}
