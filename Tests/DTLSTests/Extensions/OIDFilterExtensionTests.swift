import Bytes
import DTLS
import TestSupport
import Testing

/// By the grammar of RFC 8446 §4.2.5: no stack at hand sends it.
@Suite struct OIDFilterExtensionTests {
  let example = hex("0007 02 0603 0002 abcd")

  @Test func decodes() throws {
    let body = try decode(OIDFilterExtension.self, example, in: .certificateRequest)
    #expect(body.filters.map(\.certificateExtensionOID) == [hex("0603")])
    #expect(body.filters.map(\.certificateExtensionValues) == [hex("abcd")])
    #expect(body.fields.map(\.name) == ["filters"])
  }

  @Test func everyOtherLengthFails() {
    #expect(lengthsThatDecode(as: OIDFilterExtension.self, example, in: .certificateRequest) == [])
  }
}
