import DTLScope
import Foundation
import TestSupport
import Testing

/// A capture as values.
@Suite struct CaptureAnalysisTests {
  private static let keys = ["esp32c3_id:esp32c3_key"]

  private func analysis(_ fixture: String, _ keys: [String] = keys) throws -> CaptureAnalysis {
    try CaptureAnalysis(path: Fixtures.path(fixture), keys: Keys(presharedKeys: keys))
  }

  @Test func aSessionHasItsHandshakeItsAlertsAndItsCoAP() throws {
    let analysis = try analysis("ok-ccm8-put-get-openssl")
    #expect(analysis.sessions.map(\.number) == [1, 2])
    let session = try #require(analysis.sessions.first)
    #expect(session.client.description == "10.77.0.1:58604" && session.client.port == 58604)
    #expect(session.server.address == "10.77.0.2" && session.server.port == 5684)
    #expect(session.version == "DTLS 1.2" && session.cipherSuite == "TLS_PSK_WITH_AES_128_CCM_8")
    #expect(session.outcome == .established && session.decryption == .decrypted && !session.isResumed)
    #expect(session.pskIdentity == "esp32c3_id" && session.keySource == "psk:esp32c3_id")
    #expect(
      session.handshake.map(\.type) == [
        "client_hello", "hello_verify_request", "client_hello", "server_hello", "server_key_exchange",
        "server_hello_done", "client_key_exchange", "finished", "new_session_ticket", "finished",
      ])
    #expect(session.handshake.map(\.sender).filter { $0 == .client }.count == 4)
    #expect(session.handshake.allSatisfy { $0.isComplete && $0.session == 1 && $0.retransmissions.isEmpty })
    #expect(session.handshake.filter(\.isEncrypted).map(\.type) == ["finished", "finished"])
    let alert = try #require(session.alerts.first)
    #expect(alert.name == "close_notify" && alert.level == "warning" && alert.code == 0 && alert.isEncrypted)
    #expect(alert.packet.number == 9 && alert.sender == .client && alert.session == 1)
    #expect(session.findings.map(\.id).contains("close-notify"))
    #expect(session.findings.allSatisfy { $0.session == 1 && $0.severity == .info })
    #expect(analysis.summary.isCut == false && analysis.summary.damage == nil)
  }

  @Test func aCoAPMessageOwnsWhatItHolds() throws {
    let analysis = try analysis("ok-ccm8-put-get-openssl")
    #expect(analysis.plainCoAP.isEmpty)
    let coap = try #require(analysis.sessions.first).coap
    #expect(coap.map(\.code) == ["0.03", "2.01"] && coap.map(\.name) == ["PUT", "Created"])
    let (put, created) = (coap[0], coap[1])
    #expect(put.packet.number == 7 && put.packet.nanoseconds == 1_795_478_316_380_529_000)
    #expect(put.kind == .confirmable && created.kind == .acknowledgement)
    #expect(put.messageID == 6181 && put.token == [1] && put.path == "/light" && created.path == nil)
    #expect(put.options == created.options + put.options.filter { $0.name == "Uri-Path" && $0.number == 11 })
    #expect(put.options.map(\.value) == [Array("light".utf8)])
    #expect(put.payload == Array("ON".utf8) && put.payloadText == "ON" && created.payloadText == nil)
    #expect(put.isAuthentic == true && put.session == 1 && put.exchange == 1)
    #expect(created.answers == 7 && created.retransmissionOf == nil && created.source == put.destination)
    let exchange = try #require(analysis.exchanges.first)
    #expect(exchange.number == 1 && exchange.session == 1 && exchange.method == "PUT" && exchange.status == "2.01")
    #expect(exchange.uri == "coaps://10.77.0.2/light" && exchange.outcome == .completed)
    #expect(exchange.request == put.packet && exchange.responses == [8])
    #expect(exchange.roundTripNanoseconds == created.packet.nanoseconds - put.packet.nanoseconds)
  }

  @Test func theRootCauseOfAFailureComesFirst() throws {
    let analysis = try analysis("fail-wrongpsk-client-gnutls-server-mbedtls", ["esp32c3_key"])
    let session = try #require(analysis.sessions.first)
    #expect(session.outcome == .failed && session.decryption == .wrongKey && session.keySource == nil)
    #expect(session.alerts.map(\.name) == ["bad_record_mac"] && session.alerts.map(\.level) == ["fatal"])
    let finding = try #require(analysis.findings.first)
    #expect(finding == session.findings.first)
    #expect(finding.id == "psk-mismatch-alert" && finding.severity == .error && finding.confidence == .likely)
    #expect(finding.title == "The two ends have different pre-shared keys")
    #expect(finding.evidence.map(\.packet.number) == [7, 8] && finding.evidence[0].text == "the client's Finished")
    #expect(finding.remedies.first?.hasPrefix("Put the same bytes on both ends") == true)
    #expect(finding.text.contains("esp32c3_id") && finding.reference.contains("RFC 4279"))
    let sealed = try #require(session.handshake.first { $0.messageSequence == nil })
    #expect(sealed.type == "finished" && sealed.packet?.number == 7 && !sealed.isComplete && sealed.length == nil)
  }

  @Test func retransmissionsAreNamed() throws {
    let session = try #require(try analysis("lossy-drop-ch2").sessions.first)
    #expect(session.handshake.map { $0.retransmissions.map(\.number) } == [[], [], [4], [], [], [], [], [], []])
    #expect(session.coap.map(\.retransmissionOf) == [nil, nil, 8, 9])
  }

  @Test func plainCoAPIsInNoSession() throws {
    let analysis = try analysis("coap-exchanges")
    #expect(analysis.sessions.isEmpty && !analysis.plainCoAP.isEmpty)
    #expect(analysis.plainCoAP.allSatisfy { $0.session == nil && $0.isAuthentic == nil })
    #expect(Set(analysis.exchanges.map(\.outcome)) == [.completed, .separate, .reset, .timedOut])
  }

  /// What the tool's report in JSON says of the same captures.
  @Test(
    arguments: [
      "ok-20-clients-interleaved-mbedtls", "mixed-half-open-clients",
      "fail-server-reboot-client-mbedtls-server-mbedtls",
      "coap-exchanges", "lossy-udpproxy-1", "ok-ipfrag-response-fragment-missing", "ok-resume-ticket-mbedtls",
    ])
  func saysTheSameAsTheTool(_ fixture: String) throws {
    let expected = try Report(contentsOf: Fixtures.path(fixture, "expected.json"))
    let analysis = try analysis(fixture)
    #expect(analysis.sessions.map(Report.Session.init) == expected.sessions)
    #expect(analysis.findings.map { Report.Finding(id: $0.id, session: $0.session) } == expected.findings)
    #expect(analysis.exchanges.map(Report.Exchange.init) == expected.coap.exchanges)
    #expect(analysis.notices.map(Report.Notice.init) == expected.notices)
    let messages = analysis.plainCoAP + analysis.sessions.flatMap(\.coap)
    #expect(
      messages.map(Report.Message.init).sorted { $0.packet < $1.packet }
        == expected.coap.messages.sorted { $0.packet < $1.packet })
  }
}

