import ArgumentParser
import DTLS
import Diagnosis
import Rendering

/// `dtlscope diagnose`: what went wrong, and what to change.
struct Diagnose: CaptureCommand {
  static let configuration = CommandConfiguration(
    abstract: "Says why handshakes and sessions failed, shows the packets that prove it, and says what to change.",
    discussion: """
      Exit status: 0 nothing wrong, 1 problems found, 2 bad usage or input that cannot be read.

      EXAMPLES
        dtlscope diagnose capture.pcap --psk esp32c3_id:esp32c3_key
        dtlscope diagnose capture.pcap --fail-on warning > report.txt || echo "the device has a problem"
      """)

  /// The severity that makes the exit status 1.
  enum Threshold: String, ExpressibleByArgument, CaseIterable {
    case error, warning
  }

  @Argument(help: ArgumentHelp("The captures.", valueName: "file"), completion: .captures)
  var files: [String]

  @OptionGroup var keys: KeyOptions
  @OptionGroup var capture: CaptureOptions

  @Option(help: "The least severity that makes the exit status 1.")
  var failOn = Threshold.error

  @OptionGroup var device: DeviceOptions

  func run() throws {
    let secrets = try keys.secrets()
    var keyring = try secrets.keyring()
    let config = try device.config()
    if let key = config?.presharedKey { keyring.add(key) }
    let log = try device.log()
    let settings = try capture.settings(secrets, keyring: keyring)
    let captures = try Run.open(files)
    let output = Output()
    let progress = Progress()
    output.willWrite = { progress.clear() }
    let report = DiagnosisReport(
      output: output, style: .of(output), diagnostician: Diagnostician(config: config), log: log)
    try Run.read(captures, settings, into: report, progress)
    try output.finish()
    let counted: [Finding.Severity] = failOn == .error ? [.error] : [.error, .warning]
    let isProblem = report.hasUnexplainedFailure || counted.contains { report.counts[$0, default: 0] > 0 }
    if isProblem { throw ExitCode(Program.problemStatus) }
  }
}
