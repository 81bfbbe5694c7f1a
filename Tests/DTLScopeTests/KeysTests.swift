import DTLScope
import TestSupport
import Testing

/// Keys and errors: what is wrong is said, and no secret is.
@Suite struct KeysTests {
  @Test func aFileThatCannotBeReadIsSaid() {
    let error = #expect(throws: AnalysisError.self) { try CaptureAnalysis(path: "/nowhere/capture.pcap") }
    #expect(error?.description == "/nowhere/capture.pcap: there is no such file; check the path")
    let text = TemporaryFile(Array("no capture at all".utf8))
    let other = #expect(throws: AnalysisError.self) { try CaptureAnalysis(path: text.path) }
    #expect(other?.description.contains("is not a capture") == true)
  }

  @Test func whatIsWrongWithAKeyIsSaidWithoutTheKey() {
    let error = #expect(throws: AnalysisError.self) { try Keys(presharedKeys: ["id:fine", "id:hex:5ec4e7f"]) }
    #expect(error?.description.hasPrefix("pre-shared key 2: the key is not an even number") == true)
    #expect(error?.description.contains("5ec4e7f") == false)
    let file = TemporaryFile(Array("one:00ff\ntwo:secret\n".utf8))
    let second = #expect(throws: AnalysisError.self) { try Keys(presharedKeyFile: file.path) }
    #expect(second?.description.hasPrefix("\(file.path), line 2: ") == true)
    #expect(second?.description.contains("secret") == false)
    let missing = #expect(throws: AnalysisError.self) { try Keys(keyLog: "/nowhere/keys.log") }
    #expect(missing?.description.hasPrefix("/nowhere/keys.log: ") == true)
  }

  @Test func keysAreNeverShown() throws {
    let log = TemporaryFile(Array("CLIENT_RANDOM 00 zz\n".utf8))
    let keys = try Keys(presharedKeys: ["esp32c3_id:esp32c3_key"], keyLog: log.path)
    var dumped = ""
    dump(keys, to: &dumped)
    for text in ["\(keys)", String(reflecting: keys), dumped] { #expect(!text.contains("esp32c3")) }
    #expect(keys.warnings == ["\(log.path): 1 lines are no key log lines and were skipped"])
  }

  @Test func aKeyFileAndAKeyLogOpenCaptures() throws {
    let file = TemporaryFile(Array("esp32c3_id:657370333263335f6b6579\n".utf8))
    let fromFile = try CaptureAnalysis(
      path: Fixtures.path("ok-ccm8-put-get-openssl"), keys: Keys(presharedKeyFile: file.path))
    #expect(fromFile.sessions.map(\.decryption) == [.decrypted, .decrypted])
    let fixture = "ok-ecdhe-ecdsa-ccm8-openssl-keylog"
    let log = try Keys(keyLog: Fixtures.path(fixture, "keys.keylog"))
    #expect(try CaptureAnalysis(path: Fixtures.path(fixture), keys: log).sessions.map(\.decryption) == [.decrypted])
    let none = try CaptureAnalysis(path: Fixtures.path(fixture))
    #expect(none.sessions.map(\.decryption) == [.needsKeyLog])
  }
}
