import Bytes
import DTLS
import TestSupport
import Testing

/// By the grammar of RFC 6066 §5: no stack at hand sends it.
@Suite struct CertificateURLTests {
  let bytes = hex("00 0019 0002 612f 01 000102030405060708090a0b0c0d0e0f10111213")

  @Test func decodes() throws {
    let message = try CertificateURL(bytes: bytes)
    #expect(message.type.name == "individual_certs")
    #expect(message.urlAndHashList.map(\.url) == [[UInt8]("a/".utf8)])
    #expect(message.urlAndHashList.map(\.padding) == [1])
    #expect(message.urlAndHashList.map(\.sha1Hash) == [[UInt8](0..<20)])
    #expect(message.fields.map(\.name) == ["type", "url_and_hash_list"])
  }

  @Test func everyTruncationFails() {
    #expect(truncationsThatDecode(as: CertificateURL.self, bytes).isEmpty)
  }

  @Test func trailingBytesAreAnError() {
    #expect(throws: DecodeError("CertificateURL", "", at: bytes.count, .trailingBytes(1))) {
      try CertificateURL(bytes: bytes + [0])
    }
  }

  @Test func anUnknownTypeIsAValue() throws {
    #expect(try CertificateURL(bytes: hex("09 0000")).type.name == nil)
  }
}
