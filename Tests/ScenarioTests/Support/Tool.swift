import Foundation

/// The tool as it was built with these tests.
enum Tool {
  /// What a run of the tool came to.
  struct Result {
    let status: Int32
    let output: [UInt8]
    let errors: String

    /// Standard output as text.
    var text: String { String(decoding: output, as: UTF8.self) }
    /// Standard output in lines.
    var lines: [String] { text.split(separator: "\n").map(String.init) }
  }

  /// The executable, which SwiftPM puts beside the test bundle.
  static let executable: URL = {
    let bundle = CommandLine.arguments.first { $0.contains(".xctest") } ?? CommandLine.arguments[0]
    var folder = URL(fileURLWithPath: bundle)
    while folder.path.contains(".xctest") { folder.deleteLastPathComponent() }
    return folder.appendingPathComponent("dtlscope")
  }()

  /// A process that is ready to run. Its environment holds what is given, and beside that only where libraries are.
  static func process(_ arguments: [String], in folder: String?, environment: [String: String] = [:]) -> Process {
    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    let libraries = ProcessInfo.processInfo.environment.filter { $0.key.hasSuffix("LD_LIBRARY_PATH") }
    process.environment = environment.merging(libraries) { given, _ in given }
    if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
    return process
  }

  /// Runs the tool to its end, with `input` at standard input.
  static func run(
    _ arguments: [String], in folder: String? = nil, input: [UInt8] = [], environment: [String: String] = [:]
  ) throws -> Result {
    try result(of: process(arguments, in: folder, environment: environment), input: input)
  }

  /// Runs a process to its end, with `input` at standard input.
  static func result(of process: Process, input: [UInt8] = []) throws -> Result {
    let scratch = try Scratch()
    let output = try scratch.handle("stdout")
    let errors = try scratch.handle("stderr")
    process.standardInput = try scratch.handle("stdin", input)
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    process.waitUntilExit()
    return Result(
      status: process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus,
      output: try scratch.bytes("stdout"), errors: String(decoding: try scratch.bytes("stderr"), as: UTF8.self))
  }
}

/// A folder that exists as long as this value.
final class Scratch {
  let path: String

  init() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("dtlscope-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    path = folder.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The names of the files in it.
  var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [] }

  /// Writes a file and gives its path.
  @discardableResult
  func write(_ name: String, _ bytes: [UInt8]) throws -> String {
    try Data(bytes).write(to: URL(fileURLWithPath: path + "/" + name))
    return path + "/" + name
  }

  /// The bytes of a file.
  func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: path + "/" + name)))
  }

  /// An open file with `bytes` in it, to be read or written from its start.
  func handle(_ name: String, _ bytes: [UInt8] = []) throws -> FileHandle {
    try FileHandle(forUpdating: URL(fileURLWithPath: try write(name, bytes)))
  }
}
