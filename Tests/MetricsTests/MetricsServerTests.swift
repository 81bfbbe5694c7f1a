import Synchronization
import TestSupport
import Testing

@testable import Metrics

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite struct MetricsServerTests {
  /// What a server on the machine itself answers to a request.
  private func ask(_ request: String, port: UInt16) -> String {
    let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(socket) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    let connected = withUnsafeBytes(of: &address) { bytes in
      connect(socket, bytes.assumingMemoryBound(to: sockaddr.self).baseAddress, socklen_t(bytes.count))
    }
    guard connected == 0 else { return "" }
    _ = send(socket, request, request.utf8.count, 0)
    var answer: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = recv(socket, &piece, piece.count, 0)
      guard count > 0 else { return String(decoding: answer, as: UTF8.self) }
      answer += piece.prefix(count)
    }
  }

  private func makeServer(_ text: @escaping @Sendable () -> String) throws -> (MetricsServer, UInt16) {
    let server = try MetricsServer(try #require(ListenAddress.addresses(in: "127.0.0.1:0")), text: text)
    return (server, try #require(server.addresses.first?.port))
  }

  @Test func servesWhatIsCountedNow() throws {
    let asked = Mutex(0)
    let (server, port) = try makeServer { "things_total \(asked.withLock { $0 += 1; return $0 })\n" }
    for turn in 1...2 {
      let answer = ask("GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", port: port)
      #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
      #expect(answer.lowercased().contains("content-type: text/plain; version=0.0.4; charset=utf-8\r\n"))
      #expect(answer.hasSuffix("\r\n\r\nthings_total \(turn)\n"))
    }
    withExtendedLifetime(server) {}
  }

  @Test(arguments: ["GET /", "GET /metrics/", "GET /metrics/../x", "POST /metrics", "HEAD /favicon.ico"])
  func answersNothingElse(_ request: String) throws {
    let (server, port) = try makeServer { "things_total 1\n" }
    let answer = ask("\(request) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", port: port)
    #expect(answer.hasPrefix("HTTP/1.1 404 Not Found\r\n") && !answer.contains("things_total"))
    withExtendedLifetime(server) {}
  }

  @Test func outlivesClientsThatTalkNonsense() throws {
    let (server, port) = try makeServer { "things_total 1\n" }
    for nonsense in ["\u{0}\u{1}\u{2}\r\n\r\n", "GET\r\n\r\n", "GET /metrics HTTP/9.9\r\n:\r\n\r\n"] {
      _ = ask(nonsense, port: port)
    }
    #expect(ask("GET /metrics HTTP/1.1\r\nConnection: close\r\n\r\n", port: port).hasSuffix("things_total 1\n"))
    withExtendedLifetime(server) {}
  }

  @Test func aPortInUseIsSaidInALine() throws {
    let (server, port) = try makeServer { "" }
    let taken = try #require(ListenAddress.addresses(in: "\(port)"))
    let error = #expect(throws: MetricsServer.StartError.self) { try MetricsServer(taken) { "" } }
    #expect(
      error?.description
        == "--metrics 127.0.0.1:\(port): cannot listen there: Address already in use; "
        + "give another port, or stop what has it")
    withExtendedLifetime(server) {}
  }

  @Test(arguments: ["999.1.1.1:0", "[::zz:]:0", "192.0.2.77:0"])
  func anAddressOfNobodyIsSaid(_ text: String) throws {
    let addresses = try #require(ListenAddress.addresses(in: text))
    let error = #expect(throws: MetricsServer.StartError.self) { try MetricsServer(addresses) { "" } }
    #expect(error?.description.hasPrefix("--metrics \(text): cannot listen there: ") == true)
    #expect(error?.description.contains("\n") == false)
  }
}
