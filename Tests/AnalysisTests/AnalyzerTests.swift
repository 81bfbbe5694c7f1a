import Bytes
import Capture
import CoAP
import DTLS
import TestSupport
import Testing

@testable import Analysis

@Suite struct AnalyzerTests {
  static let request = RecognitionTests.request
  static let plainServer = Endpoint(address: Talk.server.address, port: 5683)

  // MARK: Sessions

  @Test func aNewHandshakeOnTheSamePortIsAnotherSession() throws {
    let heard = try analyze("mixed-client-hard-reconnect-same-port-mbedtls", "esp32c3_key")
    #expect(heard.began.map(\.first.number) == [1, 9])
    #expect(heard.began.map(\.outcome) == [.established, .established])
    #expect(!heard.began[0].wasSuperseded && !heard.began[1].wasSuperseded)
    #expect(heard.ended.map(\.session.id) == [1, 2])
    // The old one lives until the new one is established.
    #expect(heard.ended[0].packet == 14)
    #expect(heard.messages.map(\.session) == [1, 1, 2, 2])
    // The same bytes under the same message ID in another session are another message.
    #expect(heard.messages.allSatisfy { $0.retransmissionOf == nil })
  }

  @Test func aCookieOrACopyBeginsNoSession() {
    let talk = Talk()
    talk.fromClient(Records.clientHello())
    talk.fromServer(Records.helloVerifyRequest(cookie: [1, 2, 3]))
    talk.fromClient(Records.clientHello(cookie: [1, 2, 3], sequence: 1, number: 1))
    talk.fromClient(Records.clientHello(cookie: [1, 2, 3], sequence: 1, number: 2))
    talk.fromServer(Records.serverHello(sequence: 1, number: 1))
    #expect(talk.heard.began.count == 1)
  }

  @Test func aRenegotiationStaysInItsSession() throws {
    let heard = try analyze("ok-renegotiation-client-openssl", "esp32c3_key")
    #expect(heard.began.count == 1)
    #expect(heard.began[0].association.handshakes.count == 2)
    #expect(heard.messages.count == 8)
  }

  @Test func everyPortHasItsOwnSession() {
    let talk = Talk()
    for port in [40000, 40001, 40000, 40002] as [UInt16] { talk.fromClient(Records.clientHello(), port: port) }
    #expect(talk.heard.began.map(\.client.port) == [40000, 40001, 40002])
    #expect(talk.heard.began.map(\.id) == [1, 2, 3])
    talk.finish()
    #expect(talk.heard.ended.map(\.session.id) == [1, 2, 3])
    #expect(talk.heard.ended.allSatisfy { $0.packet == 5 })
    talk.fromClient(Records.clientHello())
    #expect(talk.heard.began.count == 4)
  }

  @Test func rolesComeFromTheMessageElseFromThePorts() {
    let high = Endpoint(address: IPAddress(ipv4: 1), port: 50000)
    let low = Endpoint(address: IPAddress(ipv4: 2), port: 20000)
    let coaps = Endpoint(address: IPAddress(ipv4: 3), port: 5684)
    let data = Records.sealedData()
    for (payload, source, destination, client, isGuess) in [
      (Records.clientHello(), low, high, low, false), (Records.serverHello(), low, high, high, false),
      (data, high, low, high, true), (data, low, high, high, true), (data, coaps, low, low, true),
      (data, low, coaps, low, true),
    ] {
      let talk = Talk()
      talk.give(payload, from: source, to: destination)
      #expect(talk.heard.began[0].client == client && talk.heard.began[0].hasGuessedRoles == isGuess)
    }
  }

  @Test func aClosedSessionEndsInItsTime() {
    let talk = Talk()
    talk.fromClient(Records.clientHello(), at: 0)
    talk.fromServer(Records.alert(2, 40), at: 1)
    talk.tick(at: 61)
    #expect(talk.heard.ended.isEmpty)
    talk.tick(at: 62)
    #expect(talk.heard.ended.map(\.session.id) == [1])
    talk.fromClient(Records.clientHello(number: 1), at: 63)
    #expect(talk.heard.began.count == 2)
  }

  @Test func idleTimeEndsNothing() {
    let talk = Talk()
    talk.fromClient(Records.clientHello(), at: 0)
    talk.tick(at: 1_000_000)
    talk.fromServer(Records.serverHello(), at: 1_000_001)
    #expect(talk.heard.began.count == 1 && talk.heard.ended.isEmpty)
  }

  @Test func beyondTheLimitTheOldestIsClosedWhichIsANotice() {
    let talk = Talk(flowLimit: 8)
    for port in UInt16(40000)..<40009 { talk.fromClient(Records.clientHello(), port: port) }
    // An eighth of the table, which goes up to and with the second.
    #expect(talk.heard.ended.map(\.session.client.port) == [40000, 40001])
    #expect(talk.heard.ended.allSatisfy { $0.session.wasEvicted && $0.packet == 9 })
    let notices = talk.heard.notices.filter { if case .sessionEvicted = $0.notice { true } else { false } }
    #expect(notices.map(\.session) == [1, 2])
    talk.finish()
    #expect(talk.heard.ended.count == 9)
    #expect(talk.heard.ended.count(where: \.session.wasEvicted) == 2)
  }

  // MARK: Records

  @Test func everyRecordOfADatagramIsReported() {
    let talk = Talk()
    talk.fromClient(Records.clientHello() + Records.alert(1, 90, number: 1))
    #expect(talk.heard.records.map(\.type) == [.handshake, .alert])
    #expect(talk.heard.records.allSatisfy { $0.packet == 1 && $0.session == 1 && $0.protection == .none })
  }

