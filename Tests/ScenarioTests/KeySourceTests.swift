import Foundation
import Testing

/// Keys that stand neither on the command line nor in a file that it names.
@Suite struct KeySourceTests {
  private let fixture = Fixture("lossy-drop-ch2")
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
  }

  /// Writes a configuration file, and gives its path.
  @discardableResult
  private func write(_ text: String, _ name: String = "config", permissions: Int = 0o600) throws -> String {
    let path = scratch.path + "/" + name
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try scratch.write(name, [UInt8](text.utf8))
    try FileManager.default.setAttributes([.posixPermissions: permissions], ofItemAtPath: path)
    return path
  }

  private func run(_ options: [String], _ environment: [String: String] = [:]) throws -> Tool.Result {
    try Tool.run(
      ["analyze", "capture.pcap", "--format", "json"] + options, in: fixture.path, environment: environment)
  }

  /// The name of the key that opened the session; nil if it was none of those given. The device's key is an example's,
  /// which is tried if no other opens it.
  private func source(_ options: [String], _ environment: [String: String] = [:]) throws -> String? {
    let result = try run(options, environment)
    #expect(result.status == 0 && result.errors == "")
    let name = try JSON(bytes: result.output)["sessions"][0]["decryption"]["keySource"].text
    return name?.hasSuffix("(not supplied)") ?? true ? nil : name
  }

  @Test func theEnvironmentHasKeysALineEach() throws {
    #expect(try source([], ["DTLSCOPE_PSK": "other\nesp32c3_key"]) == "psk:DTLSCOPE_PSK key 2")
    #expect(try source([], ["DTLSCOPE_PSK": "esp32c3_id:esp32c3_key"]) == "psk:esp32c3_id (DTLSCOPE_PSK)")
    #expect(try source(["--no-config"], ["DTLSCOPE_PSK": "esp32c3_key"]) == nil)
    #expect(try source([], ["DTLSCOPE_PSK": ""]) == nil)
  }

  @Test func aFileHasKeys() throws {
    let path = try write("# a comment\n\n  psk = other\r\npsk=esp32c3_key\n")
    #expect(try source(["--config", path]) == "psk:config key 2")
    let named = try write("psk = esp32c3_id:hex:657370333263335f6b6579\n")
    #expect(try source(["--config", named]) == "psk:esp32c3_id (config)")
    #expect(try source(["--config", named, "--psk", "esp32c3_id:esp32c3_key"]) == "psk:esp32c3_id")
  }

  @Test func theUsualFileIsReadWithoutBeingNamed() throws {
    try write("psk = esp32c3_key\n", "a/dtlscope/config")
    try write("psk = esp32c3_key\n", ".config/dtlscope/config")
    let usual = ["HOME": scratch.path]
    #expect(try source([], usual) == "psk:config key 1")
    #expect(try source(["--no-config"], usual) == nil)
    #expect(try source([], ["XDG_CONFIG_HOME": scratch.path + "/a"]) == "psk:config key 1")
    #expect(try source([], ["HOME": scratch.path, "XDG_CONFIG_HOME": scratch.path + "/b"]) == nil)
    // What is not absolute is ignored, as the specification of XDG asks for.
    #expect(try source([], ["XDG_CONFIG_HOME": "a"]) == nil)
  }

  @Test func pathsAreTakenFromTheFolderOfTheFile() throws {
    try scratch.write("keys.psk", [UInt8]("esp32c3_id:657370333263335f6b6579\n".utf8))
    #expect(try source(["--config", write("psk-file = keys.psk\n", permissions: 0o644)]) == "psk:esp32c3_id")
    let home = ["HOME": scratch.path]
    #expect(try source(["--config", write("psk-file = ~/keys.psk\n", "b/config")], home) == "psk:esp32c3_id")
    try scratch.write("empty.psk", [])
    #expect(try source(["--config", write("psk-file=keys.psk\n"), "--psk-file", scratch.path + "/empty.psk"]) == nil)
  }

  @Test func portsAreToldOnce() throws {
    let result = try run(["--config", write("decode-as = 5684=coap\n")])
    #expect(try JSON(bytes: result.output)["sessions"].elements.isEmpty)
    let overruled = try run(["--config", write("decode-as = 5684=coap\n"), "--decode-as", "5684=dtls"])
    #expect(try JSON(bytes: overruled.output)["sessions"].elements.count == 1)
  }

  @Test(arguments: [
    ("psk\n", "line 1: a line is NAME = VALUE"), ("\n= x\n", "line 2: no such name; there are psk, psk-file, keylog"),
    ("#\npsk = hex:c0ffee0\n", "line 2: the key is not an even number of hexadecimal digits"),
    ("psk = id:base64:c0ffee*\n", "line 1: the key is not base64"), ("psk =\n", "line 1: has no value"),
    ("keylog = a\nkeylog = b\n", "line 2: keylog was given before"),
    ("decode-as = c0ffee\n", "line 1: give decode-as = PORT=dtls"), ("key = c0ffee\n", "line 1: no such name"),
  ])
  func whatIsWrongIsSaidWithItsLineAndWithoutTheKey(_ text: String, _ words: String) throws {
    let path = try write(text)
    let result = try run(["--config", path])
    #expect(result.status == 2 && result.output.isEmpty)
    #expect(result.errors.hasPrefix("dtlscope: error: \(path), \(words)"), "\(result.errors)")
    #expect(result.errors.split(separator: "\n").count == 1 && !result.errors.contains("c0ffee"))
  }

  @Test func aWrongKeyOfTheEnvironmentIsSaidWithoutIt() throws {
    let result = try run([], ["DTLSCOPE_PSK": "fine\nhex:c0ffee0"])
    #expect(result.status == 2 && result.errors.hasPrefix("dtlscope: error: DTLSCOPE_PSK, line 2: the key is not"))
    #expect(!result.errors.contains("c0ffee"))
  }

  @Test(arguments: [0o644, 0o640, 0o604, 0o620])
  func keysThatOthersMayReadAreNotUsed(_ permissions: Int) throws {
    let path = try write("psk = esp32c3_key\n", permissions: permissions)
    let result = try run(["--config", path])
    #expect(result.status == 2 && result.output.isEmpty)
    let words = "holds keys, and others may read or change it; chmod 600 \(path)"
    #expect(result.errors == "dtlscope: error: \(path): \(words)\n")
  }

  @Test func aFileThatIsAskedForHasToBeThere() throws {
    #expect(try run(["--config", scratch.path + "/none"]).errors.contains("none: No such file"))
    let both = try run(["--config", "x", "--no-config"])
    #expect(both.status == 2 && both.errors.contains("--config and --no-config: give one of them"))
  }

  @Test func liveReadsThemToo() throws {
    let path = try write("psk = esp32c3_key\n")
    let result = try Tool.run(["live", "-", "--config", path], input: fixture.bytes("capture.pcap"))
    #expect(result.text.contains("decrypted with psk:config key 1"))
  }

  @Test func theReportIsNotWrittenOverThem() throws {
    let path = try write("psk = esp32c3_key\n")
    let result = try run(["--config", path, "-o", path])
    #expect(result.status == 2 && result.errors.contains("is one of the inputs"))
  }
}
