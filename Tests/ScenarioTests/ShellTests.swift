import Foundation
import TestSupport
import Testing

/// What a shell and `man` are told of the commands.
@Suite struct ShellTests {
  static let commands = [
    "analyze", "diagnose", "explain", "compare", "packets", "live", "interfaces", "stats", "export", "conformance",
    "manual",
  ]

  private func script(_ shell: String) throws -> String {
    let result = try Tool.run(["--generate-completion-script", shell])
    #expect(result.status == 0 && result.errors == "")
    return result.text
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func everyShellIsToldOfEveryCommand(_ shell: String) throws {
    let script = try script(shell)
    #expect(Set(script.split { !$0.isLetter }).isSuperset(of: Self.commands.map { $0[...] }))
    #expect(script.contains("no-config") && script.contains("pcapng") && script.contains("ndjson"))
  }

  /// What bash offers for the last of `words`, in a folder with a capture, a key file and a folder.
  private func offers(_ words: [String]) throws -> [String] {
    let scratch = try Scratch()
    try scratch.write("a.pcap", [])
    try scratch.write("a.key", [])
    try FileManager.default.createDirectory(atPath: scratch.path + "/ab", withIntermediateDirectories: false)
    let path = try scratch.write("completions", [UInt8](script("bash").utf8))
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.currentDirectoryURL = URL(fileURLWithPath: scratch.path)
    let commands = """
      source "$1"; shift
      COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}
      _dtlscope "$1" "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
      printf '%s\\n' "${COMPREPLY[@]}"
      """
    process.arguments = ["--norc", "-c", commands, "bash", path, Tool.executable.path] + words
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return text.split(separator: "\n").map(String.init).sorted()
  }

  @Test(
    .enabled(if: FileManager.default.isExecutableFile(atPath: "/bin/bash")),
    arguments: [
      (["ana"], ["analyze"]), (["co"], ["compare", "conformance"]), (["packets", "a"], ["a.pcap", "ab"]),
      (["packets", "a.pcap", "--keylog", "a."], ["a.key", "a.pcap"]), (["export", "--bodies", "a"], ["ab"]),
      (["analyze", "--format", "h"], ["html"]), (["live", "-i", "\(Loopback.interface)"], [Loopback.interface]),
      (["explain", "psk-mismatch-al"], ["psk-mismatch-alert"]), (["diagnose", "--fail"], ["--fail-on"]),
    ])
  func bashCompletesWords(_ words: [String], _ expected: [String]) throws {
    #expect(try offers(words) == expected)
  }

  @Test func theManualPageIsWhatTheCommandsSay() throws {
    let result = try Tool.run(["manual"])
    let page = URL(fileURLWithPath: Fixtures.folder).deletingLastPathComponent().appending(path: "Docs/man/dtlscope.1")
    let isCurrent = try Data(contentsOf: page) == Data(result.output)
    #expect(isCurrent, "Docs/man/dtlscope.1 is old: run Scripts/write-manual.sh")
    for command in Self.commands { #expect(result.text.contains("\n.Ss dtlscope \(command)\n")) }
    for heading in ["ENVIRONMENT", "FILES", "EXIT STATUS", "EXAMPLES"] {
      #expect(result.text.contains(".Sh \(heading)\n"))
    }
    #expect(result.output.allSatisfy { $0 < 0x80 })
  }

  @Test func helpTellsExitStatuses() throws {
    let help = try Tool.run(["--help"]).text
    #expect(help.contains("EXIT STATUS") && help.contains("2  bad usage"))
  }
}