  @Test func aRecordBeyondItsDatagramIsMalformed() {
    let talk = Talk()
    talk.fromClient(Records.clientHello())
    talk.fromClient(Records.record(21, [1], number: 1, length: 2))
    talk.fromClient(Records.record(21, [1, 90], number: 2) + [21, 0xfe, 0xfd])
    #expect(
      talk.heard.notices.map { "\($0.packet) \($0.notice)" } == [
        "2 malformedRecord(DTLSPlaintext.fragment at 13: needs 2, has 1)",
        "3 malformedRecord(DTLSPlaintext.epoch at 18: needs 2, has 0)",
      ])
    #expect(talk.heard.began[0].malformed == 2)
  }

  @Test func whatTheCaptureCutIsNobodysFault() {
    let talk = Talk()
    talk.fromClient([UInt8](Records.clientHello().prefix(40)), length: Records.clientHello().count)
    talk.fromClient([21, 0xfe, 0xfd, 0], length: 15)
    talk.give(
      [UInt8](Self.request.prefix(6)), from: Talk.client, to: Self.plainServer, length: Self.request.count)
    #expect(talk.heard.notices.isEmpty)
    #expect(talk.heard.began.map(\.malformed) == [0])
    #expect(talk.heard.records.map(\.protection) == [.cut])
  }

  // MARK: CoAP

  @Test func aCopyOfAMessageNamesTheFirst() {
    let talk = Talk()
    talk.give(Self.request, from: Talk.client, to: Self.plainServer)
    talk.give(hex("60450001ff31"), from: Self.plainServer, to: Talk.client)
    talk.give(Self.request, from: Talk.client, to: Self.plainServer)
    // The same bytes of the other end are its own message.
    talk.give(Self.request, from: Self.plainServer, to: Talk.client)
    #expect(talk.heard.messages.map(\.retransmissionOf) == [nil, nil, 1, nil])
    #expect(talk.heard.messages.allSatisfy { $0.session == nil && $0.isAuthentic == nil })
    #expect(talk.heard.began.isEmpty)
  }

  @Test func aMessageThatAnICMPErrorQuotesIsNoMessage() {
    let talk = Talk()
    talk.give(Self.request, from: Talk.client, to: Self.plainServer)
    talk.unreachable(quoting: Self.request, from: Talk.client, to: Self.plainServer)
    #expect(talk.heard.messages.map(\.packet) == [1])
    #expect(talk.heard.errors.map(\.packet) == [2] && talk.heard.errors[0].session == nil)
    talk.give(Self.request, from: Talk.client, to: Self.plainServer)
    #expect(talk.heard.messages.map(\.retransmissionOf) == [nil, 1])
  }

  @Test func anICMPErrorThatQuotesAHelloBeginsNoSession() {
    let talk = Talk()
    talk.unreachable(quoting: Records.clientHello())
    #expect(talk.heard.began.isEmpty && talk.heard.records.isEmpty && talk.heard.errors.count == 1)
  }

  @Test func dtlsAndCoAPOnOnePairOfPortsAreToldApart() {
    let talk = Talk()
    talk.fromClient(Self.request)
    talk.fromClient(Records.clientHello())
    talk.fromClient(Self.request)
    #expect(talk.heard.messages.map(\.packet) == [1, 3])
    #expect(talk.heard.messages.map(\.session) == [nil, nil])
    #expect(talk.heard.began.map(\.first.number) == [2])
  }

  @Test func malformedCoAPIsANoticeWithWhatWasWrong() throws {
    let talk = Talk()
    talk.give(hex("48010001ab"), from: Talk.client, to: Self.plainServer)
    #expect(talk.heard.messages.isEmpty)
    guard case .malformedCoAP(let message)? = talk.heard.notices.first?.notice else {
      Issue.record("\(talk.heard.notices)")
      return
    }
    #expect("\(message.error)" == "CoAP.Token at 4: needs 8, has 1")
  }

  @Test func brokenRulesAreNoticesBesideTheMessage() {
    let talk = Talk()
    // An Empty message with a token; a request with two Content-Formats.
    talk.give(hex("61000001ab"), from: Talk.client, to: Self.plainServer)
    talk.give(hex("40010002c1000100"), from: Talk.client, to: Self.plainServer)
    #expect(talk.heard.messages.map(\.code) == ["0.00", "0.01"])
    #expect(talk.heard.notices.map(\.packet) == [1, 2])
    if case .emptyMessageWithMore = talk.heard.notices[0].notice {} else { Issue.record("\(talk.heard.notices)") }
    if case .optionViolations = talk.heard.notices[1].notice {} else { Issue.record("\(talk.heard.notices)") }
  }

  @Test func aForgedMessageIsShownAsSuchAndNotCounted() throws {
    let heard = try analyze("lossy-badmac-injected-appdata-openssl", "esp32c3_key")
    let forged = heard.messages.filter { $0.isAuthentic == false }
    #expect(forged.count == 2)
    #expect(forged.allSatisfy { $0.retransmissionOf == nil })
    #expect(heard.messages.count(where: { $0.isAuthentic == true }) == 8)
    // The genuine ones are no copies of the forged ones.
    #expect(heard.messages.allSatisfy { $0.retransmissionOf == nil })
  }

  @Test func listenersHearOfPauses() {
    let talk = Talk()
    talk.analyzer.inputPaused()
    talk.analyzer.captureBegan(at: PacketStamp(number: 1, nanoseconds: 5))
    #expect(talk.heard.pauses == 1 && talk.heard.firstPackets.map(\.nanoseconds) == [5])
  }
}
