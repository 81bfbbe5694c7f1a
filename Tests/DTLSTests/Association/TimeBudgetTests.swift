import Bytes
import TestSupport
import Testing

@testable import DTLS

@Suite struct TimeBudgetTests {
  let datagrams = RealSession.mbedTLS.datagrams

  private func timeBudget(_ conversation: Conversation) -> TimeBudget? {
    TimeBudget(conversation.association, flights: Flight.flights(of: conversation.association.handshake))
  }

  /// A datagram a millisecond.
  @Test func nothingIsWaitedForWithoutARepetition() throws {
    let conversation = try Conversation()
    try conversation.play(datagrams)
    let budget = try #require(timeBudget(conversation))
    #expect(budget.total == 5 && budget.waiting == 0 && budget.possible == 5)
    #expect(budget.responding == PerSide(client: 2, server: 3))
    #expect(budget.fastest.client == 1 && budget.fastest.server == 1)
    #expect(budget.steps.map(\.isOfCookieExchange) == [true, true, false, false, false])
    #expect(budget.lastFlightAgain == nil)
  }

  /// The same where the key is not known, and the server's last flight is a ChangeCipherSpec and a record that nobody can
  /// read.
  @Test func aFlightThatCannotBeReadAnswersToo() throws {
    let conversation = try Conversation(keys: [])
    try conversation.play(datagrams)
    let budget = try #require(timeBudget(conversation))
    #expect(budget.total == 5 && budget.responding == PerSide(client: 2, server: 3))
    #expect(budget.steps.last?.answerer == .server)
  }

  @Test func aRepetitionBeforeTheAnswerWasWaitedFor() throws {
    let conversation = try Conversation()
    try conversation.play(Array(datagrams[..<3]))
    try conversation.play(.client, try datagrams[2].bytes.retransmitted(from: 2))
    try conversation.play(.client, try datagrams[2].bytes.retransmitted(from: 3))
    try conversation.play(Array(datagrams[3...]))
    let budget = try #require(timeBudget(conversation))
    #expect(budget.total == 7 && budget.waiting == 2 && budget.possible == 5)
    #expect(budget.steps[2].waiting == 2 && budget.steps[2].responding == 1)
    #expect(budget.responding == PerSide(client: 2, server: 3))
  }

  @Test func aHandshakeWithoutItsEndHasNone() throws {
    let conversation = try Conversation()
    try conversation.play(Array(datagrams[..<5]))
    #expect(timeBudget(conversation) == nil)
    #expect(conversation.association.handshake.duration == nil)
  }

  @Test func aHandshakeWithoutItsBeginningHasNone() throws {
    let conversation = try Conversation()
    try conversation.play(Array(datagrams[3...]))
    #expect(timeBudget(conversation) == nil)
  }

  @Test func whetherTheCookieWasTakenAtOnce() throws {
    let prompt = try Conversation()
    try prompt.play(datagrams)
    #expect(prompt.association.handshake.stalledAfterCookie == false)
    #expect(prompt.association.handshake.duration == 5)
    #expect(!prompt.association.handshake.offersResumption)
    #expect(try Conversation().association.handshake.stalledAfterCookie == nil)
  }
}
