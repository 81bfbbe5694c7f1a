import Bytes
import TestSupport
import Testing

@testable import DTLS

@Suite struct HandshakeGlanceTests {
  private func glance(_ datagram: [UInt8]) -> HandshakeGlance { HandshakeGlance(datagram.span.bytes) }

  private let ticket = (0..<200).map { UInt8($0) }

  @Test func aServerHelloGivesNames() {
    let hello = Records.serverHello(sessionID: [1, 2, 3], extensions: [0, 54, 0, 3, 2, 0xaa, 0xbb])
    #expect(glance(hello).givenNames == [[1, 2, 3]])
    #expect(glance(hello).connectionID == [0xaa, 0xbb])
    #expect(glance(hello).wantedNames.isEmpty)
    #expect(glance(Records.serverHello()).givenNames.isEmpty && glance(Records.serverHello()).connectionID == nil)
  }

  @Test func aClientHelloWantsATicketBeforeASession() {
    let hello = Records.clientHello(sessionID: [1, 2], extensions: [0, 35] + Records.vector16(ticket))
    #expect(glance(hello).wantedNames == [Array(168...199), [1, 2]])
    #expect(glance(Records.clientHello(extensions: [0, 35, 0, 0])).wantedNames.isEmpty)
    #expect(glance(Records.clientHello(sessionID: [7])).wantedNames == [[7]])
  }

  @Test func theMessagesOfAFlightAreLookedAt() {
    let ticketMessage = Records.handshake(4, [0, 0, 0, 0] + Records.vector16(ticket), sequence: 2, number: 1)
    let flight = Records.serverHello(sessionID: [1]) + ticketMessage + Records.record(20, [1], number: 2)
    #expect(glance(flight).givenNames == [[1], Array(168...199)])
  }

  @Test func theEndOfATicketIsEnough() {
    // The last 100 bytes of a message of 206.
    let header: [UInt8] = [4, 0, 0, 206, 0, 3, 0, 0, 106, 0, 0, 100]
    #expect(glance(Records.record(22, header + ticket.suffix(100))).givenNames == [Array(168...199)])
    // The first ones say nothing.
    let first: [UInt8] = [4, 0, 0, 206, 0, 3, 0, 0, 0, 0, 0, 100]
    #expect(glance(Records.record(22, first + ticket.prefix(100))).givenNames.isEmpty)
  }

  @Test func anEmptyTicketIsNone() {
    #expect(glance(Records.handshake(4, [0, 0, 0, 0, 0, 0])).givenNames.isEmpty)
  }

  @Test func protectedRecordsSayNothing() {
    let hello = [UInt8](Records.serverHello(sessionID: [1]).dropFirst(13))
    #expect(glance(Records.record(22, hello, epoch: 1)).givenNames.isEmpty)
  }

  @Test func everyCutIsSafe() {
    let flight = Records.clientHello(sessionID: [1]) + Records.serverHello(sessionID: [2], number: 1)
    for count in 0..<flight.count { #expect(glance([UInt8](flight.prefix(count))).givenNames.isEmpty) }
    #expect(glance(flight + [0, 1, 2]).givenNames == [[2]])
  }
}
