import Bytes
import Capture
import CoAP
import DTLS
import OSCORE
import TestSupport
import Testing

@testable import Analysis

/// Messages that OSCORE protects, on their way through the analyzer.
@Suite struct AnalyzerOSCORETests {
  /// Keeps what it hears of OSCORE.
  final class Listener: EventListener {
    var messages: [(packet: Int, code: Code, path: String, oscore: OSCOREFacts?, retransmissionOf: Int?)] = []
    var problems: [(packet: Int, problem: OSCOREProblem)] = []

    func coap(_ event: borrowing CoAPEvent) {
      messages.append(
        (event.stamp.number, event.message.code, Message(event.message).path, event.oscore, event.retransmissionOf))
    }

    func notice(_ notice: Notice, _ context: NoticeContext) {
      if case .oscore(let problem) = notice { problems.append((context.stamp.number, problem)) }
    }
  }

  private func analyze(_ name: String = "oscore", withContexts: Bool = true) throws -> Listener {
    let listener = Listener()
    let text = contents(Fixtures.path(name, "contexts.oscore"))
    var keyring = Keyring()
    keyring.add(try PresharedKey(specification: "esp32c3_id:esp32c3_key", index: 1))
    let analyzer = Analyzer(
      decryption: Decryption(keyring: keyring),
      oscoreContexts: withContexts ? try SecurityContextFile(text).contexts : [], listener: listener)
    try CaptureRun(try CaptureFile.open(Fixtures.path(name)), index: 0).run(analyzer)
    return listener
  }

  @Test func listenersGetTheInnerMessage() throws {
    let heard = try analyze()
    let first = try #require(heard.messages.first)
    #expect(first.code == .get && first.path == "/tv1" && first.oscore?.outerCode == .post)
    #expect(heard.messages[1].code == .content && heard.messages[1].oscore?.context == "oscore:1")
    // Copies are told by what was sent.
    #expect(heard.messages.map(\.retransmissionOf).prefix(5) == [nil, nil, 1, 2, nil])
    #expect(heard.messages[11].code == .put && heard.messages[11].path == "/fw")
  }

  @Test func problemsAreNotices() throws {
    let heard = try analyze()
    #expect(heard.problems.map(\.packet) == [13, 15, 16, 17, 18, 20, 21])
    #expect(heard.problems[0].problem == .replay(.repeated(2, packet: 12)))
    #expect(heard.problems[4].problem == .failure(.notAuthentic(contexts: ["oscore:1", "oscore:3"])))
  }

  @Test func withoutContextsTheOuterMessagesAreShown() throws {
    let heard = try analyze(withContexts: false)
    #expect(heard.messages.count == 27)
    #expect(heard.messages[0].code == .post && heard.messages[0].path == "/")
    #expect(heard.messages[0].oscore?.failure == .unknownKid([], kidContext: nil))
    // That there is no context is no news then.
    #expect(heard.problems.map(\.packet) == [20, 21])
    #expect(heard.messages[23].oscore == nil)
  }

  @Test func aSessionCarriesThemToo() throws {
    let heard = try analyze("oscore-dtls")
    #expect(heard.messages.map(\.code) == [.get, .get, .get, .content, .get])
    #expect(heard.messages.map(\.packet) == [9, 10, 11, 12, 13])
    #expect(heard.messages.allSatisfy { $0.oscore?.context == "oscore:1" })
    // Neither a retransmission nor a copy of its record is a replay; another message is.
    #expect(heard.problems.map(\.packet) == [13])
    #expect(heard.problems.first?.problem == .replay(.repeated(20, packet: 9)))
  }
}
