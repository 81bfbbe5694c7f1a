import Foundation
import TestSupport
import Testing

/// What the user did wrong, in one line, and nothing else.
@Suite struct UsageTests {
  /// Arguments, and what the line on standard error has to name: what, where, what to do.
  struct Mistake: Sendable, CustomTestStringConvertible {
    let arguments: [String]
    let words: [String]
    var testDescription: String { arguments.joined(separator: " ") }

    init(_ arguments: [String], _ words: String...) {
      self.arguments = arguments
      self.words = words
    }
  }

  static let mistakes = [
    Mistake(["text.txt"], "text.txt", "is not a capture", "pcap, pcapng"),
    Mistake(["empty.pcap"], "empty.pcap", "is empty"),
    Mistake(["missing.pcap"], "missing.pcap", "no such file", "check the path"),
    Mistake(["folder"], "folder", "is a directory", "give the capture file"),
    Mistake(["usb.pcap"], "usb.pcap", "link type USBPCAP (249) is not supported", "capture on an interface with"),
    Mistake(["good.pcap", "missing.pcap"], "missing.pcap", "no such file"),
    Mistake(["-", "-"], "-", "only once"),
    Mistake(["good.pcap", "--psk", "hex:6"], "--psk number 1", "hexadecimal digits", "give KEY or IDENTITY:KEY"),
    Mistake(["good.pcap", "--psk", "fine", "--psk", "id:hex:xy"], "--psk number 2", "hexadecimal digits"),
    Mistake(["good.pcap", "--psk", "id:base64:="], "--psk number 1", "not base64"),
    Mistake(["good.pcap", "--psk", "id:"], "--psk number 1", "give KEY or IDENTITY:KEY"),
    Mistake(["good.pcap", "--psk-file", "missing.psk"], "missing.psk", "No such file"),
    Mistake(["good.pcap", "--psk-file", "bad.psk"], "bad.psk, line 2", "a line is identity:hexkey"),
    Mistake(["good.pcap", "--keylog", "missing.keylog"], "missing.keylog", "No such file"),
    Mistake(["good.pcap", "--rsa-key", "text.txt"], "text.txt", "not an RSA private key in PEM or DER"),
    Mistake(["good.pcap", "--oscore", "missing.oscore"], "missing.oscore", "No such file"),
    Mistake(
      ["good.pcap", "--oscore", "text.txt"], "text.txt, line 1", "3 to 7 are allowed",
      "a line is sender ID, recipient ID"),
    Mistake(["good.pcap", "--decode-as", "5684"], "--decode-as 5684", "give PORT=dtls or PORT=coap"),
    Mistake(["good.pcap", "--decode-as", "70000=dtls"], "--decode-as 70000=dtls", "give PORT=dtls or PORT=coap"),
    Mistake(["good.pcap", "--decode-as", "5684=http"], "--decode-as 5684=http", "give PORT=dtls or PORT=coap"),
    Mistake(["good.pcap", "--threads", "0"], "--threads 0", "give 1 to 64"),
    Mistake(["good.pcap", "--threads", "65"], "--threads 65", "give 1 to 64"),
    Mistake(["good.pcap", "--format", "yaml"], "yaml", "--format", "--help"),
    Mistake(["good.pcap", "--bogus"], "--bogus", "--help"),
    Mistake([], "file", "--help"),
  ]

  @Test(arguments: mistakes)
  func aMistakeIsOneLineAndStatus2(_ mistake: Mistake) throws {
    let scratch = try Self.folder()
    let before = Set(scratch.names)
    let result = try Tool.run(["analyze"] + mistake.arguments + ["-o", "report.json"], in: scratch.path)
    #expect(result.status == 2)
    #expect(result.output.isEmpty)
    #expect(result.errors.hasPrefix("dtlscope: error: "))
    #expect(result.errors.hasSuffix("\n") && result.errors.split(separator: "\n").count == 1, "\(result.errors)")
    for word in mistake.words { #expect(result.errors.contains(word), "\(result.errors)") }
    #expect(Set(scratch.names) == before)
  }

  @Test(arguments: [["text.txt"], ["missing.pcap"], ["good.pcap", "--psk", "hex:6"], ["good.pcap", "--bogus"]])
  func packetsSaysTheSame(_ arguments: [String]) throws {
    let scratch = try Self.folder()
    let result = try Tool.run(["packets"] + arguments, in: scratch.path)
    let analyze = try Tool.run(["analyze"] + arguments, in: scratch.path)
    #expect(result.status == 2 && result.output.isEmpty)
    #expect(result.errors == analyze.errors)
  }

  @Test(.enabled(if: geteuid() != 0, "the superuser may read everything"))
  func whatMayNotBeReadIsNamed() throws {
    let scratch = try Self.folder()
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: scratch.path + "/good.pcap")
    let result = try Tool.run(["good.pcap"], in: scratch.path)
    #expect(result.status == 2 && result.output.isEmpty)
    #expect(
      result.errors
        == "dtlscope: error: good.pcap: permission denied; it must be readable by the user who runs this\n")
  }

  @Test func aReportThatCannotBeWrittenIsAnError() throws {
    let scratch = try Self.folder()
    let result = try Tool.run(["good.pcap", "-o", "nowhere/report.json"], in: scratch.path)
    #expect(result.status == 2 && result.output.isEmpty)
    #expect(result.errors.hasPrefix("dtlscope: error: nowhere/report.json: cannot be written: "))
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
  func aFullDiskIsAnError() throws {
    let scratch = try Self.folder()
    let process = Tool.process(["good.pcap"], in: scratch.path)
    let errors = Pipe()
    process.standardOutput = FileHandle(forWritingAtPath: "/dev/full")
    process.standardError = errors
    try process.run()
    process.waitUntilExit()
    let line = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    #expect(process.terminationStatus == 2)
    #expect(line.hasPrefix("dtlscope: error: standard output: cannot be written: "))
  }

  @Test func controlCharactersOfAPathAreSpelledOut() throws {
    let result = try Tool.run(["a\u{1b}[31m\nb\u{202e}.pcap"])
    #expect(result.status == 2)
    #expect(
      result.errors == "dtlscope: error: a\\u{1b}[31m\\u{a}b\\u{202e}.pcap: there is no such file; check the path\n")
  }

  /// A folder with a good capture and several files that are none.
  static func folder() throws -> Scratch {
    let scratch = try Scratch()
    let packets = [Packets.ipv4(Packets.udp([0x40, 1, 0, 7], ports: (40000, 5683)))]
    try scratch.write("good.pcap", Savefile.pcap(packets))
    try scratch.write("usb.pcap", Savefile.pcap(packets, link: 249))
    try scratch.write("empty.pcap", [])
    try scratch.write("text.txt", [UInt8]("hello, world\n".utf8))
    try scratch.write("bad.psk", [UInt8]("id:6b6579\nno key here\n".utf8))
    try FileManager.default.createDirectory(atPath: scratch.path + "/folder", withIntermediateDirectories: false)
    return scratch
  }
}
