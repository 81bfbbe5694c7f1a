import Foundation
import TestSupport
import Testing

/// `dtlscope conformance` as it is called, over captures of runs of the ETSI tests.
@Suite struct ConformanceTests {
  /// Verdicts of all runs of a test in a capture.
  struct Expectation: Sendable, CustomTestStringConvertible {
    let fixture: String
    let id: String
    let verdicts: [String]
    var testDescription: String { "\(fixture) \(id)" }

    init(_ fixture: String, _ id: String, _ verdicts: String...) {
      self.fixture = fixture
      self.id = "TD_COAP_" + id
      self.verdicts = verdicts
    }

    init(_ fixture: String, _ id: String, _ verdicts: [String]) {
      self.fixture = fixture
      self.id = "TD_COAP_" + id
      self.verdicts = verdicts
    }
  }

  static let expectations = [
    Expectation("core-other", "CORE_01", "inconclusive"),
    Expectation("core-other", "CORE_02", "pass", "pass", "pass", "fail", "pass", "pass"),
    Expectation("core-pass", "CORE_02", "pass", "pass", "pass", "pass", "pass"),
    Expectation("core-pass", "CORE_03", "pass"), Expectation("core-pass", "CORE_04", "pass"),
    Expectation("core-pass", "CORE_06", "pass"), Expectation("core-pass", "CORE_07", "pass"),
    Expectation("core-pass", "CORE_08", "pass"), Expectation("core-pass", "CORE_09", "pass"),
    Expectation("core-pass", "CORE_10", "pass"), Expectation("core-pass", "CORE_12", "pass"),
    Expectation("core-pass", "CORE_14", "pass"), Expectation("core-pass", "CORE_17", "pass"),
    Expectation("core-pass", "CORE_18", "pass"), Expectation("core-pass", "CORE_20", "pass"),
    Expectation("core-pass", "CORE_21", "pass"), Expectation("core-pass", "CORE_22", "pass"),
    Expectation("core-pass", "CORE_23", "pass"), Expectation("core-pass", "CORE_31", "pass"),
    Expectation("block-other", "BLOCK_01", "fail"), Expectation("block-other", "BLOCK_02", "inconclusive"),
    Expectation("block-pass", "BLOCK_01", "pass"), Expectation("block-pass", "BLOCK_02", "pass"),
    Expectation("block-pass", "BLOCK_03", "pass"), Expectation("block-pass", "BLOCK_04", "pass"),
    Expectation("block-pass", "BLOCK_05", "pass"), Expectation("block-pass", "BLOCK_06", "pass"),
    Expectation("observe-pass", "OBS_01", Array(repeating: "pass", count: 10)),
    Expectation("observe-pass", "OBS_02", "pass"), Expectation("observe-pass", "OBS_04", "pass"),
    Expectation("observe-pass", "OBS_05", "pass"), Expectation("observe-pass", "OBS_06", "pass", "pass"),
    Expectation("observe-pass", "OBS_07", "pass", "pass"), Expectation("observe-pass", "OBS_08", "pass"),
    Expectation("observe-pass", "OBS_09", "pass"), Expectation("observe-pass", "OBS_10", "pass"),
    Expectation("observe-other", "OBS_04", "fail"), Expectation("observe-other", "OBS_06", "fail"),
    Expectation("observe-other", "OBS_07", "fail"), Expectation("observe-other", "OBS_08", "fail"),
    Expectation("observe-other", "OBS_09", "fail"),
  ]

  private func run(_ arguments: String...) throws -> Tool.Result {
    try Tool.run(["conformance"] + arguments, in: Fixtures.folder)
  }

  @Test(arguments: expectations) func givesTheVerdict(_ expectation: Expectation) throws {
    let result = try run("conformance-\(expectation.fixture)/capture.pcap", "--format", "json")
    let tests = try JSON(bytes: result.output)["tests"].elements
    let test = try #require(tests.first { $0["id"].text == expectation.id })
    #expect(test["runs"].elements.map { $0["verdict"].text ?? "" } == expectation.verdicts)
  }

