import Foundation

/// A headless Chromium, if there is one.
struct Browser {
  /// What became of a page.
  struct Result {
    /// The document as it was after its script had run.
    let document: String
    /// What was written to the console: errors, refusals of the content security policy, and what a script wrote.
    let console: [String]
  }

  private let executable: URL

  /// The browser of this machine; nil if there is none.
  static let installed: Browser? = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"].lazy
    .map { URL(fileURLWithPath: "/usr/bin/\($0)") }
    .first { FileManager.default.isExecutableFile(atPath: $0.path) }.map(Browser.init)

  /// Opens the page at `path` at the place `fragment`.
  func open(_ path: String, fragment: String = "") throws -> Result {
    let scratch = try Scratch()
    let process = Process()
    process.executableURL = executable
    process.arguments = [
      "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--enable-logging=stderr",
      "--virtual-time-budget=3000", "--user-data-dir=\(scratch.path)/profile", "--dump-dom",
      "\(URL(fileURLWithPath: path).absoluteString)\(fragment)",
    ]
    let (output, errors) = (try scratch.handle("stdout"), try scratch.handle("stderr"))
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    process.waitUntilExit()
    let lines = String(decoding: try scratch.bytes("stderr"), as: UTF8.self).split(separator: "\n")
    return Result(
      document: String(decoding: try scratch.bytes("stdout"), as: UTF8.self),
      console: lines.filter { $0.contains(":CONSOLE") }.map(String.init))
  }
}