/// A part of the tool's report.
private struct Report: Decodable {
  struct Session: Decodable, Equatable {
    let id: Int
    let outcome: String
    let firstPacket: Int
    let lastPacket: Int
    let findings: [String]

    init(_ session: DTLScope.Session) {
      (id, outcome, firstPacket) = (session.number, session.outcome.rawValue, session.first.number)
      (lastPacket, findings) = (session.last.number, session.findings.map(\.id))
    }
  }

  struct Finding: Decodable, Equatable {
    let id: String
    let session: Int?
  }

  struct Exchange: Decodable, Equatable {
    let id: Int
    let session: Int?
    let uri: String
    let outcome: String
    let responsePackets: [Int]

    init(_ exchange: DTLScope.Exchange) {
      (id, session, uri) = (exchange.number, exchange.session, exchange.uri)
      (outcome, responsePackets) = (exchange.outcome.rawValue, exchange.responses)
    }
  }

  struct Notice: Decodable, Equatable {
    let id: String
    let packet: Int
    let session: Int?

    init(_ notice: DTLScope.Notice) {
      (id, packet, session) = (notice.id, notice.packet.number, notice.session)
    }
  }

  struct Message: Decodable, Equatable {
    let packet: Int
    let session: Int?
    let code: String
    let exchange: Int?

    init(_ message: CoAPMessage) {
      (packet, session, code, exchange) = (message.packet.number, message.session, message.code, message.exchange)
    }
  }

  struct CoAP: Decodable {
    let messages: [Message]
    let exchanges: [Exchange]
  }

  let sessions: [Session]
  let findings: [Finding]
  let notices: [Notice]
  let coap: CoAP

  init(contentsOf path: String) throws {
    self = try JSONDecoder().decode(Report.self, from: Data(contents(path)))
  }
}
