import Foundation
import TestSupport
import Testing

/// The files of `export`, but for what is in those of CoAP: that is `TsharkExportTests`.
@Suite struct ExportTests {
  private static let keys = ["--psk", "esp32c3_id:esp32c3_key"]

  /// A folder with a capture and a file of its key.
  private func folder() throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write("in.pcap", Fixture("lossy-drop-ch2").bytes("capture.pcap"))
    try scratch.write("keys.psk", [UInt8]("esp32c3_id:657370333263335f6b6579\n".utf8))
    return scratch
  }

  private func export(_ scratch: Scratch, _ arguments: String...) throws -> Tool.Result {
    try Tool.run(["export", "in.pcap"] + Self.keys + arguments, in: scratch.path)
  }

  private func mode(_ scratch: Scratch, _ name: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: scratch.path + "/" + name)[.posixPermissions] as? Int
  }

  @Test func everythingIsWrittenAtOnceAndForTheOwnerAlone() throws {
    let scratch = try folder()
    let result = try export(scratch, "-o", "out.pcapng", "--write-keylog", "keys.log", "--bodies", "bodies")
    #expect(result.status == 0 && result.errors == "")
    #expect(
      result.lines == [
        "out.pcapng: 4 CoAP messages, 4 decrypted", "out.pcapng: 6 findings told in comments",
        "keys.log: the secrets of 1 of 1 session", "bodies: 1 body",
      ])
    #expect(Set(scratch.names).isSuperset(of: ["out.pcapng", "keys.log", "bodies"]))
    #expect(!scratch.names.contains { $0.hasPrefix("out.pcapng.") || $0.hasPrefix("keys.log.") })
    for name in ["out.pcapng", "keys.log"] { #expect(try mode(scratch, name) == 0o600) }
    let log = String(decoding: try scratch.bytes("keys.log"), as: UTF8.self)
    #expect(log.wholeMatch(of: /CLIENT_RANDOM [0-9a-f]{64} [0-9a-f]{96}\n/) != nil)
    // The secret is in that file and in no other.
    let secret = try #require(log.split(separator: " ").last?.dropLast())
    let bytes = try #require(Hexadecimal.bytes(String(secret)))
    let messages = try scratch.bytes("out.pcapng")
    #expect(!result.text.contains(secret) && !Data(messages).contains(bytes) && !Data(messages).contains(log.utf8))
  }

  @Test func theCaptureWithSecretsHoldsTheSamePackets() throws {
    let scratch = try folder()
    let result = try export(scratch, "-o", "out.pcapng", "--with-secrets", "--write-keylog", "keys.log")
    #expect(result.lines.first == "out.pcapng: 13 packets; the secrets of 1 of 1 session")
    #expect(Data(try scratch.bytes("out.pcapng")).contains(try scratch.bytes("keys.log")))
    #expect(try mode(scratch, "out.pcapng") == 0o600)
    // Without any key it opens as the original does with it.
    let with = try Tool.run(["packets", "in.pcap", "-v"] + Self.keys, in: scratch.path)
    let without = try Tool.run(["packets", "out.pcapng", "-v"], in: scratch.path)
    #expect(!with.output.isEmpty && with.text == without.text)
    // A second export of it has the comments of the first, and the interface.
    let again = try Tool.run(["export", "out.pcapng", "-o", "again.pcapng", "--with-secrets"], in: scratch.path)
    #expect(again.status == 0)
    let comment = "info: The session was closed in order"
    let count = { (name: String) in
      String(decoding: try scratch.bytes(name), as: UTF8.self).components(separatedBy: comment).count - 1
    }
    // At the beginning and beside a packet; beside the packet once more.
    #expect(try count("out.pcapng") == 2 && count("again.pcapng") == 3)
  }

  /// DTLS 1.3, every source of keys, and sessions that resume others: what records proved opens as much again.
  @Test(arguments: [
    "ok-dtls13-psk-ke-aes256-keyupdates", "ok-dtls13-psk-ke-early-data", "ok-dtls13-psk-ke-resume",
    "ok-dtls13-psk-ke-cid", "ok-dtls13-keyupdate", "ok-dtls13-resume-ticket", "ok-renegotiation-client-openssl",
    "ok-renegotiation-resumed-openssl", "ok-rsa-psk-openssl", "pre-rfc-openssl", "gap-key-exchange",
    "ok-resume-ticket-mbedtls", "ok-ecjpake-mbedtls-keylog",
  ])
  func theKeyLogOpensAsMuch(_ name: String) throws {
    let scratch = try Scratch()
    let fixture = Fixture(name)
    let log = scratch.path + "/keys.log"
    #expect(try fixture.run("export", ["--write-keylog", log]).status == 0)
    let capture = try fixture.arguments[0]
    let again = try Tool.run(["analyze", capture, "--keylog", log, "--format", "json"], in: fixture.path)
    #expect(again.errors == "")
    let records = { (report: JSON) in report["sessions"].elements.map { $0["records"] } }
    #expect(try records(JSON(bytes: again.output)) == records(JSON(bytes: fixture.expected)))
  }

  /// Lines of a key log are taken over only if a record proves them.
  @Test func nothingUnprovenIsWritten() throws {
    let scratch = try Scratch()
    let fixture = Fixture("ok-dhe-psk-openssl-keylog")
    try scratch.write("in.pcap", fixture.bytes("capture.pcap"))
    #expect(try fixture.run("export", ["--write-keylog", scratch.path + "/keys.log"]).status == 0)
    var log = try scratch.bytes("keys.log")
    try #require(log.count > 2)
    // Another last digit of the secret.
    log[log.count - 2] = log[log.count - 2] == UInt8(ascii: "0") ? UInt8(ascii: "1") : UInt8(ascii: "0")
    try scratch.write("wrong.log", log)
    let result = try Tool.run(
      ["export", "in.pcap", "--keylog", "wrong.log", "-o", "out.pcapng", "--write-keylog", "none.log"],
      in: scratch.path)
    #expect(result.status == 0)
    #expect(result.lines.first?.hasPrefix("out.pcapng: 0 CoAP messages; not in it: ") == true)
    #expect(result.lines.first?.hasSuffix(" records that could not be opened (dtlscope analyze says why)") == true)
    #expect(result.lines.last?.hasPrefix("none.log: the secrets of 0 of 1 session; ") == true)
    #expect(try scratch.bytes("none.log").isEmpty)
  }

  @Test func standardInputIsReadOnce() throws {
    let scratch = try folder()
    let capture = try scratch.bytes("in.pcap")
    let result = try Tool.run(["export", "-", "-o", "out.pcapng"] + Self.keys, in: scratch.path, input: capture)
    #expect(result.status == 0 && result.lines.first == "out.pcapng: 4 CoAP messages, 4 decrypted")
    let twice = try Tool.run(
      ["export", "-", "-o", "out2.pcapng", "--with-secrets"] + Self.keys, in: scratch.path, input: capture)
    #expect(twice.status == 2 && !scratch.names.contains("out2.pcapng"))
    #expect(
      twice.errors == "dtlscope: error: --with-secrets: - can be read only once, and this reads twice; give a file\n")
  }

  @Test func toStandardOutputGoesTheFileAlone() throws {
    let scratch = try folder()
    let result = try export(scratch, "-o", "/dev/stdout")
    #expect(result.status == 0 && result.output.starts(with: [0x0a, 0x0d, 0x0d, 0x0a]))
    #expect(result.errors.hasPrefix("dtlscope: /dev/stdout: 4 CoAP messages, 4 decrypted\n"))
    #expect(try export(scratch, "-o", "out.pcapng").status == 0)
    #expect(try result.output == scratch.bytes("out.pcapng"))
  }

  @Test(arguments: ["-o", "--write-keylog"], ["in.pcap", "link", "hard", "keys.psk"])
  func anInputIsNotReplaced(_ option: String, _ path: String) throws {
    let scratch = try folder()
    let manager = FileManager.default
    try manager.createSymbolicLink(atPath: scratch.path + "/link", withDestinationPath: "in.pcap")
    try manager.linkItem(atPath: scratch.path + "/in.pcap", toPath: scratch.path + "/hard")
    let before = try scratch.bytes(path)
    let result = try Tool.run(["export", "in.pcap", "--psk-file", "keys.psk", option, path], in: scratch.path)
    #expect(result.status == 2 && result.output.isEmpty)
    #expect(
      result.errors == "dtlscope: error: \(option) \(path): is one of the inputs, which the report would replace; "
        + "give another path\n")
    #expect(try scratch.bytes(path) == before)
  }

  @Test(arguments: [
    ([], "export: say what to write: -o OUT, --write-keylog OUT or --bodies DIR"),
    (["--with-secrets", "--write-keylog", "a"], "--with-secrets: give -o OUT, the file to write"),
    (["-o", "a", "--write-keylog", "a"], "--write-keylog a: is the file of -o, too; give another path"),
    (
      ["in.pcap", "-o", "a"], "-o: takes one capture, because packets are told by their numbers; export them one by one"
    ),
    (["-o", "none/a"], "none/a: cannot be written: No such file or directory"),
  ])
  func whatCannotBeDoneIsSaidInOneLine(_ arguments: [String], _ words: String) throws {
    let scratch = try folder()
    let before = Set(scratch.names)
    let result = try Tool.run(["export", "in.pcap"] + arguments, in: scratch.path)
    #expect(result.status == 2 && result.errors == "dtlscope: error: \(words)\n")
    #expect(before.isSuperset(of: scratch.names.filter { !$0.hasPrefix("std") }))
  }

  @Test func aFileIsReplacedOnlyByAWholeOne() throws {
    let scratch = try folder()
    let old = [UInt8]("old".utf8)
    try scratch.write("out.pcapng", old)
    try scratch.write("text.txt", old)
    let names = Set(scratch.names)
    let bad = try Tool.run(["export", "text.txt", "-o", "out.pcapng"], in: scratch.path)
    #expect(try bad.status == 2 && scratch.bytes("out.pcapng") == old && Set(scratch.names) == names)
    // The device is full, so the other file stays as it was, too.
    let full = try export(scratch, "-o", "out.pcapng", "--write-keylog", "/dev/full")
    #expect(full.status == 2 && full.errors.hasPrefix("dtlscope: error: /dev/full: cannot be written: "))
    #expect(try scratch.bytes("out.pcapng") == old && Set(scratch.names) == names)
    #expect(try export(scratch, "-o", "out.pcapng").status == 0)
    #expect(
      try scratch.bytes("out.pcapng").starts(with: [0x0a, 0x0d, 0x0d, 0x0a]) && mode(scratch, "out.pcapng") == 0o600)
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
  func aSignalLeavesNothing(_ signal: Int32) throws {
    let scratch = try folder()
    let process = Tool.process(["export", "-", "-o", "out.pcapng", "--write-keylog", "k.log"], in: scratch.path)
    let pipe = Pipe()
    process.standardInput = pipe
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    let names = Set(scratch.names)
    try process.run()
    try pipe.fileHandleForWriting.write(contentsOf: Data(scratch.bytes("in.pcap").prefix(500)))
    #expect(Loopback.waitUntil { Set(scratch.names).count == names.count + 2 })
    kill(process.processIdentifier, signal)
    if !Loopback.waitUntil({ !process.isRunning }) { kill(process.processIdentifier, SIGKILL) }
    process.waitUntilExit()
    #expect(process.terminationReason == .uncaughtSignal && process.terminationStatus == signal)
    #expect(Set(scratch.names) == names)
  }
}

private enum Hexadecimal {
  static func bytes(_ digits: String) -> Data? {
    guard digits.count % 2 == 0 else { return nil }
    let pairs = stride(from: 0, to: digits.count, by: 2).map { digits.dropFirst($0).prefix(2) }
    let bytes = pairs.compactMap { UInt8($0, radix: 16) }
    return bytes.count == pairs.count ? Data(bytes) : nil
  }
}

extension Data {
  fileprivate func contains(_ bytes: some Sequence<UInt8>) -> Bool { range(of: Data(bytes)) != nil }
}
