import ArgumentParser
import CMalloc

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The command and its subcommands.
struct Dtlscope: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dtlscope",
    abstract: "Shows what happened between DTLS and CoAP endpoints in a packet capture.",
    discussion: """
      EXIT STATUS
        0  done; diagnose: nothing is wrong; conformance: every test judged passes
        1  diagnose: a problem; conformance: a test without a pass, or none to judge
        2  bad usage, or something that cannot be read or written: a line says what

      EXAMPLES
        dtlscope capture.pcap --psk esp32c3_id:esp32c3_key
            a summary of every session, decrypted with the key
        dtlscope packets capture.pcap --psk hex:657370333263335f6b6579 -v
            every record and CoAP message with its fields
        dtlscope analyze a.pcapng b.pcap.gz --psk-file keys.psk --format json
            a report for programs, of several captures
        dtlscope explain psk-mismatch-alert
            what a finding, an alert or an error code means, and what to change
        dtlscope live -i eth0 --keylog keys.log -w eth0.pcapng
            what happens on an interface, while it happens
        ssh gateway tcpdump -i eth0 -U -w - udp | dtlscope live -
            what another machine captures, while it does
      """,
    version: "0.1.0",
    subcommands: [
      Analyze.self, Diagnose.self, Explain.self, Compare.self, Packets.self, Live.self, Interfaces.self, Stats.self,
      Export.self, Conformance.self, Manual.self,
    ],
    defaultSubcommand: Analyze.self)
}

/// The program: runs the command and turns what it throws into an exit status.
@main
enum Program {
  /// `diagnose` found a problem.
  static let problemStatus: Int32 = 1
  /// Bad usage, or input that cannot be read.
  static let failureStatus: Int32 = 2
  /// Parts of the heap. glibc would give every new thread one of its own, and threads come and go: what is free in one is
  /// not used in another, and a capture of weeks would take ever more.
  private static let arenas: Int32 = 2

  static func main() {
    _ = limitArenas(arenas)
    do {
      var command = try Dtlscope.parseAsRoot()
      if let command = command as? any CaptureCommand { Diagnostics.isQuiet = command.capture.isQuiet }
      try command.run()
    } catch {
      if Dtlscope.exitCode(for: error) == .success {
        print(Dtlscope.fullMessage(for: error))
        exit(0)
      }
      if let status = error as? ExitCode { exit(status.rawValue) }
      let isUsage = Dtlscope.exitCode(for: error) == .validationFailure
      let message = isUsage ? Dtlscope.message(for: error) + " (see dtlscope --help)" : "\(error)"
      Diagnostics.report("error: \(message)")
      exit(failureStatus)
    }
  }
}
