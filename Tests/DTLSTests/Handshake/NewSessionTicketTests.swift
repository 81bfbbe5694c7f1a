import Bytes
import DTLS
import TestSupport
import Testing

@Suite struct NewSessionTicketTests {
  /// From wolfSSL 5.5.4 in DTLS 1.3; the ticket is shortened.
  let dtls13 = hex("0000012c d86cbb5d 01 00 0008 7c8e627710597861 0000")
  /// From Mbed TLS 3.6.0; the ticket is shortened.
  let dtls12 = hex("00015180 0008 956778db51f12a32")

  @Test func decodesRealMessages() throws {
    for real in RealMessage.of(.newSessionTicket) {
      if real.context.isDTLS13 {
        let message = try NewSessionTicket13(bytes: real.body)
        #expect(message.ticketLifetime == 300)
        #expect(message.ticketNonce.count == 1)
        #expect(truncationsThatDecode(as: NewSessionTicket13.self, real.body).isEmpty)
      } else {
        let message = try NewSessionTicket(bytes: real.body)
        #expect(message.ticket.count == real.body.count - 6)
        #expect(truncationsThatDecode(as: NewSessionTicket.self, real.body).isEmpty)
      }
    }
  }

  @Test func decodesTheFormOfDTLS12() throws {
    let message = try NewSessionTicket(bytes: dtls12)
    #expect(message.ticketLifetimeHint == 86400)
    #expect(
      message.fields == [Field("ticket_lifetime_hint", "86400"), Field("ticket", "956778db51f12a32")])
    #expect(truncationsThatDecode(as: NewSessionTicket.self, dtls12).isEmpty)
    #expect(throws: DecodeError("NewSessionTicket", "", at: 14, .trailingBytes(1))) {
      try NewSessionTicket(bytes: dtls12 + [0])
    }
  }

  @Test func decodesTheFormOfDTLS13() throws {
    let message = try NewSessionTicket13(bytes: dtls13)
    #expect(message.ticketLifetime == 300)
    #expect(message.ticketAgeAdd == 0xd86c_bb5d)
    #expect(message.ticketNonce == hex("00"))
    #expect(message.ticket == hex("7c8e627710597861"))
    #expect(truncationsThatDecode(as: NewSessionTicket13.self, dtls13).isEmpty)
    #expect(throws: DecodeError("NewSessionTicket", "", at: dtls13.count, .trailingBytes(1))) {
      try NewSessionTicket13(bytes: dtls13 + [0])
    }
  }

  @Test func itsEarlyDataHasASize() throws {
    let message = try NewSessionTicket13(bytes: [UInt8](dtls13.dropLast(2)) + hex("0008 002a 0004 00004000"))
    guard case .earlyData(let earlyData) = message.extensions.first(.earlyData) else {
      Issue.record("no early_data")
      return
    }
    #expect(earlyData.maxEarlyDataSize == 0x4000)
  }
}
