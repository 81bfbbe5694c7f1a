import Capture
import CoAP
import Testing

@testable import Diagnosis

/// Requests that come to nothing, and messages that should not be: with DTLS and without it.
@Suite struct ConversationRulesTests {
  /// What is found in CoAP without DTLS.
  private func plain(until end: Double = 200, _ play: (PlainTalk) -> Void) throws -> Found {
    let scene = Scene()
    play(scene.plainTalk())
    scene.sign(at: end)
    return try scene.findings()
  }

  /// What is found in a session that came up; its first six packets are the handshake.
  private func session(_ play: (Talk) -> Void) throws -> Found {
    try found(["esp32c3_key"]) { _, talk in
      talk.comeUp()
      play(talk)
    }
  }

  /// An exchange that is as it should be.
  private func exchange(_ talk: PlainTalk, _ id: UInt8, at time: Double) {
    talk.client(Coded.request(id), at: time)
    talk.server(Coded.response(id), at: time + 0.01)
  }

  @Test func whatIsAsItShouldBe() throws {
    #expect(try plain { exchange($0, 1, at: 0) }.all == [])
    let found = try session {
      $0.client(.get(1), at: 1)
      $0.server(.content(1), at: 1.01)
    }
    #expect(found.all.filter { $0.contains("coap") } == [])
  }

  // MARK: Missing responses

  @Test func aRequestThatIsGivenUp() throws {
    let found = try plain { $0.client(Coded.request(1), at: 0, 2.5, 7.5, 17.5, 37.5) }
    #expect(found.all == ["error coap-request-timeout certain 1 2 3 4 5 #0"])
    let text = found.text(of: .coapRequestTimeout)
    #expect(text.contains("192.0.2.1:40000 sent GET \"/light\" 5 times within 37.5 s and gave it up"))
    #expect(text.contains("nor anything else of 192.0.2.2:5683"))
  }

  @Test func aRequestThatIsGivenUpWhileOthersAreAnswered() throws {
    let found = try plain {
      $0.client(Coded.request(1), at: 0, 2.5, 7.5, 17.5, 37.5)
      exchange($0, 2, at: 100)
    }
    #expect(found.all == ["warning coap-request-timeout certain 1 2 3 4 5 #0"])
    #expect(found.text(of: .coapRequestTimeout).contains("1 request was given up; 1 of 2 were answered"))
  }

  @Test func aRequestThatIsGivenUpEarly() throws {
    let found = try plain { $0.client(Coded.request(1), at: 0, 2.5) }
    // MAX_TRANSMIT_WAIT is over, so that it is given up for certain.
    #expect(found.all == ["error coap-request-timeout certain 1 2 #0"])
    let early = try plain(until: 20) { $0.client(Coded.request(1), at: 0, 2.5) }
    #expect(early.all == ["info coap-request-unanswered likely 1 2 #0"])
    #expect(try plain(until: 2.9) { $0.client(Coded.request(1), at: 0, 2.5) }.all == [])
  }

  /// Only the client's direction is in the capture.
  @Test func requestsWithoutASignOfTheServer() throws {
    let found = try plain { talk in
      for id in 1...3 as ClosedRange<UInt8> { talk.client(Coded.request(id), at: Double(id)) }
    }
    #expect(found.all == [])
  }

  @Test func aRequestThatIsNotRepeated() throws {
    let found = try plain {
      exchange($0, 1, at: 0)
      $0.client(Coded.request(2), at: 1)
    }
    #expect(found.all == ["info coap-request-unanswered possible 3 #0"])
  }

  @Test func messagesThatNeedNoAnswer() throws {
    let found = try plain {
      exchange($0, 1, at: 0)
      $0.client(Coded.message(.nonConfirmable, .post, 9, token: [9], [], [0x31]), at: 1)
      $0.client(Coded.message(.nonConfirmable, .get, 10, token: [10], [CoAP.Option(.noResponse, [26])]), at: 2)
    }
    #expect(found.all == [])
  }

  @Test func aResponseThatWasPromised() throws {
    func acknowledged(until end: Double) throws -> [String] {
      try plain(until: end) {
        $0.client(Coded.request(1), at: 0)
        $0.server(Coded.message(.acknowledgement, .empty, 1), at: 0.01)
      }.all
    }
    #expect(try acknowledged(until: 15) == ["info coap-request-unanswered likely 1 2 #0"])
    #expect(try acknowledged(until: 5) == [])
  }

