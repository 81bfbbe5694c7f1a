import Bytes
import DTLS
import TestSupport
import Testing

@Suite struct SRPExtensionTests {
  /// The user of RFC 5054's test vectors.
  let example = hex("05 616c696365")

  @Test func decodes() throws {
    let body = try decode(SRPExtension.self, example, in: .clientHello)
    #expect(body.srpI == Array("alice".utf8))
    #expect(body.fields == [Field("srp_I", "alice")])
  }

  @Test func everyOtherLengthFails() {
    #expect(lengthsThatDecode(as: SRPExtension.self, example, in: .clientHello) == [])
  }
}
