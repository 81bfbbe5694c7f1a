import Analysis
import ArgumentParser
import DTLS
import Rendering

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// `dtlscope analyze`: the report.
struct Analyze: CaptureCommand {
  static let configuration = CommandConfiguration(
    abstract: "Reports every DTLS session and the CoAP in it.",
    discussion: """
      The text report has a paragraph a session. A FILE is a .pcap or .pcapng, also gzipped, or - for standard input.

      EXAMPLES
        dtlscope analyze capture.pcap --psk esp32c3_id:esp32c3_key
        dtlscope analyze a.pcap b.pcap --format json -o report.json
        dtlscope analyze capture.pcap --format html -o report.html
      """)

  /// The forms of the report.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json, ndjson, html
  }

  @Argument(help: ArgumentHelp("The captures.", valueName: "file"), completion: .captures)
  var files: [String]

  @OptionGroup var keys: KeyOptions
  @OptionGroup var clock: ClockOptions
  @OptionGroup var capture: CaptureOptions

  @Option(help: "text for people, html for a browser, json or ndjson (a line an object) for programs.")
  var format = Format.text

  @Option(
    name: .customShort("o"),
    help: ArgumentHelp(
      "Writes the report to OUT instead of standard output. A file is there when it is whole, readable by you alone.",
      valueName: "out"), completion: .file()
  )
  var outputPath: String?

  func run() throws {
    let secrets = try keys.secrets()
    if let outputPath { try Run.check("-o", outputPath, isNoneOf: files + secrets.files) }
    var settings = try capture.settings(secrets)
    // The page shows them among the fields.
    settings.keepsBodies = format == .html
    let captures = try Run.open(files)
    let output = try outputPath.map { try Output(path: $0) } ?? Output()
    if format == .html, output.isTerminal {
      throw UserError("--format html: a page is for a browser; write it to a file with -o report.html")
    }
    let progress = Progress()
    output.willWrite = { progress.clear() }
    try Run.read(captures, settings, into: makeReport(output), progress)
    try output.finish()
  }

  private func makeReport(_ output: Output) -> any Report {
    switch format {
    case .text:
      TextReport(output: output, style: .of(output, times: clock.time), hasSeveralCaptures: files.count > 1)
    case .json: JSONReport(output: output, hasSeveralCaptures: files.count > 1)
    case .ndjson: NDJSONReport(output: output, hasSeveralCaptures: files.count > 1)
    case .html: HTMLReport(output: output)
    }
  }
}

extension Style {
  /// What suits `output`: colours if it is a terminal and the user did not ask for none, and lines that fit it.
  static func of(_ output: Output, times: TimeForm = .relative) -> Style {
    Style(
      isTerminal: output.isTerminal, noColor: getenv("NO_COLOR").map { String(cString: $0) }, width: output.columns,
      times: times)
  }
}
