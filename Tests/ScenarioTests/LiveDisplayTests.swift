import Foundation
import TestSupport
import Testing

/// What `live` shows besides its lines: fed with a capture through a pipe, which needs no privileges.
@Suite struct LiveDisplayTests {
  private func live(_ name: String, _ options: [String]) throws -> Tool.Result {
    let fixture = Fixture(name)
    let keys = Array(try fixture.arguments.dropFirst())
    return try Tool.run(["live", "-"] + keys + options, in: fixture.path, input: fixture.bytes("capture.pcap"))
  }

  @Test func withoutATerminalATableIsLines() throws {
    let result = try live("fail-wrongpsk-client-mbedtls-server-openssl", ["--watch"])
    #expect(result.status == 0 && result.errors == "")
    let lines = result.lines
    #expect(lines.contains { $0.hasSuffix(" begins") } && lines.contains { $0.contains(" failed") })
    #expect(lines.contains { $0.contains("psk-mismatch-openssl") })
    #expect(!result.text.contains("\u{1b}"))
  }

  @Test(arguments: [("x", "give PORT, ADDRESS:PORT or [ADDRESS]:PORT"), ("203.0.113.1:9400", "cannot listen there")])
  func aPlaceToServeMetricsThatIsNoneIsSaid(_ place: String, _ why: String) throws {
    let result = try live("lossy-drop-ch2", ["--metrics", place])
    #expect(result.status == 2 && result.output.isEmpty)
    #expect(result.errors.hasPrefix("dtlscope: error: --metrics \(place): ") && result.errors.contains(why))
    #expect(result.errors.split(separator: "\n").count == 1)
  }

  @Test(.timeLimit(.minutes(2)))
  func metricsAreServedWhileTheCaptureRuns() throws {
    let fixture = Fixture("fail-unknown-identity-openssl")
    let port = try freePort()
    let pipes = try Pipes(["live", "-", "--metrics", "\(port)"] + fixture.arguments.dropFirst())
    defer { pipes.stop() }
    pipes.send(try fixture.bytes("capture.pcap"))
    // The input stays open: the capture goes on, and so does the server.
    let wanted = #"dtlscope_handshake_failures_total{cause="psk-identity-unknown-alert"} 1"#
    var answer = ""
    while !answer.contains(wanted), pipes.process.isRunning {
      answer = get("/metrics", port)
      usleep(100_000)
    }
    #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n") && answer.contains("\ndtlscope_sessions_total 1\n"))
    #expect(answer.contains(#"dtlscope_handshakes_total{outcome="failed"} 1"#))
    #expect(get("/", port).hasPrefix("HTTP/1.1 404 "))
    pipes.closeInput()
    #expect(pipes.readRest().contains("psk-identity-unknown-alert"))
    pipes.process.waitUntilExit()
    #expect(pipes.process.terminationStatus == 0)
  }

  @Test func aTableHasNoOtherFormat() throws {
    let result = try live("lossy-drop-ch2", ["--watch", "--format", "ndjson"])
    #expect(result.status == 2 && result.errors.contains("--watch is for people"))
  }

  // MARK: A client

  /// A TCP socket at an address of the machine itself.
  private func withSocket<Result>(_ port: UInt16, _ body: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Result)
    -> Result
  {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        body(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
  }

  /// A port that nobody has.
  private func freePort() throws -> UInt16 {
    try #require(
      withSocket(0) { descriptor, address, length in
        guard bind(descriptor, address, length) == 0 else { return nil }
        var bound = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isKnown = withUnsafeMutablePointer(to: &bound) { pointer in
          pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &size) == 0 }
        }
        return isKnown ? UInt16(bigEndian: bound.sin_port) : nil
      })
  }

  /// The whole answer to a GET, headers included; empty while nobody listens.
  private func get(_ path: String, _ port: UInt16) -> String {
    withSocket(port) { descriptor, address, length in
      guard connect(descriptor, address, length) == 0 else { return "" }
      let request = [UInt8]("GET \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".utf8)
      guard write(descriptor, request, request.count) == request.count else { return "" }
      var answer: [UInt8] = []
      var piece = [UInt8](repeating: 0, count: 4096)
      while true {
        let count = read(descriptor, &piece, piece.count)
        guard count > 0 else { return String(decoding: answer, as: UTF8.self) }
        answer += piece[..<count]
      }
    }
  }
}
