import Foundation
import TestSupport
import Testing

/// What `-o` does to what is at its path.
@Suite struct OutputPathTests {
  private func analyze(_ scratch: Scratch, _ arguments: String...) throws -> Tool.Result {
    try Tool.run(["good.pcap", "--format", "json"] + arguments, in: scratch.path)
  }

  private func attributes(_ scratch: Scratch, _ name: String) throws -> [FileAttributeKey: Any] {
    try FileManager.default.attributesOfItem(atPath: scratch.path + "/" + name)
  }

  private func link(_ scratch: Scratch, _ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(atPath: scratch.path + "/" + name, withDestinationPath: target)
  }

  @Test(arguments: ["there.json", "absent.json"])
  func aLinkStaysAndItsFileIsReplaced(_ target: String) throws {
    let scratch = try UsageTests.folder()
    try scratch.write("there.json", [UInt8]("old".utf8))
    try link(scratch, "second", to: target)
    try link(scratch, "first", to: scratch.path + "/second")
    #expect(try analyze(scratch, "-o", "first").status == 0)
    for name in ["first", "second"] {
      #expect(try attributes(scratch, name)[.type] as? FileAttributeType == .typeSymbolicLink)
    }
    #expect(try JSON(bytes: scratch.bytes(target))["schemaVersion"].number == 1)
    #expect(try attributes(scratch, target)[.posixPermissions] as? Int == 0o600)
  }

  @Test func aPipeIsWrittenTo() throws {
    let scratch = try UsageTests.folder()
    let path = scratch.path + "/pipe"
    #expect(mkfifo(path, 0o600) == 0)
    // Open for both, so that nobody waits for the other; the report fits the pipe.
    let pipe = open(path, O_RDWR)
    defer { close(pipe) }
    #expect(try analyze(scratch, "-o", "pipe").status == 0)
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let count = read(pipe, &bytes, bytes.count)
    #expect(try JSON(bytes: [UInt8](bytes.prefix(max(0, count))))["schemaVersion"].number == 1)
    #expect(try attributes(scratch, "pipe")[.type] as? FileAttributeType == .typeUnknown)
  }

  @Test func aDeviceIsWrittenTo() throws {
    let scratch = try UsageTests.folder()
    #expect(try analyze(scratch, "-o", "/dev/null").status == 0)
    let type = try FileManager.default.attributesOfItem(atPath: "/dev/null")[.type] as? FileAttributeType
    #expect(type == .typeCharacterSpecial)
    let full = try analyze(scratch, "-o", "/dev/full")
    #expect(full.status == 2)
    #expect(full.errors.hasPrefix("dtlscope: error: /dev/full: cannot be written: "))
  }

  @Test func standardOutputByItsPathIsStandardOutput() throws {
    let scratch = try UsageTests.folder()
    let result = try analyze(scratch, "-o", "/dev/stdout")
    #expect(result.status == 0)
    #expect(result.output == (try analyze(scratch).output))
  }

  @Test func aFolderIsRefusedAtOnce() throws {
    let scratch = try UsageTests.folder()
    let result = try analyze(scratch, "-o", "folder")
    #expect(result.status == 2)
    #expect(result.errors == "dtlscope: error: folder: cannot be written: Is a directory\n")
  }

  @Test(arguments: ["good.pcap", "link", "hard", "keys.psk"])
  func anInputIsNotReplaced(_ path: String) throws {
    let scratch = try UsageTests.folder()
    try scratch.write("keys.psk", [UInt8]("id:6b6579\n".utf8))
    try link(scratch, "link", to: "good.pcap")
    try FileManager.default.linkItem(atPath: scratch.path + "/good.pcap", toPath: scratch.path + "/hard")
    let before = try scratch.bytes(path)
    let result = try analyze(scratch, "--psk-file", "keys.psk", "-o", path)
    #expect(result.status == 2 && result.output.isEmpty)
    #expect(
      result.errors
        == "dtlscope: error: -o \(path): is one of the inputs, which the report would replace; give another path\n")
    #expect(try scratch.bytes(path) == before)
  }

  @Test func standardInputIsNotReplaced() throws {
    let scratch = try UsageTests.folder()
    let process = Tool.process(["-", "-o", "good.pcap"], in: scratch.path)
    process.standardInput = FileHandle(forReadingAtPath: scratch.path + "/good.pcap")
    process.standardError = FileHandle.nullDevice
    let before = try scratch.bytes("good.pcap")
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 2)
    #expect(try scratch.bytes("good.pcap") == before)
  }
}
