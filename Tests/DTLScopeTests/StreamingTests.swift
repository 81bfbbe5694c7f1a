import DTLScope
import TestSupport
import Testing

/// A capture event by event.
@Suite struct StreamingTests {
  private struct Enough: Error {}

  private static let path = Fixtures.path("ok-ccm8-put-get-openssl")

  private func events(_ path: String) throws -> [CaptureEvent] {
    var events: [CaptureEvent] = []
    try CaptureAnalysis.run(path: path, keys: Keys(presharedKeys: ["esp32c3_key"])) { events.append($0) }
    return events
  }

  /// A word for an event, and its packet.
  private func word(_ event: CaptureEvent) -> String {
    switch event {
    case .handshakeMessage(let message): "\(message.packet?.number ?? 0) \(message.type) of \(message.session)"
    case .alert(let alert): "\(alert.packet.number) \(alert.name ?? "-") of \(alert.session)"
    case .coap(let message): "\(message.packet.number) \(message.code) of \(message.session ?? 0)"
    case .exchangeEnded(let exchange): "\(exchange.uri) of \(exchange.session ?? 0)"
    case .sessionEnded(let session): "session \(session.number) \(session.outcome)"
    case .finding(let finding): finding.id
    case .notice(let notice): notice.id
    }
  }

  @Test func eventsComeInTheOrderOfPackets() throws {
    let words = try events(Self.path).map(word)
    #expect(
      words.prefix(13) == [
        "1 client_hello of 1", "2 hello_verify_request of 1", "3 client_hello of 1", "4 server_hello of 1",
        "4 server_key_exchange of 1", "4 server_hello_done of 1", "5 client_key_exchange of 1", "5 finished of 1",
        "6 new_session_ticket of 1", "6 finished of 1", "7 0.03 of 1", "8 2.01 of 1", "9 close_notify of 1",
      ])
    let exchange = try #require(words.firstIndex(of: "coaps://10.77.0.2/light of 1"))
    let session = try #require(words.firstIndex(of: "session 1 established"))
    #expect(exchange > 12 && session > exchange)
    #expect(words.filter { $0.hasPrefix("session") } == ["session 1 established", "session 2 established"])
  }

  @Test func sessionsComeWithTheirFindingsAndWithoutTheirCoAP() throws {
    let sessions = try events(Self.path).compactMap { if case .sessionEnded(let session) = $0 { session } else { nil } }
    let analysis = try CaptureAnalysis(path: Self.path, keys: Keys(presharedKeys: ["esp32c3_key"]))
    #expect(sessions.map(\.findings) == analysis.sessions.map(\.findings))
    #expect(sessions.map(\.handshake) == analysis.sessions.map(\.handshake))
    #expect(sessions.allSatisfy(\.coap.isEmpty) && analysis.sessions.allSatisfy { !$0.coap.isEmpty })
  }

  @Test(arguments: ["ok-20-clients-interleaved-mbedtls", "lossy-serverview-cert-mtu-overlap", "coap-exchanges"])
  func twoRunsSayTheSame(_ fixture: String) throws {
    let events = try events(Fixtures.path(fixture))
    #expect(try events == self.events(Fixtures.path(fixture)) && !events.isEmpty)
  }

  @Test func readingStopsWhereAnErrorIsThrown() throws {
    var count = 0
    #expect(throws: Enough.self) {
      try CaptureAnalysis.run(path: Self.path) { _ in
        count += 1
        if count == 3 { throw Enough() }
      }
    }
    #expect(count == 3)
  }

  @Test func theSummaryTellsOfACut() throws {
    let whole = contents(Self.path)
    let cut = TemporaryFile(Array(whole.dropLast(5)))
    let summary = try CaptureAnalysis.run(path: Self.path) { _ in }
    let summaryOfCut = try CaptureAnalysis.run(path: cut.path) { _ in }
    #expect(!summary.isCut && summaryOfCut.isCut && summaryOfCut.packets == summary.packets - 1)
    #expect(summary.datagrams > 0 && summary.firstNanoseconds == summaryOfCut.firstNanoseconds)
  }
}
