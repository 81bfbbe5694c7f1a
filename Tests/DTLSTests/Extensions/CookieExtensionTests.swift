import Bytes
import DTLS
import TestSupport
import Testing

@Suite struct CookieExtensionTests {
  /// By the grammar of RFC 8446 §4.2.2; wolfSSL 5.5.4 sends 67 bytes.
  let example = hex("0003 aabbcc")

  @Test func decodes() throws {
    let body = try decode(CookieExtension.self, example, in: .helloRetryRequest)
    #expect(body.cookie == hex("aabbcc"))
    #expect(body.fields == [Field("cookie", "aabbcc")])
  }

  @Test func everyOtherLengthFails() {
    #expect(lengthsThatDecode(as: CookieExtension.self, example, in: .helloRetryRequest) == [])
  }
}
