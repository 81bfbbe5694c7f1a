import Testing

/// Every capture of `Fixtures/` through the tool, with the arguments that its ABOUT.md gives.
@Suite struct FixtureTests {
  /// Differences that are listed: enough to see what changed.
  static let listedDifferences = 12

  @Test(arguments: Fixture.all)
  func theReportIsTheExpectedOne(_ fixture: Fixture) throws {
    let result = try fixture.run("analyze", ["--format", "json"])
    #expect(result.status == 0)
    #expect(result.errors == "")
    let differences = try JSON(bytes: result.output).differences(from: JSON(bytes: fixture.expected))
    let more = differences.count - Self.listedDifferences
    #expect(
      differences.isEmpty,
      "\(differences.prefix(Self.listedDifferences).joined(separator: "\n"))\(more > 0 ? "\nand \(more) more" : "")")
  }

  @Test(arguments: Fixture.all)
  func theReportOfStandardInputIsThatOfTheFile(_ fixture: Fixture) throws {
    let arguments = try fixture.arguments
    let capture = try fixture.bytes(arguments[0])
    let options = arguments.dropFirst() + ["--format", "json"]
    let piped = try Tool.run(["analyze", "-"] + options, in: fixture.path, input: capture)
    let report = try JSON(bytes: piped.output)
    #expect(report["captures"][0]["path"].text == "-")
    let differences = try report.differences(from: fixture.report())
    #expect(differences == ["captures[0].path: \"-\", expected \"\(arguments[0])\""])
  }

  @Test func thereAreFixturesOfEveryKind() {
    #expect(Fixture.all.count >= 60)
    for kind in ["ok-", "lossy-", "fail-", "partial-", "mixed-", "link-"] {
      #expect(Fixture.all.contains { $0.name.hasPrefix(kind) }, "\(kind)")
    }
  }

  @Test func differencesAreNamedByTheirPlace() throws {
    let one = try JSON(bytes: [UInt8](#"{"a":[{"b":1,"c":true}],"d":null,"e":2}"#.utf8))
    let other = try JSON(bytes: [UInt8](#"{"a":[{"b":1,"c":1},3],"d":null,"f":2}"#.utf8))
    #expect(
      one.differences(from: other) == [
        "a: 1 elements, expected 2", "a[0].c: true, expected 1", "e: not expected", "f: missing",
      ])
    #expect(one.differences(from: one).isEmpty)
  }
}
