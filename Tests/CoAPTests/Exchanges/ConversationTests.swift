import Bytes
import Testing

@testable import CoAP

/// Which messages belong together, whatever they look like.
@Suite struct ConversationTests {
  @Test func aPiggybackedResponseAnswersItsRequest() throws {
    var dialogue = Dialogue()
    let asked = try dialogue.give(.request(7), from: .one, at: 1)
    let answered = try dialogue.give(.response(7), from: .other, at: 1.25)
    dialogue.finish(at: 2)
    let exchange = try #require(dialogue.ended.first)
    #expect(asked.exchange === exchange && answered.exchange === exchange)
    #expect(answered.answers?.number == 1 && answered.isFirstAnswer)
    #expect(exchange.outcome == .completed && exchange.status == .content)
    #expect(exchange.request.roundTrip == 250_000_000 && exchange.request.thinkTime == nil)
    #expect(exchange.responsePackets == [2] && exchange.requestCopies == 0)
  }

  @Test func aSeparateResponseIsPairedByToken() throws {
    var dialogue = Dialogue()
    try dialogue.give(.request(7), from: .one, at: 1)
    let promised = try dialogue.give(.empty(.acknowledgement, 7), from: .other, at: 1.1)
    let answered = try dialogue.give(.response(99, type: .confirmable), from: .other, at: 3.1)
    let acknowledged = try dialogue.give(.empty(.acknowledgement, 99), from: .one, at: 3.2)
    dialogue.finish(at: 4)
    let exchange = try #require(dialogue.ended.first)
    #expect(promised.exchange === exchange && promised.answers?.number == 1)
    #expect(answered.exchange === exchange && answered.answers?.number == 1)
    #expect(acknowledged.exchange === exchange && acknowledged.answers?.number == 3)
    #expect(exchange.outcome == .separate && exchange.request.acknowledged?.number == 2)
    #expect(exchange.request.thinkTime == 2_000_000_000 && exchange.request.roundTrip == 2_100_000_000)
  }

  @Test func aResponseThatNobodyPromisedIsSeparateToo() throws {
    var dialogue = Dialogue()
    try dialogue.give(.request(7), from: .one, at: 1)
    try dialogue.give(.response(99, type: .nonConfirmable), from: .other, at: 3)
    dialogue.finish(at: 4)
    #expect(dialogue.ended.first?.outcome == .separate)
    #expect(dialogue.ended.first?.request.thinkTime == nil)
  }

  @Test func nonConfirmableMessagesArePairedByToken() throws {
    var dialogue = Dialogue()
    try dialogue.give(.request(7, type: .nonConfirmable), from: .one, at: 1)
    let answered = try dialogue.give(.response(1000, type: .nonConfirmable), from: .other, at: 1.5)
    dialogue.finish(at: 2)
    #expect(answered.exchange != nil && dialogue.ended.first?.outcome == .completed)
  }

  @Test func anEmptyTokenIsATokenLikeAnyOther() throws {
    var dialogue = Dialogue()
    try dialogue.give(.request(7, token: []), from: .one, at: 1)
    let copy = try dialogue.give(.request(7, token: []), from: .one, at: 3.5)
    let answered = try dialogue.give(.response(7, token: []), from: .other, at: 3.6)
    dialogue.finish(at: 4)
    let exchange = try #require(dialogue.ended.first)
    #expect(copy.copyOf == 1 && copy.exchange === exchange && answered.exchange === exchange)
    #expect(exchange.requestCopies == 1 && exchange.request.copies.map(\.number) == [2])
    #expect(dialogue.ended.count == 1 && exchange.outcome == .completed)
  }

  @Test func aTokenThatIsUsedAgainNamesTheNewRequest() throws {
    var dialogue = Dialogue()
    try dialogue.give(.request(7, .get, path: "first"), from: .one, at: 1)
    try dialogue.give(.response(7), from: .other, at: 1.1)
    try dialogue.give(.request(8, .get, path: "second"), from: .one, at: 2)
    let answered = try dialogue.give(.response(8), from: .other, at: 2.1)
    dialogue.finish(at: 3)
    #expect(dialogue.ended.map(\.resource.path) == ["/first", "/second"])
    #expect(answered.exchange?.resource.path == "/second" && answered.answers?.number == 3)
    #expect(dialogue.ended.map(\.responsePackets) == [[2], [4]])
  }

