import Bytes
import DTLS
import TestSupport
import Testing

@Suite struct NextProtocolNegotiationTests {
  /// The example of the draft: "http/1.1" and "spdy/1" as a server names them.
  let example = hex("08 687474702f312e31 06 737064792f31")

  @Test func decodes() throws {
    let body = try decode(NextProtocolNegotiation.self, example, in: .serverHello)
    #expect(body.protocols == [Array("http/1.1".utf8), Array("spdy/1".utf8)])
    #expect(body.fields.map(\.value) == ["http/1.1", "spdy/1"])
    #expect(try decode(NextProtocolNegotiation.self, [], in: .clientHello).fields == [])
  }

  /// There is no length before the names: only the end of one is an end of the list.
  @Test func aNameThatIsCutFails() {
    #expect(lengthsThatDecode(as: NextProtocolNegotiation.self, example, in: .serverHello) == [0, 9, 17])
  }
}
