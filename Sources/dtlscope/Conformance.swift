import Analysis
import ArgumentParser
import Conformance
import Rendering

/// `dtlscope conformance`: verdicts by the test descriptions of ETSI.
struct Conformance: CaptureCommand {
  static let configuration = CommandConfiguration(
    abstract: "Gives verdicts by the ETSI interoperability tests for CoAP: pass, fail or inconclusive, and why.",
    discussion: """
      The tests are TD_COAP_CORE, TD_COAP_BLOCK and TD_COAP_OBS. A test is judged
      wherever the capture has its stimulus, a request for the resource that the
      test description names, as often as it was run; a fail comes with the step
      and the packet. Several tests begin alike: what comes after the stimulus
      tells them apart, and --test says that the capture is of that test.

      Exit status: 0 every test judged passes, 1 one does not or none can be
      judged, 2 bad usage or input that cannot be read.

      EXAMPLES
        dtlscope conformance plugtest.pcap --suite core
        dtlscope conformance plugtest.pcap --test TD_COAP_OBS_07 -v
        dtlscope conformance secured.pcap --psk esp32c3_key --format json
      """)

  /// The forms of the answer.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json
  }

  @Argument(help: ArgumentHelp("The capture, or - for standard input.", valueName: "file"), completion: .captures)
  var file: String

  @Option(help: "The tests: core, block or observe; all of them without it.")
  var suite: Suite?

  @Option(
    help: ArgumentHelp("Judges this test only. May be repeated.", valueName: "id"),
    completion: .list(Suite.allCases.flatMap(\.tests).map(\.id)))
  var test: [String] = []

  @OptionGroup var keys: KeyOptions
  @OptionGroup var capture: CaptureOptions

  @Option(help: "text for people, json for programs.")
  var format = Format.text

  @Flag(name: .shortAndLong, help: "Every run and every step.")
  var verbose = false

  func run() throws {
    let tests = try chosen()
    var settings = try capture.settings(keys)
    // The messages of one server may be in many flows.
    settings.shards = 1
    let captures = try Run.open([file])
    let output = Output()
    let progress = Progress()
    output.willWrite = { progress.clear() }
    let messages = MessageCollector()
    try Run.read(captures, settings, into: ListenerReport(messages), progress)
    let results = Judge.results(of: tests, in: messages.history, isNamed: !test.isEmpty)
    switch format {
    case .text:
      let text = ConformanceText(style: .of(output), isVerbose: verbose)
      output.append(text.text(results, path: file, messages.history))
    case .json: output.append(ConformanceJSON.text(results, path: file, messages.history))
    }
    try output.finish()
    let verdicts = results.compactMap(\.verdict)
    if verdicts.max() ?? .inconclusive != .pass || !test.isEmpty && verdicts.count < results.count {
      throw ExitCode(Program.problemStatus)
    }
  }

  /// The tests that are asked for.
  private func chosen() throws -> [TestDescription] {
    let all = (suite.map { [$0] } ?? Suite.allCases).flatMap(\.tests)
    guard !test.isEmpty else { return all }
    for id in test where !all.contains(where: { $0.id == id.uppercased() }) {
      let names = all.map(\.id).joined(separator: ", ")
      throw UserError(
        "--test \(id): no test \(suite.map { "of suite \($0.rawValue) " } ?? "")has that name; there are \(names)")
    }
    let wanted = Set(test.map { $0.uppercased() })
    return all.filter { wanted.contains($0.id) }
  }
}

extension Suite: ExpressibleByArgument {}
