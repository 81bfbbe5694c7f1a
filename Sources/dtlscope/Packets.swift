import Analysis
import ArgumentParser
import DTLS
import Rendering

/// `dtlscope packets`: what every packet says.
struct Packets: CaptureCommand {
  static let configuration = CommandConfiguration(
    abstract: "Lists every DTLS record and CoAP message, one a line.",
    discussion: """
      A line: packet number, the time (--time; if not given, seconds since the first packet), source → destination, #session, what it is, and in brackets
      what is remarkable: retransmissions, duplicates, gaps, what could not be opened or decoded. A record that had to
      wait for its keys has a second line when it is opened.

      EXAMPLES
        dtlscope packets capture.pcap --psk esp32c3_id:esp32c3_key
        tcpdump -U -w - udp port 5684 | dtlscope packets - -v
      """)

  @Argument(help: ArgumentHelp("The capture, or - for standard input.", valueName: "file"), completion: .captures)
  var file: String

  @OptionGroup var keys: KeyOptions
  @OptionGroup var clock: ClockOptions
  @OptionGroup var capture: CaptureOptions

  @Flag(name: .shortAndLong, help: "Every decoded field below its line.")
  var verbose = false

  func run() throws {
    var settings = try capture.settings(keys)
    settings.keepsBodies = verbose
    let captures = try Run.open([file])
    let output = Output()
    let progress = Progress()
    output.willWrite = { progress.clear() }
    let listing = PacketListing(output: output, style: .of(output, times: clock.time), isVerbose: verbose)
    try Run.read(captures, settings, into: listing, progress)
    try output.finish()
  }
}
