import Foundation
import TestSupport
import Testing

/// Live captures on loopback, with libcoap's client and server where sessions are needed. They need the right to capture.
@Suite(.serialized) struct LiveTests {
  private static let capture = ["live", "-i", Loopback.interface]

  /// A run that has begun to capture.
  private func begin(_ arguments: [String], port: UInt16) throws -> Pipes {
    let pipes = try Pipes(Self.capture + ["--filter", "udp port \(port) or udp port \(port + 1) or icmp"] + arguments)
    try #require(Loopback.waitUntil { Self.hasPacketSocket(pipes.process.processIdentifier) })
    // The filter follows.
    usleep(300_000)
    return pipes
  }

  /// Whether a process has the socket that it captures with set up: its ring is in its memory.
  private static func hasPacketSocket(_ process: Int32) -> Bool {
    #if os(Linux)
      let maps = (try? String(contentsOfFile: "/proc/\(process)/maps", encoding: .utf8)) ?? ""
      return maps.contains("socket:[")
    #else
      sleep(2)
      return true
    #endif
  }

  private func client(_ key: String, _ port: UInt16, keylog: String? = nil) throws {
    let process = try Loopback.start(
      Loopback.coapClient, ["-k", key, "-u", "me", "-B", "4", "-m", "get", "coaps://127.0.0.1:\(port)/"],
      environment: keylog.map { ["SSLKEYLOGFILE": $0] } ?? [:])
    try #require(Loopback.waitUntil { kill(process.processIdentifier, 0) != 0 || !process.isRunning })
  }

  /// The lines up to the first with `word`.
  private func lines(_ pipes: Pipes, upTo word: String) -> [String] {
    var lines: [String] = []
    while let line = pipes.readLine() {
      lines.append(line)
      if line.contains(word) { break }
    }
    return lines
  }

  @Test(
    .timeLimit(.minutes(3)), .enabled(if: Loopback.mayCapture, "needs the right to capture"),
    .enabled(if: Loopback.hasPeers, "needs libcoap3-bin"))
  func aSessionIsSeenWhileItHappensAndAFailureBeforeTheEnd() throws {
    let scratch = try Scratch()
    let keylog = scratch.path + "/keys.log"
    let server = try Loopback.start(
      Loopback.coapServer, ["-A", "127.0.0.1", "-p", "21683", "-k", "sesame", "-h", "hint"])
    defer { server.terminate() }
    // The key log is not there yet: the client writes it.
    let pipes = try begin(["--keylog", keylog], port: 21684)
    defer { pipes.stop() }
    try client("sesame", 21684, keylog: keylog)
    let first = lines(pipes, upTo: "CoAP ACK 2.05")
    #expect(first.contains { $0.contains("client_hello") })
    #expect(first.contains { $0.contains("CoAP CON GET /") }, "\(first)")
    #expect(first.last?.contains("2.05 Content") == true)
    // A wrong key, and a port without a server.
    try client("wrong", 21684)
    #expect(lines(pipes, upTo: "psk-mismatch").last?.contains("ERROR") == true)
    try client("sesame", 21685)
    #expect(lines(pipes, upTo: "dtls-port-closed").last?.contains("certain") == true)
    #expect(pipes.process.isRunning)
    pipes.process.interrupt()
    let rest = pipes.readRest()
    #expect(rest.contains("Session 1") && rest.contains("decrypted with keylog"))
    #expect(rest.contains("Session 2") && !rest.contains("psk-mismatch") && rest.contains("dropped by the kernel"))
    try #require(Loopback.waitUntil { !pipes.process.isRunning })
    #expect(pipes.process.terminationReason == .exit && pipes.process.terminationStatus == 0)
  }

