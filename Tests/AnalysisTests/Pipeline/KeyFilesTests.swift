import DTLS
import Foundation
import TestSupport
import Testing

@testable import Analysis

@Suite struct KeyFilesTests {
  private static func line(_ number: Int) -> String {
    "CLIENT_RANDOM \(String(repeating: "0", count: 62))\(number + 10) \(String(repeating: "ab", count: 48))"
  }

  private final class Heard {
    var sessions = 0
    var keys: [[String]] = []
    var words: [String] = []

    func take(_ keys: SuppliedKeys) {
      switch keys {
      case .keyLog(let log): sessions += log.secrets.count
      case .presharedKeys(let list): self.keys.append(list.map(\.name))
      }
    }
  }

  private func write(_ text: String, to file: TemporaryFile, appending: Bool = false) throws {
    let handle = try #require(FileHandle(forWritingAtPath: file.path))
    if appending { try handle.seekToEnd() } else { try handle.truncate(atOffset: 0) }
    try handle.write(contentsOf: Data(text.utf8))
    try handle.close()
  }

  @Test func aKeyLogIsReadOnFromWhereItEnded() throws {
    let file = TemporaryFile(Array((Self.line(0) + "\n").utf8))
    let heard = Heard()
    let files = KeyFiles(keyLog: file.path, keyFile: nil) { heard.words.append($0) }
    files.look(heard.take)
    #expect(heard.sessions == 1)
    files.look(heard.take)
    #expect(heard.sessions == 1)
    // A line that is not complete waits.
    let line = Self.line(1) + "\n"
    try write(String(line.prefix(100)), to: file, appending: true)
    files.look(heard.take)
    files.look(heard.take)
    #expect(heard.sessions == 1)
    try write(String(line.dropFirst(100)) + Self.line(2) + "\n", to: file, appending: true)
    files.look(heard.take)
    #expect(heard.sessions == 3)
    // Begun anew.
    try write(Self.line(3) + "\n", to: file)
    files.look(heard.take)
    #expect(heard.sessions == 4 && heard.words.isEmpty)
  }

  @Test func aLastLineWithoutAnEndCountsWhenNothingFollows() throws {
    let file = TemporaryFile(Array(Self.line(0).utf8))
    let heard = Heard()
    let files = KeyFiles(keyLog: file.path, keyFile: nil) { heard.words.append($0) }
    files.look(heard.take)
    #expect(heard.sessions == 0)
    files.look(heard.take)
    files.look(heard.take)
    #expect(heard.sessions == 1)
  }

  @Test func aKeyLogThatAppearsLaterIsRead() throws {
    let folder = TemporaryFile([]).path + ".log"
    let heard = Heard()
    let files = KeyFiles(keyLog: folder, keyFile: nil) { heard.words.append($0) }
    files.look(heard.take)
    #expect(heard.sessions == 0 && heard.words.isEmpty)
    try Data((Self.line(0) + "\n").utf8).write(to: URL(fileURLWithPath: folder))
    defer { try? FileManager.default.removeItem(atPath: folder) }
    files.look(heard.take)
    #expect(heard.sessions == 1)
  }

  @Test func aKeyFileThatChangesIsReadAgainWithTheOtherKeys() throws {
    let file = TemporaryFile(Array("one:01\n".utf8))
    let heard = Heard()
    let other = try PresharedKey(specification: "given:key", index: 1)
    let files = KeyFiles(keyLog: nil, keyFile: file.path, otherKeys: [other]) { heard.words.append($0) }
    files.look(heard.take)
    #expect(heard.keys.isEmpty)
    try write("one:01\ntwo:02\n", to: file)
    files.look(heard.take)
    files.look(heard.take)
    #expect(heard.keys == [["psk:given", "psk:one", "psk:two"]])
  }

  @Test func whatCannotBeReadIsSaidOnceAndChangesNothing() throws {
    let file = TemporaryFile(Array("one:01\n".utf8))
    let heard = Heard()
    let files = KeyFiles(keyLog: nil, keyFile: file.path) { heard.words.append($0) }
    try write("one:01\ntwo:0\n", to: file)
    files.look(heard.take)
    try write("one:01\ntwo:0x\n", to: file)
    files.look(heard.take)
    #expect(heard.keys.isEmpty && heard.words.count == 1)
    #expect(heard.words[0].contains("line 2") && heard.words[0].contains("still hold"))
    try write("three:03\n", to: file)
    files.look(heard.take)
    #expect(heard.keys == [["psk:three"]])
    // Wrong anew, said anew.
    try FileManager.default.removeItem(atPath: file.path)
    files.look(heard.take)
    files.look(heard.take)
    #expect(heard.words.count == 2 && heard.keys.count == 1)
  }
}
