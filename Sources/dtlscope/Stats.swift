import ArgumentParser
import Rendering

/// `dtlscope stats`: what captures come to in numbers.
struct Stats: CaptureCommand {
  static let configuration = CommandConfiguration(
    abstract: "Counts requests, responses, times, bytes and handshakes, by resource, server and client.",
    discussion: """
      All captures are counted together. The text has the busiest rows of each table; requests are those of CoAP, ok is
      the part of the answered ones that had success, again the part of all requests sent that repeat an earlier one.

      EXAMPLES
        dtlscope stats capture.pcap --psk esp32c3_id:esp32c3_key
        dtlscope stats monday.pcap tuesday.pcap --top 50 --format json
      """)

  /// The forms of the report.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json
  }

  @Argument(help: ArgumentHelp("The captures.", valueName: "file"), completion: .captures)
  var files: [String]

  @OptionGroup var keys: KeyOptions
  @OptionGroup var capture: CaptureOptions

  @Option(help: "text for people, json for programs.")
  var format = Format.text

  @Option(help: ArgumentHelp("Rows of each table: the busiest.", valueName: "n"))
  var top = 10

  func validate() throws {
    guard top > 0 else { throw ValidationError("--top \(top): give 1 or more") }
  }

  func run() throws {
    let settings = try capture.settings(keys)
    let captures = try Run.open(files)
    let output = Output()
    let progress = Progress()
    output.willWrite = { progress.clear() }
    let form: StatisticsReport.Form =
      format == .text ? .text(.of(output), width: TerminalWidth.readable(output.columns)) : .json
    try Run.read(captures, settings, into: StatisticsReport(output: output, form: form, top: top), progress)
    try output.finish()
  }
}
