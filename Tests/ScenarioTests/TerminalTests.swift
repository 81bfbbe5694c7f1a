import Foundation
import TestSupport
import Testing

/// What the tool does otherwise on a terminal: lines that fit it, and how far a long run is.
@Suite struct TerminalTests {
  /// Commands, and the columns that what may not be cut in them takes: numbers of tables, above all.
  private static let commands: [(words: [String], columns: UInt16)] = [
    (["analyze"], 60), (["diagnose"], 60), (["stats"], 66), (["analyze", "--time", "local"], 60), (["analyze"], 80),
    (["diagnose"], 80), (["stats"], 80),
  ]
  private static let fixtures = [
    "fail-wrongpsk-client-gnutls-server-mbedtls", "lossy-drop-ch2", "lossy-cert-frag-reorder",
  ]

  @Test(arguments: commands)
  func linesFitTheTerminal(_ command: [String], _ columns: UInt16) throws {
    for name in Self.fixtures {
      let fixture = Fixture(name)
      let result = try PseudoTerminal(columns: columns).run(
        command + fixture.arguments, in: fixture.path, environment: ["NO_COLOR": "1", "TZ": "Asia/Kolkata"])
      let lines = result.text.split(separator: "\n")
      #expect(lines.count > 5)
      for line in lines where line.count > Int(columns) {
        // A word that is longer than a line has one of its own.
        let words = line.split(separator: " ")
        #expect(words.count == 1 || words.contains { $0.count > Int(columns) - 20 }, "\(line)")
      }
      let whole = try Tool.run(
        command + fixture.arguments, in: fixture.path, environment: ["NO_COLOR": "1", "TZ": "Asia/Kolkata"])
      // Nothing is lost: the words are those of a report that goes to a file.
      let words = { (text: String) in text.split { $0 == " " || $0 == "\n" } }
      #expect(words(result.text) == words(whole.text))
    }
  }

  @Test func columnsOfTheEnvironmentGoBeforeTheTerminal() throws {
    let fixture = Fixture("lossy-drop-ch2")
    let arguments = ["analyze"] + (try fixture.arguments)
    let wide = try PseudoTerminal(columns: 60).run(
      arguments, in: fixture.path, environment: ["COLUMNS": "300", "NO_COLOR": "1"])
    #expect(wide.text == (try Tool.run(arguments, in: fixture.path).text))
  }

  /// More packets than are read between two looks at the clock, and a second between them.
  private func slowly(_ options: [String]) throws -> PseudoTerminal.Result {
    let packet = Packets.ipv4(Packets.udp([0x40, 1, 0, 7], ports: (40000, 5683)))
    let first = Savefile.pcap(Array(repeating: packet, count: 5000))
    let rest = first[24...]
    return try PseudoTerminal(columns: 80).run(["analyze", "-"] + options, showsOutput: false) { input in
      try? input.write(contentsOf: Data(first))
      usleep(1_200_000)
      try? input.write(contentsOf: Data(rest))
    }
  }

  @Test func aLongRunSaysHowFarItIsAndTakesThatAwayAgain() throws {
    let result = try slowly([])
    #expect(result.status == 0)
    #expect(result.text.contains(#/\r\e\[K-  8192 packets, \d+/s/#), "\(result.text)")
    #expect(result.text.hasSuffix("\r\u{1b}[K"))
  }

  @Test func quietMeansNoProgress() throws {
    let result = try slowly(["--quiet"])
    #expect(result.status == 0 && result.text == "")
  }

  @Test func quietMeansNoWarnings() throws {
    let scratch = try Scratch()
    let capture = Savefile.pcap([Packets.ipv4(Packets.udp([0x40, 1, 0, 7], ports: (40000, 5683)))])
    try scratch.write("cut.pcap", capture + [1, 2, 3])
    let usual = try Tool.run(["analyze", "cut.pcap"], in: scratch.path)
    let quiet = try Tool.run(["analyze", "cut.pcap", "-q"], in: scratch.path)
    #expect(usual.errors.hasPrefix("dtlscope: warning: cut.pcap: ends in mid-packet"))
    #expect(quiet.errors == "" && quiet.status == 0 && quiet.text == usual.text)
    #expect(try Tool.run(["analyze", "none.pcap", "-q"]).errors.hasPrefix("dtlscope: error: none.pcap"))
  }
}
