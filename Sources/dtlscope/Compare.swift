import Analysis
import ArgumentParser
import Diagnosis
import Rendering

/// `dtlscope compare`: what a failing handshake does otherwise than a working one.
struct Compare: CaptureCommand {
  static let configuration = CommandConfiguration(
    abstract:
      "Holds a failing handshake against a working one: the first departure, and every difference that matters.",
    discussion: """
      Of GOOD the first session that came up is taken, of BAD the first that failed. Values that are random in every
      handshake are left out.

      EXAMPLES
        dtlscope compare works.pcap fails.pcap --psk esp32c3_id:esp32c3_key
        dtlscope compare fleet.pcap fleet.pcap --good-session 12 --bad-session 17
      """)

  @Argument(help: ArgumentHelp("A capture with a handshake that works.", valueName: "good"), completion: .captures)
  var good: String

  @Argument(help: ArgumentHelp("A capture with one that fails.", valueName: "bad"), completion: .captures)
  var bad: String

  @OptionGroup var keys: KeyOptions
  @OptionGroup var capture: CaptureOptions

  @Option(help: "The number of the session in GOOD.")
  var goodSession: Int?

  @Option(help: "The number of the session in BAD.")
  var badSession: Int?

  func run() throws {
    let settings = try capture.settings(keys)
    // Both are looked at before either is read.
    let captures = try Run.open([good, bad])
    let works = SessionChoice(goodSession.map { .number($0) } ?? .working)
    let fails = SessionChoice(badSession.map { .number($0) } ?? .failing)
    let progress = Progress()
    try Run.read([captures[0]], settings, into: works, progress)
    try Run.read([captures[1]], settings, into: fails, progress)
    guard let working = works.portrait else { throw missing(good, goodSession, "no session in it came up") }
    guard let failing = fails.portrait else { throw missing(bad, badSession, "it has no handshake") }
    let output = Output()
    output.append(
      ComparisonText.text(good: (good, working), bad: (bad, failing, fails.cause), .of(output)))
    try output.finish()
  }

  private func missing(_ path: String, _ number: Int?, _ otherwise: String) -> UserError {
    UserError("\(path): \(number.map { "it has no session \($0)" } ?? otherwise); dtlscope analyze lists its sessions")
  }
}
