import Bytes
import DTLS
import TestSupport
import Testing

@Suite struct SignatureSchemeListTests {
  /// From Mbed TLS 3.6.0.
  let example = hex("000c 0603 0601 0503 0501 0403 0401")

  @Test func decodes() throws {
    let body = try decode(SignatureSchemeList.self, example, in: .clientHello)
    #expect(body.supportedSignatureAlgorithms.first?.name == "ecdsa_secp521r1_sha512")
    #expect(body.supportedSignatureAlgorithms.last?.name == "rsa_pkcs1_sha256")
    #expect(body.fields.map(\.name) == ["supported_signature_algorithms"])
  }

  @Test func everyOtherLengthFails() {
    #expect(lengthsThatDecode(as: SignatureSchemeList.self, example, in: .clientHello) == [])
  }

  @Test func anUnknownNumberIsAValue() throws {
    let body = try decode(SignatureSchemeList.self, hex("0002 eeee"), in: .clientHello)
    #expect(body.supportedSignatureAlgorithms.map(\.name) == [nil])
  }
}
