import Bytes
import DTLS
import Diagnosis
import Testing

@testable import Watch

@Suite struct WatchListenerTests {
  @Test func aSessionThatRecoversIsToldInFull() throws {
    let model = try watch("lossy-drop-ch2")
    let session = try #require(model.all.first)
    #expect(session.number == 1 && session.state == .closed && session.isOver)
    // A ClientHello and a GET.
    #expect(session.retransmissions == 3)
    #expect(session.events.compactMap(\.flight) == [1, 2, 3, 4, 5, 6])
    #expect(session.version == .dtls12 && session.cipherSuite != nil)
    #expect(session.roundTrip == 239_000)
    #expect(session.lastMessage.map(EventText.summary) == "GET /light 2.05")
    #expect(model.seen == (1, 1, 0))
  }

  @Test func aSessionThatFailsHasItsFindings() throws {
    let model = try watch("fail-wrongpsk-client-gnutls-server-mbedtls")
    let session = try #require(model.all.first)
    #expect(session.state == .failed)
    #expect(session.findings.map(\.explanation.id) == ["psk-mismatch-alert", "psk-hint-ignored"])
    #expect(model.seen == (1, 0, 1))
  }

  @Test func plainCoAPHasRowsOfItsOwn() throws {
    let model = try watch("coap-other-port")
    let plain = model.all.filter { if case .plain = $0.key { true } else { false } }
    #expect(!plain.isEmpty)
    for session in plain {
      #expect(session.state == .over)
      #expect(session.events.contains { $0.sender == .client })
    }
  }

  @Test func recordsThatAreMissingAreRungs() throws {
    let model = try watch("ok-ipfrag-response-fragment-missing")
    let rungs = model.all.flatMap(\.events).filter { if case .missing = $0.content { true } else { false } }
    #expect(rungs.allSatisfy { $0.sender != nil })
  }
}
