import Foundation
import TestSupport
import Testing

/// What the README promises is what the tool does.
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
}
