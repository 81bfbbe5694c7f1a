import Bytes
import TestSupport
import Testing

@testable import DTLS

@Suite struct CookieExchangeTests {
  let datagrams = RealSession.mbedTLS.datagrams

  private func exchange(_ indices: [Int]) throws -> CookieExchange? {
    let conversation = try Conversation()
    for index in indices { try conversation.play([datagrams[index]]) }
    return conversation.association.handshake.cookieExchange
  }

  @Test func thereIsNoneWithoutAHelloVerifyRequest() throws {
    #expect(try exchange([0]) == nil)
    #expect(try exchange([2, 3]) == nil)
  }

  @Test func theServerDemandsACookie() throws {
    let exchange = try #require(try exchange([0, 1]))
    #expect(exchange.requestedAt.number == 2)
    #expect(exchange.requests == 1)
    #expect(exchange.version == .dtls12)
    #expect(exchange.cookie == hex("6b04d40fa12ea621d7c525d3b85c1e9fd3d1e6c301564802eee9a6a75058054a"))
    #expect(exchange.isEchoedExactly == nil)
    #expect(exchange.acceptedAt == nil)
  }

  @Test func theClientEchoesItAndTheServerGoesOn() throws {
    #expect(try exchange([0, 1, 2])?.isEchoedExactly == true)
    #expect(try exchange([0, 1, 2])?.acceptedAt == nil)
    #expect(try exchange([0, 1, 2, 3])?.acceptedAt?.number == 4)
  }

  @Test func anotherCookieIsNotTheOneDemanded() throws {
    let conversation = try Conversation()
    var altered = datagrams[2].bytes
    altered[70] ^= 1
    try conversation.play([datagrams[0], datagrams[1], (.client, altered)])
    #expect(conversation.association.handshake.cookieExchange?.isEchoedExactly == false)
  }

  /// A server whose cookies change numbers every HelloVerifyRequest 0; a client may count its second hello from 0.
  @Test func aNewCookieTakesThePlaceOfTheLast() throws {
    let conversation = try Conversation()
    var other = datagrams[1].bytes
    other[59] ^= 0xff
    try conversation.play([datagrams[0], datagrams[1], datagrams[0]])
    try conversation.play(.server, try other.retransmitted(from: 1))
    let exchange = try #require(conversation.association.handshake.cookieExchange)
    #expect(exchange.requests == 2)
    #expect(exchange.requestedAt.number == 2)
    #expect(exchange.cookie.last == 0xb5)
    let types = conversation.association.handshake.messages.map(\.entry.type)
    #expect(types == [.clientHello, .helloVerifyRequest, .helloVerifyRequest])
  }

  @Test func aRetransmittedDemandIsTheSame() throws {
    let conversation = try Conversation()
    try conversation.play([datagrams[0], datagrams[1]])
    try conversation.play(.server, try datagrams[1].bytes.retransmitted(from: 1))
    #expect(conversation.association.handshake.cookieExchange?.requests == 1)
    #expect(conversation.reports.last?.outcomes == [.repeated(firstSent: .init(number: 2, nanoseconds: 2_000_000))])
  }

  @Test func aSecondHelloWithTheSameNumberTakesThePlaceOfTheFirst() throws {
    let conversation = try Conversation()
    var second = datagrams[2].bytes
    // Its message_seq, 0 as that of the first hello.
    second[18] = 0
    try conversation.play([datagrams[0], datagrams[1], (.client, second)])
    #expect(conversation.association.handshake.cookieExchange?.isEchoedExactly == true)
    #expect(conversation.association.handshake.clientHello?.cookie.count == 32)
    #expect(conversation.association.handshake.streams.client.entries.count == 1)
    #expect(
      conversation.association.handshake.messages.map(\.entry.type) == [
        .clientHello, .helloVerifyRequest, .clientHello,
      ])
  }
}
