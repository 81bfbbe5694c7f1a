import Bytes
import DTLS
import TestSupport
import Testing

@Suite struct SessionTicketTests {
  /// The start of a ticket from OpenSSL 3.0.
  let example = hex("cb0b")

  @Test func decodes() throws {
    let body = try decode(SessionTicket.self, example, in: .clientHello)
    #expect(body.ticket == hex("cb0b"))
    #expect(body.fields == [Field("ticket", "cb0b")])
  }

  /// Every length is legal.
  @Test func lengthsThatAreLegal() {
    #expect(lengthsThatDecode(as: SessionTicket.self, example, in: .clientHello) == [0, 1, 3])
  }
}