  @Test func bothEndsMayAskWithTheSameTokenAndMessageID() throws {
    var dialogue = Dialogue()
    try dialogue.give(.request(7, .get, path: "mine"), from: .one, at: 1)
    try dialogue.give(.request(7, .get, path: "yours"), from: .other, at: 1.1)
    let mine = try dialogue.give(.response(7), from: .other, at: 1.2)
    let yours = try dialogue.give(.response(7, .notFound), from: .one, at: 1.3)
    #expect(mine.exchange?.resource.path == "/mine" && yours.exchange?.resource.path == "/yours")
    #expect(mine.exchange?.status == .content && yours.exchange?.status == .notFound)
  }

  @Test func aResetIsTiedToItsMessage() throws {
    var dialogue = Dialogue()
    try dialogue.give(.request(7), from: .one, at: 1)
    try dialogue.give(.request(7), from: .one, at: 3)
    try dialogue.give(.request(7), from: .one, at: 7)
    let reset = try dialogue.give(.empty(.reset, 7), from: .other, at: 7.1)
    dialogue.finish(at: 8)
    let exchange = try #require(dialogue.ended.first)
    #expect(reset.exchange === exchange && reset.answers?.number == 1)
    #expect(exchange.outcome == .reset && exchange.wasReset?.number == 4 && exchange.requestCopies == 2)
  }

  @Test func aPingIsAnsweredByAReset() throws {
    var dialogue = Dialogue()
    let ping = try dialogue.give(.empty(.confirmable, 5), from: .one, at: 1)
    let pong = try dialogue.give(.empty(.reset, 5), from: .other, at: 1.1)
    if case .ping = ping.role {} else { Issue.record("\(ping.role)") }
    #expect(pong.answers?.number == 1 && pong.exchange == nil && dialogue.began.isEmpty)
  }

  @Test func aConfirmableRequestIsGivenUp() throws {
    var dialogue = Dialogue()
    for seconds in [0, 2.5, 7.5, 17.5, 37.5] { try dialogue.give(.request(7), from: .one, at: seconds) }
    dialogue.finish(at: 40)
    #expect(dialogue.ended.first?.outcome == .timedOut && dialogue.ended.first?.requestCopies == 4)

    var early = Dialogue()
    for seconds in [0, 2.5, 7.5] { try early.give(.request(7), from: .one, at: seconds) }
    early.finish(at: 20)
    #expect(early.ended.first?.outcome == .unanswered)

    var late = Dialogue()
    try late.give(.request(7), from: .one, at: 0)
    late.finish(at: 94)
    #expect(late.ended.first?.outcome == .timedOut)

    // One that the server has promised to answer is not repeated.
    var promised = Dialogue()
    try promised.give(.request(7), from: .one, at: 0)
    try promised.give(.empty(.acknowledgement, 7), from: .other, at: 0.1)
    promised.finish(at: 94)
    #expect(promised.ended.first?.outcome == .unanswered)
  }

  @Test func aCopyOfAResponseBelongsToItsExchange() throws {
    var dialogue = Dialogue()
    try dialogue.give(.request(7), from: .one, at: 1)
    try dialogue.give(.response(7), from: .other, at: 1.1)
    try dialogue.give(.request(7), from: .one, at: 3.5)
    let again = try dialogue.give(.response(7), from: .other, at: 3.6)
    dialogue.finish(at: 4)
    let exchange = try #require(dialogue.ended.first)
    #expect(again.copyOf == 2 && again.exchange === exchange && again.answers?.number == 1)
    #expect(exchange.responseCount == 1 && exchange.responseCopies == 1 && exchange.requestCopies == 1)
  }

  @Test func aResponseWithAnotherTokenIsToldByItsMessageID() throws {
    var dialogue = Dialogue()
    try dialogue.give(.request(7, token: [1, 2]), from: .one, at: 1)
    let answered = try dialogue.give(.response(7, token: [9]), from: .other, at: 1.1)
    let lost = try dialogue.give(.response(50, type: .nonConfirmable, token: [9]), from: .other, at: 1.2)
    #expect(answered.exchange?.wrongToken?.number == 2)
    #expect(lost.exchange == nil && lost.answers == nil)
  }

  @Test func severalServersAnswerARequestToAGroup() throws {
    var dialogue = Dialogue()
    try dialogue.give(.request(7, type: .nonConfirmable), from: .one, at: 1, isMulticast: true)
    let answers = try [2000, 7, 31].map {
      try dialogue.giveGroupResponse(.response($0, type: .nonConfirmable), at: 2)
    }
    let other = try dialogue.giveGroupResponse(.response(8, type: .nonConfirmable, token: [5]), at: 2)
    dialogue.finish(at: 3)
    #expect(answers.allSatisfy { $0?.exchange === dialogue.ended.first } && other == nil)
    #expect(dialogue.ended.first?.responseCount == 3 && dialogue.ended.first?.outcome == .completed)
  }

