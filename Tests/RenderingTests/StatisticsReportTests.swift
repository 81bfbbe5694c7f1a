import Analysis
import Capture
import DTLS
import TestSupport
import Testing

@testable import Rendering

@Suite struct StatisticsReportTests {
  /// Captures with different things to count.
  static let names = [
    "ok-ccm8-blockwise-put-get-openssl", "ok-20-clients-interleaved-mbedtls", "ok-resume-id-psk-openssl",
    "ok-ccm8-async-separate-response", "lossy-drop-ch2", "fail-nat-rebind-nocid-mbedtls", "wrapped-turn-channels",
    "ok-ipv6-ccm8-mbedtls", "fail-blackhole-mbedtls", "fail-plain-coap-to-dtls-port-mbedtls",
  ]

  private func render(_ paths: [String], _ form: StatisticsReport.Form, top: Int = 10, shards: Int = 1) throws -> String
  {
    let file = TemporaryFile([])
    let output = try Output(path: file.path)
    let report = StatisticsReport(output: output, form: form, top: top)
    var keyring = Keyring()
    keyring.triesOtherSpellings = false
    keyring.add(try PresharedKey(specification: "esp32c3_key", index: 1))
    let pipeline = Pipeline(Pipeline.Settings(keyring: keyring, shards: shards), report: report)
    for (index, path) in paths.enumerated() {
      try CaptureRun(try CaptureFile.open(path), index: index).run(pipeline)
    }
    report.finish()
    try output.finish()
    return String(decoding: contents(file.path), as: UTF8.self)
  }

  private func text(width: Int) -> StatisticsReport.Form {
    .text(Style(isTerminal: false, noColor: nil, width: width), width: width)
  }

  @Test(arguments: [2, 3, 5]) func theNumberOfShardsMakesNoDifference(_ shards: Int) throws {
    let paths = Self.names.map { Fixtures.path($0) }
    #expect(try render(paths, .json, shards: shards) == render(paths, .json))
    #expect(try render(paths, text(width: 80), shards: shards) == render(paths, text(width: 80)))
  }

  @Test(arguments: names) func theTextFitsTheTerminal(_ name: String) throws {
    for width in [80, 100] {
      let lines: [Substring] = try render([Fixtures.path(name)], text(width: width)).split(whereSeparator: \.isNewline)
      for line in lines.dropFirst() {
        #expect(line.count <= width, "\(line)")
      }
    }
  }

  @Test func coloursAddNothingElse() throws {
    let path = Fixtures.path("ok-20-clients-interleaved-mbedtls")
    let colored = try render([path], .text(Style(isTerminal: true, noColor: nil, width: 80), width: 80))
    #expect(colored.contains("\u{1b}[1mResources\u{1b}[0m"))
    #expect(colored.replacing(#/\x1b\[\d+m/#, with: "") == (try render([path], text(width: 80))))
  }

  @Test func theBusiestRowsAreShownAndTheNumberOfAll() throws {
    let lines = try render([Fixtures.path("ok-20-clients-interleaved-mbedtls")], text(width: 80), top: 3)
      .split(whereSeparator: \.isNewline).map(String.init)
    let head = try #require(lines.firstIndex(of: "Clients, the busiest 3 of 20"))
    #expect(lines.count == head + 5)
    #expect(lines[head + 2].hasPrefix("  10.77.0."))
  }

  @Test func aCaptureWithoutCoAPSaysSo() throws {
    let file = TemporaryFile(Savefile.pcap([packet([0], port: 53, from: 53)]))
    #expect(try render([file.path], text(width: 80)) == "\(file.path): 1 packet\nNo DTLS and no CoAP.\n")
  }

  /// Notifications of an observation whose registration was not captured, and a request with a long path.
  @Test func whatHasNoNameIsToldByItsToken() throws {
    let notification = { (number: UInt8) -> [UInt8] in [0x52, 0x45, 0, number, 0xca, 0xfe, 0x61, number, 0xff, 1, 2] }
    let path = [0xbd, 27] + [UInt8](repeating: 0x61, count: 40)
    let request: [UInt8] = [0x40, 1, 0, 9] + path + [0x0d, 27] + [UInt8](repeating: 0x62, count: 40)
    let file = TemporaryFile(
      Savefile.pcap([
        packet(notification(1), port: 40001, from: 5683), packet(notification(2), port: 40001, from: 5683),
        packet(request, port: 5683, from: 40002),
      ]))
    let text = try render([file.path], text(width: 80))
    #expect(text.contains("  observe     2 notifications; 0 registrations in the capture\n"))
    #expect(text.contains("  notifications, token cafe  "))
    #expect(text.contains("  GET /\(String(repeating: "a", count: 33))"))
    #expect(text.contains("…"))
    let lines: [Substring] = text.split(whereSeparator: \.isNewline)
    #expect(lines.dropFirst().allSatisfy { $0.count <= 80 })
  }
}
