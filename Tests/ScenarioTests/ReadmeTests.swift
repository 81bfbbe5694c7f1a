import Foundation
import TestSupport
import Testing

/// What the documents show is what the tool prints.
@Suite struct ReadmeTests {
  private static let root = URL(fileURLWithPath: Fixtures.path("lossy-drop-ch2"))
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The code block below the comment `<!-- MARK -->`.
  private func block(_ mark: String) throws -> String {
    let readme = try String(contentsOf: Self.root.appendingPathComponent("README.md"), encoding: .utf8)
    let marked = try #require(readme.components(separatedBy: "<!-- \(mark) -->\n").dropFirst().first)
    let parts = marked.components(separatedBy: "```")
    let code = try #require(parts.dropFirst().first)
    return code.split(separator: "\n", omittingEmptySubsequences: false).dropFirst().joined(separator: "\n")
  }

  @Test(arguments: ["analyze", "packets"]) func showsWhatTheToolPrints(_ command: String) throws {
    let line = try #require(try block("command: analyze").components(separatedBy: "dtlscope analyze ").last)
    let arguments = line.split(whereSeparator: \.isWhitespace).map(String.init)
    let result = try Tool.run([command] + arguments, in: Self.root.path)
    #expect(result.status == 0 && result.errors == "")
    #expect(try block("output: \(command)") == result.text)
  }

  /// Every code block below a comment `<!-- run: dtlscope … -->`.
  @Test(arguments: ["README.md", "Docs/diagnosis.md", "Docs/stats.md", "Docs/conformance.md"])
  func runsPrintWhatTheDocumentShows(_ path: String) throws {
    let text = try String(contentsOf: Self.root.appendingPathComponent(path), encoding: .utf8)
    let runs = text.components(separatedBy: "<!-- run: dtlscope ").dropFirst()
    #expect(!runs.isEmpty)
    for run in runs {
      let command = try #require(run.components(separatedBy: " -->").first)
      let shown = try #require(run.components(separatedBy: "```\n").dropFirst().first)
      let result = try Tool.run(command.split(separator: " ").map(String.init), in: Self.root.path)
      #expect(result.text == shown, "\(command)")
      #expect(result.errors == "")
    }
  }

  /// Every command of `Docs/jq.md`, and the output below it.
  @Test(.enabled(if: Program.jq != nil, "needs jq")) func examplesOfJQPrintWhatTheDocumentShows() throws {
    let text = try String(contentsOf: Self.root.appendingPathComponent("Docs/jq.md"), encoding: .utf8)
    let examples = text.components(separatedBy: "```sh\n").dropFirst()
    #expect(examples.count >= 8)
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin"
    let environment = [
      "PATH": "\(Tool.executable.deletingLastPathComponent().path):\(path)", "LC_ALL": "C", "TZ": "UTC",
    ]
    for example in examples {
      let blocks = example.components(separatedBy: "```\n")
      try #require(blocks.count >= 4)
      let result = try Program.run("/bin/sh", ["-c", blocks[0]], in: Self.root.path, environment: environment)
      #expect(result.status == 0 && result.errors == "", "\(result.errors)")
      #expect(result.text == blocks[2], "\(blocks[0])")
    }
  }
}