  /// What follows from the session's cause is none of its own.
  @Test func aServerThatLostTheSession() throws {
    let found = try session {
      $0.client(.get(1), at: 1)
      $0.server(.content(1), at: 1.01)
      $0.client(.get(2), at: 30, 32.5, 37.5, 47.5, 67.5)
    }
    #expect(found.all.filter { $0.contains("lost-session") || $0.contains("coap") }.count == 1)
    #expect(found.causes.first?.hasPrefix("error server-lost-session") == true)
  }

  @Test func aRequestOfASessionThatIsGivenUp() throws {
    let found = try session {
      $0.client(.get(1), at: 1, 3.5, 8.5, 18.5, 38.5)
      $0.client(.get(2), at: 60)
      $0.server(.content(2), at: 60.01)
    }
    #expect(found.causes == [])
    #expect(found.named(.coapRequestTimeout) == ["warning coap-request-timeout certain 7 8 9 10 11"])
    #expect(found.text(of: .coapRequestTimeout).hasPrefix("The client sent GET \"/light\" 5 times"))
  }

  @Test func aReset() throws {
    func answered(with type: MessageType, to request: [UInt8]) throws -> [String] {
      try plain {
        exchange($0, 9, at: 0)
        $0.client(request, at: 1)
        $0.server(Coded.message(type, .empty, 1), at: 1.01)
      }.all
    }
    #expect(try answered(with: .reset, to: Coded.request(1)) == ["warning coap-reset certain 3 4 #0"])
    // The answer to a ping.
    #expect(try answered(with: .reset, to: Coded.message(.confirmable, .empty, 1)) == [])
  }

  // MARK: Errors

