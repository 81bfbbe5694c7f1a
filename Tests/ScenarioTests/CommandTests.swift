import Foundation
import TestSupport
import Testing

/// The commands and their options over whole captures.
@Suite struct CommandTests {
  let lossy = Fixture("lossy-drop-ch2")
  let plain = Fixture("ok-qinq")

  @Test func analyzeIsTheDefault() throws {
    let short = try Tool.run(lossy.arguments, in: lossy.path)
    #expect(short.status == 0)
    #expect(short.output == (try lossy.run("analyze").output))
    #expect(short.text.hasPrefix("Session 1  10.77.0.1:"))
  }

  /// Every handshake message, ACK and alert of DTLS 1.3, those after the handshake too.
  @Test(arguments: [
    "ok-dtls13-post-handshake-auth", "ok-dtls13-chacha20", "ok-dtls13-psk-ke-aes256-keyupdates",
    "built-dtls13-connection-ids", "ok-dtls13-psk-ke-early-data", "ok-dtls13-resume-ticket",
  ])
  func packetsShowsAllOfDTLS13(_ name: String) throws {
    let result = try Fixture(name).run("packets", ["-v"])
    #expect(result.status == 0)
    #expect(!result.text.contains("ciphertext") && !result.text.contains("not opened"))
    for word in ["encrypted_extensions (", "finished (", "ack of ", "verify_data: ", "alert "] {
      #expect(result.text.contains(word), "\(word)")
    }
  }

  @Test func whoMasksRecordNumbersOtherwiseIsSaid() throws {
    let text = try Fixture("ok-dtls13-chacha20").run("analyze").text
    #expect(text.contains("hidden with ChaCha20's counter in big-endian order, as by wolfSSL up to 5.5"))
    #expect(try !Fixture("ok-dtls13-keyupdate").run("analyze").text.contains("hidden with ChaCha20"))
  }

  @Test func versionIsOneLine() throws {
    let result = try Tool.run(["--version"])
    #expect(result.status == 0 && result.errors == "")
    #expect(result.lines.count == 1)
    #expect(result.lines[0].split(separator: ".").allSatisfy { Int($0) != nil })
  }

  @Test(arguments: [["--help"], ["help", "analyze"], ["help", "packets"], ["analyze", "--help"]])
  func helpHasExamplesThatParse(_ arguments: [String]) throws {
    let result = try Tool.run(arguments)
    #expect(result.status == 0 && result.errors == "")
    let examples = result.lines.drop { $0 != "EXAMPLES" }.dropFirst().prefix { !$0.hasPrefix("USAGE") }
    #expect(examples.allSatisfy { $0.hasPrefix("  ") }, "wrapped: \(examples)")
    let commands = examples.filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") }
    #expect(commands.count >= 2)
    let scratch = try Scratch()
    try scratch.write("keys.psk", [UInt8]("id:6b6579\n".utf8))
    // What explains something needs no capture.
    for command in commands where !command.contains("dtlscope explain") {
      var words = command.components(separatedBy: "dtlscope ").last?.split(separator: " ").map(String.init) ?? []
      // The captures of the examples are not there: that, and nothing else, is what is wrong with them. Interfaces may be.
      var expected = words.contains("-") ? "standard input: is empty" : "there is no such file"
      if let place = words.firstIndex(of: "-i") {
        words[place + 1] = "absent0"
        expected = "absent0"
      }
      let run = try Tool.run(words, in: scratch.path)
      #expect(run.status == 2 && run.errors.contains(expected), "\(command): \(run.errors)")
    }
  }

  @Test func aReportInAFileIsTheSameAndForItsOwnerAlone() throws {
    let scratch = try Scratch()
    let path = scratch.path + "/report.json"
    let result = try lossy.run("analyze", ["--format", "json", "-o", path])
    #expect(result.status == 0 && result.output.isEmpty && result.errors == "")
    #expect(scratch.names == ["report.json"])
    #expect(try scratch.bytes("report.json") == lossy.run("analyze", ["--format", "json"]).output)
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
  }

