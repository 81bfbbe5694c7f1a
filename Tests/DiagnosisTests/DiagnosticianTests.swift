import Analysis
import Bytes
import Capture
import DTLS
import Testing

@testable import Diagnosis

@Suite struct DiagnosticianTests {
  @Test func theCauseComesFirstAndIsTheOnlyError() throws {
    let found = try found { _, talk in
      talk.cookieExchange(at: 0)
      talk.serverFlight(at: 0.03)
      talk.clientFlight(at: 0.04, sending: .twice)
      talk.server(.alert(.fatal, .badRecordMAC), at: 0.05)
    }
    #expect(found.findings.first?.severity == .error)
    #expect(found.findings.count(where: { $0.severity == .error }) == 1)
    // What is only a remark comes after it.
    #expect(found.findings.count > 1)
  }

  @Test func everyRuleHasAnExplanationOfTheList() {
    let ids = Set(Explanation.all.map(\.id))
    #expect(Rule.all.allSatisfy { ids.contains($0.explanation.id) })
  }

  @Test func evidenceIsInTheOrderOfThePackets() throws {
    let found = try found { _, talk in
      talk.cookieExchange(at: 0)
      talk.client(.helloWithCookie, at: 1, 3, 7)
    }
    let packets = found.findings.flatMap { $0.evidence.map(\.stamp.number) }
    #expect(!packets.isEmpty && packets == packets.sorted())
  }

  /// What was seen in one capture explains nothing in the next.
  @Test func aCaptureIsForgottenWithItsEnd() throws {
    let alive = Scene()
    alive.sign(at: 0)
    let silent = Scene()
    silent.talk().client(.hello, at: 1, 2, 4)
    let both = Scene()
    both.sign(at: 0)
    both.talk().client(.hello, at: 1, 2, 4)
    #expect(try both.findings().causes == ["error server-deaf likely 2 3 4"])
    #expect(try Scene.findings(in: [alive, silent]).causes == ["error server-unreachable likely 1 2 3"])
  }

  @Test(arguments: [2, 3, 7])
  func theNumberOfThreadsMakesNoDifference(_ shards: Int) throws {
    let scene = Scene()
    for index in 0..<20 {
      let talk = scene.talk(from: Endpoint(address: Scene.client, port: 40000 + UInt16(index)))
      switch index % 4 {
      case 0: talk.comeUp(at: Double(index))
      case 1: talk.client(.hello, at: Double(index), Double(index) + 1, Double(index) + 3)
      case 2:
        talk.cookieExchange(at: Double(index))
        talk.client(.helloWithCookie, at: Double(index) + 1, Double(index) + 3)
      default:
        talk.clientKey = [1]
        talk.cookieExchange(at: Double(index))
        talk.serverFlight(at: Double(index) + 0.03)
        talk.clientFlight(at: Double(index) + 0.04)
        talk.server(.alert(.fatal, .badRecordMAC), at: Double(index) + 0.05)
      }
    }
    let one = try scene.findings("esp32c3_key")
    let several = try scene.findings("esp32c3_key", shards: shards)
    #expect(one.all.count >= 15 && several.all == one.all)
    #expect(several.findings.map(\.text) == one.findings.map(\.text))
  }

  // MARK: Remedies

  private let explanation = Explanation(
    "some-thing", .failure, "Something", meaning: "Nothing.",
    remedies: ["For all.", .on(.openSSL, "For OpenSSL."), .on(.mbedTLS, "For Mbed TLS.")], reference: "RFC 0")

  @Test func remediesAreThoseOfTheStacksAtHand() {
    #expect(explanation.remedies(for: [.openSSL]) == ["For all.", "OpenSSL: For OpenSSL."])
    #expect(explanation.remedies(for: [.gnuTLS]) == ["For all."])
  }

  @Test func withoutAKnownStackAllAreGiven() {
    #expect(explanation.remedies(for: []).count == 3)
  }

  @Test func someRemedyIsAlwaysGiven() {
    let one = Explanation(
      "some-thing", .failure, "Something", meaning: "Nothing.", remedies: [.on(.openSSL, "For OpenSSL.")],
      reference: "RFC 0")
    #expect(one.remedies(for: [.gnuTLS]) == ["OpenSSL: For OpenSSL."])
  }

  @Test func everySeverityHasItsRank() {
    #expect(Finding.Severity.info < .warning && .warning < Finding.Severity.error)
    #expect(!(Finding.Severity.error < .error))
  }
}
