import Bytes
import DTLS
import TestSupport
import Testing

/// By the grammar of RFC 5746 §3.2: a renegotiation hides it.
@Suite struct RenegotiationInfoTests {
  let example = hex("02 abcd")

  @Test func decodes() throws {
    let body = try decode(RenegotiationInfo.self, example, in: .clientHello)
    #expect(body.renegotiatedConnection == hex("abcd"))
    #expect(body.fields == [Field("renegotiated_connection", "abcd")])
  }

  @Test func everyOtherLengthFails() {
    #expect(lengthsThatDecode(as: RenegotiationInfo.self, example, in: .clientHello) == [])
  }

  /// From OpenSSL 3.0.
  @Test func theFirstHandshakesIsEmpty() throws {
    #expect(try decode(RenegotiationInfo.self, hex("00"), in: .serverHello).renegotiatedConnection.isEmpty)
  }
}
