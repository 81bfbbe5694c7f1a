import Foundation

/// A program of this machine that tests use if it is there.
enum Program {
  /// The path of a program in one of the folders of `PATH`; nil if it is in none.
  static func path(_ name: String) -> String? {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin").split(separator: ":")
    return folders.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// jq, which the examples of the documents use.
  static let jq = path("jq")

  /// Python with jsonschema.
  static let python: String? = path("python3").flatMap { python in
    (try? run(python, ["-c", "from jsonschema import Draft202012Validator"]).status) == 0 ? python : nil
  }

  /// Runs a program to its end; what it writes to standard error is in `errors`.
  static func run(
    _ path: String, _ arguments: [String], in folder: String? = nil, environment: [String: String] = [:]
  ) throws -> Tool.Result {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, given in given }
    if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
    return try Tool.result(of: process)
  }
}
