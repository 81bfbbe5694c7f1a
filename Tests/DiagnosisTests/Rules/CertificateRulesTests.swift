import DTLS
import Testing

@testable import Diagnosis

@Suite struct CertificateRulesTests {
  /// A handshake with certificates up to the server's flight, which is packet 4.
  private func toServerFlight(_ talk: Talk, asksForCertificate: Bool = false) {
    (talk.suites, talk.suite) = ([0xc0ae], 0xc0ae)
    talk.cookieExchange(at: 0)
    if asksForCertificate {
      talk.server(
        .serverHello, .certificate(bytes: 300), .serverKeyExchange, .certificateRequest, .serverHelloDone, at: 0.03)
    } else {
      talk.server(.serverHello, .certificate(bytes: 300), .serverKeyExchange, .serverHelloDone, at: 0.03)
    }
  }

  private func flightWithoutCertificate(_ talk: Talk, at times: Double...) {
    for time in times {
      talk.client(.certificate(bytes: 0), .clientKeyExchange, .changeCipherSpec, .finished, at: time)
    }
  }

  // MARK: The client's

  @Test(arguments: [AlertDescription.noCertificate, .handshakeFailure, .badCertificate])
  func aClientWithoutTheCertificateThatTheServerAsksFor(_ alert: AlertDescription) throws {
    let found = try causes { _, talk in
      toServerFlight(talk, asksForCertificate: true)
      flightWithoutCertificate(talk, at: 0.04)
      talk.server(.alert(.fatal, alert), at: 0.05)
    }
    #expect(found == ["error client-cert-missing certain 4 5 6"])
  }

  @Test func aServerThatSaysNothingOfIt() throws {
    let found = try causes { _, talk in
      toServerFlight(talk, asksForCertificate: true)
      flightWithoutCertificate(talk, at: 0.04, 1.04, 3.04)
    }
    #expect(found == ["error client-cert-missing likely 4 5"])
  }

  @Test func aServerThatDoesWithoutIt() throws {
    let found = try causes { _, talk in
      toServerFlight(talk, asksForCertificate: true)
      flightWithoutCertificate(talk, at: 0.04)
      talk.server(.changeCipherSpec, .finished, at: 0.05)
    }
    #expect(found == [])
  }

  @Test func aServerThatMayAnswerYet() throws {
    let found = try causes { _, talk in
      toServerFlight(talk, asksForCertificate: true)
      flightWithoutCertificate(talk, at: 0.04, 1.04)
    }
    #expect(found == [])
  }

  // MARK: The server's

  private func refused(_ alert: AlertDescription) throws -> [String] {
    try causes { _, talk in
      toServerFlight(talk)
      talk.client(.alert(.fatal, alert), at: 0.04)
    }
  }

  @Test func alertsThatSayWhy() throws {
    #expect(try refused(.unknownCA) == ["error cert-unknown-ca certain 4 5"])
    #expect(try refused(.certificateExpired) == ["error cert-date likely 4 5"])
  }

  @Test func alertsThatDoNotSayWhy() throws {
    #expect(try refused(.badCertificate) == ["error cert-unknown-ca possible 4 5"])
    #expect(try refused(.certificateUnknown) == ["error cert-unknown-ca possible 4 5"])
  }

  @Test func theSameAlertWithoutACertificate() throws {
    let found = try causes { _, talk in
      talk.cookieExchange(at: 0)
      talk.serverFlight(at: 0.03)
      talk.client(.alert(.fatal, .badCertificate), at: 0.04)
    }
    #expect(found.count == 1 && !found[0].contains("cert-"))
  }

  @Test func anAlertThatAnybodyCouldHaveSent() throws {
    let found = try causes { _, talk in
      toServerFlight(talk)
      talk.client(.alert(.fatal, .unknownCA), at: 0.035)
      talk.client(.clientKeyExchange, .changeCipherSpec, .finished, at: 0.04)
      talk.server(.changeCipherSpec, .finished, at: 0.05)
    }
    #expect(found == [])
  }
}