  @Test func whoWantsNoResponseGetsNone() throws {
    let noResponse = Option(.noResponse, [26])
    var dialogue = Dialogue()
    try dialogue.give(.request(7, .put, type: .nonConfirmable, options: [noResponse]), from: .one, at: 1)
    dialogue.finish(at: 100)
    #expect(dialogue.ended.first?.outcome == .completed && dialogue.ended.first?.lacksResponse == false)

    // Who wants no success only is told of failures, and of nothing else.
    var some = Dialogue()
    try some.give(.request(7, .put, type: .nonConfirmable, options: [Option(.noResponse, [2])]), from: .one, at: 1)
    some.finish(at: 100)
    #expect(some.ended.first?.outcome == .unanswered && some.ended.first?.noResponse == 2)
  }

  @Test func whatIsOverStaysForCopiesAndNotForEver() throws {
    var dialogue = Dialogue()
    for number in 0..<20 {
      let token: [UInt8] = [UInt8(number)]
      try dialogue.give(.request(UInt16(number), token: token), from: .one, at: Double(number))
      try dialogue.give(.response(UInt16(number), token: token), from: .other, at: Double(number) + 0.1)
    }
    #expect(dialogue.ended.count == 20 - Conversation.maximumOver - 1)
    #expect(dialogue.ended.map(\.request.stamp.number) == (0..<dialogue.ended.count).map { 2 * $0 + 1 })
    #expect(dialogue.ended.allSatisfy { !$0.wasPutAway })
  }

  @Test func theOldestOfTooManyOpenRequestsIsPutAway() throws {
    var dialogue = Dialogue()
    for number in 0..<(Conversation.maximumOpen + 3) {
      try dialogue.give(.request(UInt16(number), token: [UInt8(number)]), from: .one, at: Double(number) / 100)
    }
    #expect(dialogue.ended.map(\.request.stamp.number) == [1, 2, 3])
    #expect(dialogue.ended.allSatisfy { $0.wasPutAway && $0.outcome == .unanswered })
  }

  @Test func whatNobodyHeardOfForTheLifetimeIsOver() throws {
    var dialogue = Dialogue()
    for number in 0..<6 { try dialogue.give(.request(UInt16(number), token: [UInt8(number)]), from: .one, at: 0) }
    try dialogue.give(.request(100, token: [100]), from: .one, at: 248)
    #expect(dialogue.ended.count == 6 && dialogue.ended.allSatisfy { $0.outcome == .timedOut })
  }

  @Test func signalsHaveNoPlace() throws {
    var dialogue = Dialogue()
    let place = try dialogue.give(Message(type: .confirmable, code: Code(7, 1), messageID: 1), from: .one, at: 0)
    if case .unknown = place.role {} else { Issue.record("\(place.role)") }
    #expect(place.exchange == nil)
  }

  @Test func theURIIsThatOfTheOptions() throws {
    var dialogue = Dialogue()
    let options = [
      Option(.uriHost, [UInt8]("example.org".utf8)), Option(.uriPort, [0x16, 0x34]), Option(.uriQuery, [0x61]),
    ]
    try dialogue.give(.request(1, .get, path: "x/y", options: options), from: .one, at: 0)
    let whole = [Option(.proxyUri, [UInt8]("coap://h/p?q".utf8))]
    try dialogue.give(.request(2, .get, path: "", token: [2], options: whole), from: .one, at: 0)
    let resource = try #require(dialogue.began.first?.resource)
    #expect(String(decoding: resource.text, as: UTF8.self) == "/x/y?a" && resource.path == "/x/y")
    #expect(resource.host == [UInt8]("example.org".utf8) && resource.port == 5684 && !resource.isWholeURI)
    let proxied = try #require(dialogue.began.last?.resource)
    #expect(String(decoding: proxied.text, as: UTF8.self) == "coap://h/p?q" && proxied.isWholeURI)
  }

  @Test func longTokensAreToldApart() throws {
    var dialogue = Dialogue()
    let one = [UInt8](repeating: 1, count: 20)
    let other = one.dropLast() + [2]
    try dialogue.give(.request(1, .get, path: "one", token: one), from: .one, at: 0)
    try dialogue.give(.request(2, .get, path: "other", token: [UInt8](other)), from: .one, at: 0)
    let place = try dialogue.give(.response(9, type: .nonConfirmable, token: one), from: .other, at: 1)
    #expect(place.exchange?.resource.path == "/one")
  }
}