  @Test(.timeLimit(.minutes(3)), .enabled(if: Loopback.mayCapture, "needs the right to capture"))
  func aRingHoldsEveryPacketButThoseThatWereDropped() throws {
    let scratch = try Scratch()
    // Into a file: a pipe that nobody reads would keep it from capturing.
    let process = Tool.process(
      Self.capture + ["--filter", "udp port 22684", "--format", "ndjson", "--buffer-size", "128"]
        + ["-w", scratch.path + "/r.pcapng", "--ring", "100:256K"], in: nil)
    process.standardOutput = try scratch.handle("out")
    process.standardError = FileHandle.nullDevice
    try process.run()
    defer { if process.isRunning { process.terminate() } }
    try #require(Loopback.waitUntil { Self.hasPacketSocket(process.processIdentifier) })
    usleep(300_000)
    let count = 5000
    try Loopback.flood(port: 22684, count: count, pause: 8000)
    usleep(500_000)
    process.terminate()
    try #require(Loopback.waitUntil { !process.isRunning })
    #expect(process.terminationStatus == 0)
    let lines = String(decoding: try scratch.bytes("out"), as: UTF8.self).split(separator: "\n")
    let last = try JSON(bytes: [UInt8](try #require(lines.last { $0.contains(#""kind":"capture""#) }).utf8))
    let captured = try #require(last["packets"].number)
    let dropped = try #require(last["drops"]["kernel"].number)
    #expect(captured <= count && captured + dropped >= count, "\(captured) captured, \(dropped) dropped")
    let files = scratch.names.filter { $0.hasPrefix("r_") }.sorted()
    // Each message takes some 700 bytes.
    #expect(files.count > captured * 600 / (256 << 10), "\(files.count) files of \(captured) packets")
    #expect(captured > 1000, "too slow to tell anything: \(dropped) dropped")
    var written = 0
    for file in files {
      let report = try JSON(bytes: Tool.run(["analyze", file, "--format", "json"], in: scratch.path).output)
      #expect(report["captures"][0]["cut"] == .flag(false))
      written += report["captures"][0]["packets"].number ?? 0
    }
    #expect(written == captured)
  }

  @Test(.timeLimit(.minutes(2)), .enabled(if: Loopback.mayCapture, "needs the right to capture"))
  func aKillLosesAtMostASecond() throws {
    let scratch = try Scratch()
    let pipes = try begin(["-w", scratch.path + "/k.pcapng"], port: 23684)
    defer { pipes.stop() }
    try Loopback.flood(port: 23684, count: 20)
    sleep(1)
    kill(pipes.process.processIdentifier, SIGKILL)
    try #require(Loopback.waitUntil { !pipes.process.isRunning })
    let result = try Tool.run(["analyze", "k.pcapng", "--format", "json"], in: scratch.path)
    #expect(result.status == 0)
    #expect(try JSON(bytes: result.output)["captures"][0]["packets"].number == 20)
  }

  @Test(.enabled(if: Loopback.mayCapture, "needs the right to capture"))
  func aBadFilterOrInterfaceIsOneLineAndLeavesFilesAlone() throws {
    let scratch = try Scratch()
    try scratch.write("w.pcapng", [1, 2, 3])
    for (arguments, word) in [
      (["-i", Loopback.interface, "--filter", "udp prot 5"], "the filter cannot be used"),
      (["-i", "no-such-if0"], "no such interface"),
    ] {
      let result = try Tool.run(["live"] + arguments + ["-w", "w.pcapng", "--duration", "1"], in: scratch.path)
      #expect(result.status == 2 && result.output.isEmpty)
      #expect(result.errors.contains(word) && result.errors.split(separator: "\n").count == 1, "\(result.errors)")
      #expect(try scratch.bytes("w.pcapng") == [1, 2, 3])
    }
    let unwritable = try Tool.run(["live", "-i", Loopback.interface, "-w", "no/w.pcapng"], in: scratch.path)
    #expect(unwritable.status == 2 && unwritable.errors.contains("no/w.pcapng: cannot be written"))
  }

  /// As a user without privileges, who is told how to get them.
  @Test(.enabled(if: Loopback.canGiveUpPrivileges, "needs setpriv, or to be no root"))
  func withoutPrivilegesOneLineSaysHowToGetThem() throws {
    let process = Process()
    let arguments = [Tool.executable.path, "live", "-i", Loopback.interface, "--duration", "0.1"]
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments =
      (getuid() == 0 ? ["setpriv", "--bounding-set", "-all", "--inh-caps", "-all"] : []) + arguments
    process.environment = ProcessInfo.processInfo.environment
    let errors = Pipe()
    process.standardOutput = FileHandle.nullDevice
    process.standardError = errors
    try process.run()
    let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    try #require(Loopback.waitUntil { !process.isRunning })
    #expect(process.terminationStatus == 2)
    #expect(text.contains("setcap cap_net_raw+eip") && text.contains("sudo"), "\(text)")
    #expect(text.split(separator: "\n").count == 1)
  }

  /// Another machine's capture, through a pipe.
  @Test(.timeLimit(.minutes(2)))
  func aPipeIsReadWhileItGoesOn() throws {
    let fixture = Fixture("fail-unknown-identity-mbedtls")
    let scratch = try Scratch()
    let pipes = try Pipes(
      ["live", "-", "-w", scratch.path + "/copy.pcapng"] + (try fixture.arguments.dropFirst()))
    defer { pipes.stop() }
    let capture = try fixture.bytes("capture.pcap")
    pipes.send(capture)
    // The pipe stays open: only the clock tells that nothing more comes.
    #expect(lines(pipes, upTo: "ERROR").last?.contains("ERROR") == true)
    #expect(pipes.process.isRunning)
    pipes.closeInput()
    #expect(pipes.readRest().contains("Session 1"))
    try #require(Loopback.waitUntil { !pipes.process.isRunning })
    #expect(pipes.process.terminationStatus == 0)
    let options = ["--format", "ndjson"] + (try fixture.arguments.dropFirst())
    let copy = try Tool.run(["analyze", scratch.path + "/copy.pcapng"] + options)
    let original = try fixture.run("analyze", ["--format", "ndjson"])
    let isOfCapture = { (line: String) in line.contains(#""kind":"capture""#) }
    #expect(copy.lines.filter { !isOfCapture($0) } == original.lines.filter { !isOfCapture($0) })
  }

  @Test func interfacesAreListed() throws {
    let result = try Tool.run(["interfaces"])
    #expect(result.status == 0)
    #expect(result.lines.contains { $0.hasPrefix(Loopback.interface) && $0.contains("127.0.0.1") })
  }

  @Test(arguments: [
    (["live"], "Give -i INTERFACE"), (["live", "-", "-i", "lo"], "Give -i INTERFACE"),
    (["live", "-i", "lo", "--ring", "1:1M"], "needs -w"),
    (["live", "-i", "lo", "-w", "x", "--ring", "1:1"], "FILES:SIZE"),
    (["live", "-", "--filter", "udp"], "for interfaces"), (["live", "-i", "lo", "--duration", "0"], "above 0"),
    (["live", "-i", "lo", "--user", "nobody-of-that-name"], "no such user"),
  ])
  func aMistakeIsOneLine(_ arguments: [String], _ word: String) throws {
    let result = try Tool.run(arguments)
    #expect(result.status == 2 && result.output.isEmpty)
    #expect(result.errors.contains(word) && result.errors.split(separator: "\n").count == 1, "\(result.errors)")
  }
}

extension Loopback {
  /// Whether a program can be run without the right to capture.
  static let canGiveUpPrivileges =
    getuid() != 0 && !mayCapture || getuid() == 0 && FileManager.default.isExecutableFile(atPath: "/usr/bin/setpriv")
}
