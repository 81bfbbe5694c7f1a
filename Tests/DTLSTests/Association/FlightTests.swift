import Bytes
import TestSupport
import Testing

@testable import DTLS

@Suite struct FlightTests {
  let datagrams = RealSession.mbedTLS.datagrams

  @Test func flightsAreWhatOneEndSendsWithoutWaiting() throws {
    let conversation = try Conversation()
    try conversation.play(datagrams)
    let flights = Flight.flights(of: conversation.association.handshake)
    #expect(flights.map(\.sender) == [.client, .server, .client, .server, .client, .server])
    #expect(
      flights.map(\.messages) == [
        [.clientHello], [.helloVerifyRequest], [.clientHello], [.serverHello, .serverHelloDone],
        [.clientKeyExchange, .finished], [.finished],
      ])
    #expect(flights.map { $0.sent.map(\.number) } == [[1], [2], [3], [4], [5], [6]])
    #expect(flights.map(\.ended.number) == [1, 2, 3, 4, 5, 6])
    #expect(flights.allSatisfy { $0.repetitions.isEmpty })
    #expect(flights[2].milliseconds(to: flights[3]) == 1)
  }

  @Test func repetitionsAreCountedFromTheFirstSending() throws {
    let conversation = try Conversation()
    try conversation.play(Array(datagrams[..<3]))
    try conversation.play(.client, try datagrams[2].bytes.retransmitted(from: 2))
    try conversation.play(.client, try datagrams[2].bytes.retransmitted(from: 3))
    try conversation.play([datagrams[3]])
    let flights = Flight.flights(of: conversation.association.handshake)
    #expect(flights.map { $0.sent.map(\.number) } == [[1], [2], [3, 4, 5], [6]])
    #expect(flights[2].repetitions == [1, 2])
    #expect(flights[2].milliseconds(to: flights[3]) == 1)
    #expect(flights[0].milliseconds(to: flights[3]) == 5)
  }

  /// The HelloVerifyRequest between them was not captured.
  @Test func twoHellosAreTwoFlights() throws {
    let conversation = try Conversation()
    for index in [0, 2, 3] { try conversation.play([datagrams[index]]) }
    let flights = Flight.flights(of: conversation.association.handshake)
    #expect(flights.map(\.messages) == [[.clientHello], [.clientHello], [.serverHello, .serverHelloDone]])
  }

  /// Packets that overtook each other: the answer seems to come first.
  @Test func anAnswerBeforeItsFlightHasNoRoundTrip() throws {
    let conversation = try Conversation()
    for index in [3, 2] { try conversation.play([datagrams[index]]) }
    let flights = Flight.flights(of: conversation.association.handshake)
    #expect(flights.map(\.sender) == [.client, .server])
    #expect(flights[0].milliseconds(to: flights[1]) == nil)
  }

  @Test func aHandshakeWithoutMessagesHasNone() throws {
    #expect(Flight.flights(of: try Conversation().association.handshake).isEmpty)
  }
}