  @Test func aCutCaptureIsAnalyzedUpToTheCut() throws {
    let scratch = try Scratch()
    try scratch.write("cut.pcap", try lossy.bytes("capture.pcap").dropLast(3))
    let options = try lossy.arguments.dropFirst() + ["--format", "json"]
    let result = try Tool.run(["cut.pcap"] + options, in: scratch.path)
    #expect(result.status == 0)
    #expect(
      result.errors
        == "dtlscope: warning: cut.pcap: ends in mid-packet; the 12 packets before that were analyzed\n")
    let report = try JSON(bytes: result.output)
    #expect(report["captures"][0]["cut"] == .flag(true))
    #expect(report["captures"][0]["packets"] == .number(12))
    #expect(report["captures"][0]["damage"] == .null)
    #expect(report["sessions"][0]["outcome"].text == "established")
    #expect(try lossy.report()["captures"][0]["cut"] == .flag(false))
  }

  @Test func aDamagedCaptureSaysWhere() throws {
    var bytes = try lossy.bytes("capture.pcap")
    let second = 24 + 16 + Int(bytes[32]) + Int(bytes[33]) << 8
    bytes.replaceSubrange((second + 8)..<(second + 12), with: [0xff, 0xff, 0xff, 0x7f])
    let scratch = try Scratch()
    try scratch.write("damaged.pcap", bytes)
    let result = try Tool.run(["damaged.pcap", "--format", "json"], in: scratch.path)
    #expect(result.status == 0)
    #expect(result.errors.hasPrefix("dtlscope: warning: damaged.pcap: is damaged after packet 1"))
    let capture = try JSON(bytes: result.output)["captures"][0]
    #expect(capture["cut"] == .flag(true) && capture["packets"] == .number(1))
    #expect(capture["damage"].text?.contains("is damaged after packet 1") == true)
  }

  @Test func gzipIsReadAsItsContent() throws {
    let options = try plain.arguments.dropFirst() + ["--format", "json"]
    let result = try Tool.run(["capture.pcap.gz"] + options, in: plain.path)
    #expect(result.status == 0 && result.errors == "")
    let differences = try JSON(bytes: result.output).differences(from: plain.report())
    #expect(differences == ["captures[0].path: \"capture.pcap.gz\", expected \"capture.pcap\""])
  }

  @Test(arguments: ["json", "ndjson"])
  func objectsOfSeveralCapturesSayWhichOne(_ format: String) throws {
    let paths = [lossy, Fixture("fail-unknown-identity-openssl"), plain].map { $0.path + "/capture.pcap" }
    let result = try Tool.run(["analyze"] + paths + ["--psk", "esp32c3_key", "--format", format])
    #expect(result.status == 0 && result.errors == "")
    var objects: [JSON]
    if format == "json" {
      let report = try JSON(bytes: result.output)
      #expect(report["captures"].elements.compactMap(\.["path"].text) == paths)
      objects = report["sessions"].elements + report["coap"]["messages"].elements + report["coap"]["exchanges"].elements
      #expect(report["sessions"].elements.map { $0["id"].number } == [1, 2, 3, 4])
    } else {
      let lines = try result.lines.map { try JSON(bytes: [UInt8]($0.utf8)) }
      let captures = lines.filter { $0["kind"].text == "capture" }
      #expect(captures.compactMap(\.["path"].text) == paths)
      #expect(captures.map { $0["index"].number } == [0, 1, 2])
      objects = lines.filter { $0["kind"].text != "capture" }
    }
    #expect(Set(objects.map { $0["capture"].number }) == [0, 1, 2])
    let sessions = objects.filter { $0["handshake"] != .null && $0["id"] != .null }
    #expect(Set(sessions.map { $0["id"].number }) == [1, 2, 3, 4])
    let captures = [1: 0, 2: 1, 3: 2, 4: 2]
    #expect(sessions.allSatisfy { captures[$0["id"].number ?? 0] == $0["capture"].number })
    for object in objects where object["session"].number == 1 { #expect(object["capture"].number == 0) }
  }

  @Test func anObjectOfTheOnlyCaptureDoesNotSayWhichOne() throws {
    #expect(!(try lossy.report().keys.contains("capture")))
  }

  @Test func decodeAsOverrulesWhatAPayloadLooksLike() throws {
    let scratch = try Scratch()
    let ping: [UInt8] = [0x40, 0, 0x12, 0x34]
    try scratch.write("odd.pcap", Savefile.pcap([Packets.ipv4(Packets.udp(ping, ports: (40000, 7777)))]))
    func messages(_ options: String...) throws -> Int {
      let result = try Tool.run(["odd.pcap", "--format", "json"] + options, in: scratch.path)
      #expect(result.status == 0)
      return try JSON(bytes: result.output)["coap"]["messages"].elements.count
    }
    #expect(try messages() == 0)
    #expect(try messages("--decode-as", "7777=coap") == 1)
    #expect(try messages("--decode-as", "7778=coap") == 0)
    #expect(try messages("--decode-as", "7777=dtls") == 0)
  }

  @Test func everyFieldIsBelowItsLine() throws {
    let brief = try lossy.run("packets")
    let verbose = try lossy.run("packets", ["-v"])
    #expect(brief.status == 0 && verbose.status == 0 && brief.errors == "" && verbose.errors == "")
    #expect(verbose.lines.filter { !$0.hasPrefix("        ") } == brief.lines)
    for field in ["cookie: ", "cipher_suites", "psk_identity: ", "verify_data: ", "Uri-Path: light", "Message ID: "] {
      #expect(verbose.text.contains(field), "\(field)")
      #expect(!brief.text.contains(field), "\(field)")
    }
  }
}
