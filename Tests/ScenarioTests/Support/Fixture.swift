import Foundation
import TestSupport
import Testing

/// A folder of `Fixtures/`: a capture, its keys, what it shows, and the report of it.
struct Fixture: CustomTestStringConvertible, Sendable {
  let name: String

  /// All of them.
  static let all: [Fixture] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let folders = names.filter { FileManager.default.fileExists(atPath: "\(folder)/\($0)/ABOUT.md") }
    return folders.sorted().map(Fixture.init)
  }()

  static let folder = Fixtures.folder

  init(_ name: String) {
    self.name = name
  }

  var testDescription: String { name }
  var path: String { Self.folder + "/" + name }
  var expected: [UInt8] { get throws { try bytes("expected.json") } }

  /// The arguments after `dtlscope analyze` in ABOUT.md: the capture and its keys.
  var arguments: [String] {
    get throws {
      let about = String(decoding: try bytes("ABOUT.md"), as: UTF8.self)
      let commands = about.split(separator: "\n").filter { $0.hasPrefix("    dtlscope analyze ") }
      guard commands.count == 1 else { throw Missing(description: "\(name)/ABOUT.md: no single `dtlscope analyze`") }
      return commands[0].split(separator: " ").dropFirst(2).map(String.init)
    }
  }

  struct Missing: Error, CustomStringConvertible {
    let description: String
  }

  func bytes(_ file: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: path + "/" + file)))
  }

  /// Runs a command over the capture with its keys.
  func run(_ command: String, _ options: [String] = []) throws -> Tool.Result {
    try Tool.run([command] + arguments + options, in: path)
  }

  /// The JSON report.
  func report() throws -> JSON {
    try JSON(bytes: run("analyze", ["--format", "json"]).output)
  }
}