  @Test(arguments: ["core", "block", "observe"]) func theStatusTellsWhetherAllPass(_ suite: String) throws {
    let pass = try run("conformance-\(suite)-pass/capture.pcap", "--suite", suite)
    #expect(pass.status == 0 && pass.errors.isEmpty)
    #expect(!pass.text.contains("fail") && !pass.text.contains("inconclusive"))
    let other = try run("conformance-\(suite)-other/capture.pcap", "--suite", suite)
    #expect(other.status == 1 && other.errors.isEmpty)
  }

  @Test func aFailNamesTheStepAndThePacket() throws {
    let result = try run("conformance-block-other/capture.pcap", "--suite", "block", "--test", "td_coap_block_01")
    #expect(result.status == 1)
    #expect(result.lines.contains("    step 3  The server answers with the first block, no larger than asked for"))
    #expect(result.lines.contains("      packet 2  ACK 2.05 Content mid 4097 token a101"))
    #expect(!result.text.contains("BLOCK_02"))
  }

  @Test func verboseHasEveryRunAndStep() throws {
    let result = try run("conformance-core-pass/capture.pcap", "--test", "TD_COAP_CORE_02", "-v")
    #expect(result.status == 0)
    #expect(result.lines.count { $0.hasPrefix("    step 3   pass ") } == 5)
    #expect(result.lines.count { $0.hasPrefix("    step 4   not visible ") } == 5)
  }

  @Test func withoutAnythingToJudgeTheStatusIs1() throws {
    let result = try run("conformance-core-pass/capture.pcap", "--suite", "block")
    #expect(result.status == 1 && result.text.contains("66 CoAP messages, no test in it"))
    let named = try run(
      "conformance-core-pass/capture.pcap", "--test", "TD_COAP_CORE_01", "--test", "TD_COAP_CORE_24")
    #expect(named.status == 1 && named.text.contains("not in it: TD_COAP_CORE_24\n"))
  }

  @Test func messagesInDTLSCountOnceTheKeyIsThere() throws {
    let folder = "ok-ecdhe-psk-openssl-keylog"
    let closed = try JSON(bytes: run("\(folder)/capture.pcap", "--format", "json").output)
    let open = try JSON(
      bytes: run("\(folder)/capture.pcap", "--format", "json", "--keylog", "\(folder)/keys.keylog").output)
    #expect(closed["messages"].number == 0)
    #expect((open["messages"].number ?? 0) >= 2)
  }

  @Test func aWrongTestOrSuiteIsOneLineAndStatus2() throws {
    for (arguments, words) in [
      (["--test", "TD_COAP_CORE_99"], ["--test TD_COAP_CORE_99", "TD_COAP_CORE_01"]),
      (["--suite", "block", "--test", "TD_COAP_CORE_01"], ["of suite block", "TD_COAP_BLOCK_06"]),
      (["--suite", "link"], ["--suite", "link"]),
    ] {
      let result = try Tool.run(
        ["conformance", "conformance-core-pass/capture.pcap"] + arguments, in: Fixtures.folder)
      #expect(result.status == 2 && result.output.isEmpty)
      #expect(result.errors.split(separator: "\n").count == 1)
      for word in words { #expect(result.errors.contains(word), "\(result.errors)") }
    }
  }

  @Test(arguments: ["text", "json"]) func nothingOfAPacketReachesTheTerminal(_ format: String) throws {
    let scratch = try Scratch()
    for text in HostileCapture.bytes {
      try scratch.write("hostile.pcap", HostileCapture.file(text))
      let result = try Tool.run(
        ["conformance", "hostile.pcap", "--format", format, "-v"], in: scratch.path)
      let controls = result.output.filter { $0 < 0x20 && $0 != 0x0a || $0 == 0x7f }
      #expect(controls.isEmpty && (result.status == 0 || result.status == 1))
    }
  }
}