  @Test func requestsThatAreAnsweredWithErrors() throws {
    let found = try plain {
      for id in 1...2 as ClosedRange<UInt8> {
        $0.client(Coded.request(id, path: "nowhere"), at: Double(id))
        $0.server(Coded.response(id, .notFound), at: Double(id) + 0.01)
      }
      $0.client(Coded.request(3, .put), at: 4)
      $0.server(Coded.response(3, .serviceUnavailable), at: 4.01)
      exchange($0, 4, at: 5)
    }
    #expect(found.all == ["warning coap-error-responses certain 1 2 5 #0"])
    #expect(
      found.text(of: .coapErrorResponses).contains(
        "Of 4 requests, these are answered with errors: GET \"/nowhere\": 4.04 Not Found (2 times); "
          + "PUT \"/light\": 5.03 Service Unavailable."))
  }

  @Test func aConditionThatDoesNotHold() throws {
    let found = try plain {
      $0.client(Coded.request(1, .put, [CoAP.Option(.ifNoneMatch, [])], "on"), at: 0)
      $0.server(Coded.response(1, .preconditionFailed, length: 0), at: 0.01)
    }
    #expect(found.all == ["info coap-error-responses certain 1 2 #0"])
  }

  /// The same of a client that takes a new port for every request is told once.
  @Test func manyConversationsThatGoWrongAlike() throws {
    let scene = Scene()
    for index in 0..<3 as Range<UInt16> {
      let talk = scene.plainTalk(port: 40000 + index)
      talk.client(Coded.request(1), at: Double(index))
      talk.server(Coded.response(1, .notFound), at: Double(index) + 0.01)
    }
    let found = try scene.findings()
    #expect(found.all == ["warning coap-error-responses certain 1 2 #0"])
    #expect(found.text(of: .coapErrorResponses).hasSuffix("The like is in 2 more conversations with this server."))
  }

  private func puts(_ values: [(String, Code)]) throws -> Found {
    try session { talk in
      for (index, (value, status)) in values.enumerated() {
        let id = UInt8(index + 1)
        talk.client(.data(Coded.request(id, .put, [], value)), at: Double(id))
        talk.server(.data(Coded.response(id, status, length: 0)), at: Double(id) + 0.01)
      }
    }
  }

  @Test func theExampleThatRefusesWhatIsStored() throws {
    let same = try puts([("on", .changed), ("on", .internalServerError)])
    #expect(same.named(.referencePut500) == ["info reference-put-500 likely 9 10"])
    #expect(same.named(.coapErrorResponses) == ["warning coap-error-responses certain 9 10"])
    let beginning = try puts([("open", .changed), ("op", .internalServerError)])
    #expect(beginning.named(.referencePut500) == ["info reference-put-500 possible 9 10"])
    #expect(beginning.text(of: .referencePut500).contains("with \"op\" is answered 5.00"))
    #expect(try puts([("on", .changed), ("off", .internalServerError)]).named(.referencePut500) == [])
    #expect(try puts([("on", .changed), ("on", .changed)]).named(.referencePut500) == [])
    #expect(try puts([("on", .internalServerError)]).named(.referencePut500) == [])
  }

  /// A client that makes a session for each request, as coap-client does.
  @Test func theExampleThatRefusesWhatWasStoredInAnotherSession() throws {
    let scene = Scene()
    for (index, status) in [Code.changed, .internalServerError].enumerated() {
      let talk = scene.talk(from: .init(address: Scene.client, port: 40000 + UInt16(index)))
      let start = Double(index) * 10
      talk.comeUp(at: start)
      talk.client(.data(Coded.request(1, .put, [], "on")), at: start + 1)
      talk.server(.data(Coded.response(1, status, length: 0)), at: start + 1.01)
      talk.close(at: start + 2)
    }
    #expect(try scene.findings("esp32c3_key").named(.referencePut500) == ["info reference-put-500 likely 17 18 #2"])
  }

  // MARK: Messages

  @Test func messagesThatBreakTheFormat() throws {
    let request = try plain { $0.client(Coded.message(.acknowledgement, .get, 1, token: [1]), at: 0) }
    #expect(request.named(.coapIllegalMessage) == ["warning coap-illegal-message certain 1 #0"])
    #expect(request.text(of: .coapIllegalMessage).contains("ACK does not carry 0.01 GET"))
    let text = try session { $0.client(.data(Array("hello wolfssl!".utf8)), at: 1) }
    #expect(text.named(.coapIllegalMessage) == [])
    let empty = try plain {
      $0.client(Coded.request(1), at: 0)
      $0.server(Coded.message(.acknowledgement, .empty, 1, token: [1]), at: 0.01)
      $0.server(Coded.message(.nonConfirmable, .content, 77, token: [1], [], [0x31]), at: 0.02)
    }
    #expect(empty.all == ["warning coap-illegal-message certain 2 #0"])
  }

  private func critical(_ number: UInt16, answer: [UInt8]) throws -> Found {
    try plain {
      $0.client(Coded.request(1, .get, [CoAP.Option(OptionNumber(rawValue: number), [1])]), at: 0)
      $0.server(answer, at: 0.01)
    }
  }

  @Test func criticalOptionsThatNobodyRegistered() throws {
    let rejected = try critical(65001, answer: Coded.response(1, .badOption))
    #expect(
      rejected.named(.coapUnknownCriticalOption) == ["warning coap-unknown-critical-option certain 1 2 #0"])
    let taken = try critical(65001, answer: Coded.response(1))
    #expect(taken.all == ["info coap-unknown-critical-option certain 1 2 #0"])
    #expect(taken.text(of: .coapUnknownCriticalOption).hasPrefix("Option 65001 is critical"))
    let inBoth = try critical(
      65001, answer: Coded.response(1, .content, [CoAP.Option(OptionNumber(rawValue: 65001), [1])]))
    #expect(inBoth.text(of: .coapUnknownCriticalOption).contains("192.0.2.2:5683 does not reject GET"))
    #expect(try critical(65000, answer: Coded.response(1)).all == [])
  }

  @Test func aResponseWithAnotherToken() throws {
    func answer(token: [UInt8]) throws -> [String] {
      try plain {
        $0.client(Coded.request(1), at: 0)
        $0.server(Coded.response(1, token: token), at: 0.01)
      }.all
    }
    #expect(try answer(token: [2]) == ["warning coap-token-mismatch certain 1 2 #0"])
    #expect(try answer(token: [1]) == [])
  }

  // MARK: Repetitions

  private func repeated(at times: [Double]) throws -> [String] {
    try plain { talk in
      for time in times { talk.client(Coded.request(1), at: time) }
      talk.server(Coded.response(1), at: 60)
    }.all
  }

  @Test func aStorm() throws {
    #expect(
      try repeated(at: (0...20).map { Double($0) / 100 })
        == ["warning coap-retransmission-storm certain 1 2 3 4 5 6 7 8 #0"])
    // What a capture on two interfaces has.
    #expect(try repeated(at: [0, 0.0001]) == [])
  }

  @Test func timersThatAreNotTheStandards() throws {
    #expect(try repeated(at: [0, 0.5, 1.5]) == ["info coap-retransmission-timing likely 1 2 3 #0"])
    #expect(try repeated(at: [0, 2, 4, 6]) == ["info coap-retransmission-timing likely 1 2 3 4 #0"])
    #expect(try repeated(at: [0, 2.5, 7.5, 17.5, 37.5]) == [])
    // The first three copies were lost before the capture point.
    #expect(try repeated(at: [0, 17.5, 37.5]) == [])
    #expect(try repeated(at: [0, 2.5, 2.5001, 7.5, 7.5001, 17.5]) == [])
  }
}
