import Foundation
import TestSupport
import Testing

/// Nothing from a packet reaches a terminal as a control sequence, and no secret leaves the tool.
@Suite struct SafetyTests {
  static let forms = [
    ["analyze"], ["analyze", "--format", "json"], ["analyze", "--format", "ndjson"],
    ["analyze", "--format", "html"], ["packets"], ["packets", "-v"],
    ["stats"], ["stats", "--format", "json"],
  ]

  @Test(arguments: forms, HostileCapture.bytes)
  func whatPacketsSayIsSafeToShow(_ form: [String], _ text: [UInt8]) throws {
    let scratch = try Scratch()
    let name = "x\u{1b}[2J\u{202e}.pcap"
    try scratch.write(name, HostileCapture.file(text))
    let result = try Tool.run(form.prefix(1) + [name] + form.dropFirst(), in: scratch.path)
    #expect(result.status == 0)
    #expect(result.text.contains("5684") && result.text.contains("5683"))
    #expect(Self.unsafeScalars(in: result.output) == [])
    #expect(Self.unsafeScalars(in: [UInt8](result.errors.utf8)) == [])
  }

  @Test func hostileTextIsSpelledOutInEveryPlace() throws {
    let scratch = try Scratch()
    try scratch.write("hostile.pcap", HostileCapture.file(HostileCapture.bytes[0]))
    let fields = try Tool.run(["packets", "-v", "hostile.pcap"], in: scratch.path).text
    let names = ["Uri-Host", "Uri-Path", "Uri-Query", "psk_identity", "psk_identity_hint", "name", "ProtocolName"]
    for name in names { #expect(fields.contains("\(name): \(HostileCapture.spelledOut)\n"), "\(name)") }
    #expect(fields.contains("CoAP CON GET /\(HostileCapture.encoded)?\(HostileCapture.encoded)  mid"))
    let summary = try Tool.run(["hostile.pcap"], in: scratch.path).text
    #expect(summary.contains("\(HostileCapture.spelledOut)   (hint \"\(HostileCapture.spelledOut)\")"))
    let report = try JSON(bytes: Tool.run(["hostile.pcap", "--format", "json"], in: scratch.path).output)
    for key in ["pskIdentity", "pskIdentityHint", "serverName"] {
      #expect(report["sessions"][0][key].text == HostileCapture.text, "\(key)")
    }
    let message = report["coap"]["messages"][0]
    #expect(message["path"].text == "/" + HostileCapture.encoded)
    #expect(message["options"][0]["value"].text == HostileCapture.text)
  }

  @Test func theCheckForUnsafeTextFindsIt() {
    for text in ["\u{1b}", "\r", "\t", "\u{7f}", "\u{9b}", "\u{202e}", "\u{2066}", "\u{200b}", "\u{2028}"] {
      #expect(Self.unsafeScalars(in: [UInt8]("fine\(text)\n".utf8)).count == 1)
    }
    #expect(Self.unsafeScalars(in: [0x66, 0xff]) == ["not UTF-8"])
    #expect(Self.unsafeScalars(in: [UInt8]("é → ✓\n".utf8)) == [])
  }

  /// The scalars of `bytes` that a terminal would act upon, or that change or hide text; a line feed is none.
  static func unsafeScalars(in bytes: [UInt8]) -> [String] {
    guard let text = String(validating: bytes, as: UTF8.self) else { return ["not UTF-8"] }
    return text.unicodeScalars.filter { scalar in
      switch scalar.properties.generalCategory {
      case .control: scalar != "\n"
      case .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned: true
      default: scalar.properties.isBidiControl
      }
    }.map { String($0.value, radix: 16) }
  }

  // MARK: Secrets

  static let keyOptions = [
    ["--psk", "esp32c3_id:esp32c3_key"], ["--psk", "esp32c3_key"], ["--psk", "hex:657370333263335f6b6579"],
    ["--psk", "esp32c3_id:base64:ZXNwMzJjM19rZXk="], ["--psk-file", "keys.psk"],
    ["--psk", "esp32c3_id:wrong_key", "--psk", "esp32c3_key"],
  ]
  static let secrets = ["esp32c3_key", "657370333263335f6b6579", "ZXNwMzJjM19rZXk", "wrong_key", "77726f6e675f6b6579"]

  @Test(arguments: keyOptions)
  func aKeyIsInNoOutput(_ options: [String]) throws {
    let scratch = try Scratch()
    try scratch.write("keys.psk", [UInt8]("# devices\nesp32c3_id:657370333263335f6b6579\n".utf8))
    let fixture = Fixture("lossy-drop-ch2")
    for form in Self.forms {
      let result = try Tool.run(
        form.prefix(1) + [fixture.path + "/capture.pcap"] + form.dropFirst() + options, in: scratch.path)
      #expect(result.status == 0)
      #expect(result.text.contains("light"), "it was not opened")
      expectNoSecret(in: result)
    }
  }

  @Test func aKeyThatIsMistypedIsInNoMessage() throws {
    let scratch = try UsageTests.folder()
    try scratch.write("keys.psk", [UInt8]("esp32c3_id:esp32c3_key\n".utf8))
    let mistakes = [
      ["--psk", "hex:esp32c3_key"], ["--psk", "id:hex:657370333263335f6b6579f"], ["--psk-file", "keys.psk"],
      ["--psk", "id:base64:ZXNwMzJjM19rZXk"], ["--psk", "id:esp32c3_key", "--bogus"],
    ]
    for mistake in mistakes {
      let result = try Tool.run(["good.pcap"] + mistake, in: scratch.path)
      #expect(result.status == 2)
      expectNoSecret(in: result)
    }
  }

  @Test func theSecretsOfAKeyLogAreInNoOutput() throws {
    let fixture = Fixture("ok-ecdhe-ecdsa-ccm8-openssl-keylog")
    let log = String(decoding: try fixture.bytes("keys.keylog"), as: UTF8.self)
    let secret = try #require(log.split(whereSeparator: \.isWhitespace).last).lowercased()
    #expect(secret.count == 96)
    for form in Self.forms {
      let result = try fixture.run(form[0], Array(form.dropFirst()))
      #expect(result.text.contains("light"), "it was not opened")
      #expect(!result.text.lowercased().contains(secret) && !result.errors.lowercased().contains(secret))
    }
  }

  private func expectNoSecret(in result: Tool.Result) {
    for secret in Self.secrets {
      #expect(!result.text.contains(secret), "\(secret)")
      #expect(!result.errors.contains(secret), "\(secret)")
    }
  }

  // MARK: Colours

  @Test func thereAreNoColoursWithoutATerminal() throws {
    let fixture = Fixture("lossy-drop-ch2")
    let plain = try Tool.run(fixture.arguments, in: fixture.path, environment: ["TERM": "xterm-256color"])
    #expect(plain.status == 0 && !plain.output.contains(0x1b))
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/usr/bin/script")), arguments: [false, true])
  func aTerminalHasColoursUnlessTheUserWantsNone(_ noColor: Bool) throws {
    let fixture = Fixture("lossy-drop-ch2")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/script")
    let command = "'\(Tool.executable.path)' \(try fixture.arguments.joined(separator: " "))"
    process.arguments = ["-q", "-e", "-c", command, "/dev/null"]
    process.environment = noColor ? ["NO_COLOR": "1", "PATH": "/usr/bin:/bin"] : ["PATH": "/usr/bin:/bin"]
    process.currentDirectoryURL = URL(fileURLWithPath: fixture.path)
    let output = Pipe()
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(text.contains("decrypted"))
    #expect(text.contains("\u{1b}[32mdecrypted\u{1b}[0m") == !noColor)
    if noColor { #expect(!text.contains("\u{1b}")) }
  }
}
