import Bytes
import DTLS
import TestSupport
import Testing

@Suite struct CertificateRequestTests {
  /// From Mbed TLS 3.6.0.
  let real = hex(
    "02 0140 0008 0503050104030401 0015 0013 3011310f300d06035504030c064c6162204341")
  /// The same as DTLS 1.0 has it.
  let dtls10 = hex("02 0140 0015 0013 3011310f300d06035504030c064c6162204341")

  @Test func decodesARealMessage() throws {
    let context = DecodingContext(version: .dtls12)
    let message = try CertificateRequest(bytes: real, context: context)
    #expect(message.certificateTypes.map(\.description) == ["rsa_sign", "ecdsa_sign"])
    #expect(message.supportedSignatureAlgorithms?.map(\.rawValue) == [0x0503, 0x0501, 0x0403, 0x0401])
    #expect(message.certificateAuthorities == [[UInt8](real.suffix(19))])
    #expect(truncationsThatDecode(as: CertificateRequest.self, real, context).isEmpty)
    #expect(
      message.fields.map(\.name) == [
        "certificate_types", "supported_signature_algorithms", "certificate_authorities",
      ])
  }

  @Test func dtls10HasNoSignatureAlgorithms() throws {
    let context = DecodingContext(version: .dtls10)
    let message = try CertificateRequest(bytes: dtls10, context: context)
    #expect(message.supportedSignatureAlgorithms == nil)
    #expect(message.certificateAuthorities == [[UInt8](real.suffix(19))])
    #expect(truncationsThatDecode(as: CertificateRequest.self, dtls10, context).isEmpty)
  }

  @Test func decodesTheFormOfDTLS13() throws {
    let bytes = hex("01 aa 0008 000d 0004 0002 0403")
    let message = try CertificateRequest13(bytes: bytes)
    #expect(message.certificateRequestContext == hex("aa"))
    #expect(message.extensions.signatureAlgorithms?.map(\.rawValue) == [0x0403])
    #expect(truncationsThatDecode(as: CertificateRequest13.self, bytes).isEmpty)
    #expect(throws: DecodeError("CertificateRequest", "", at: 12, .trailingBytes(1))) {
      try CertificateRequest13(bytes: bytes + [0])
    }
    #expect(message.fields.map(\.name) == ["certificate_request_context", "extensions"])
  }

  @Test func unknownNumbersAreValues() throws {
    let message = try CertificateRequest(bytes: hex("01 ee 0002 eeee 0000"), context: DecodingContext())
    #expect(message.certificateTypes.map(\.name) == [nil])
    #expect(message.supportedSignatureAlgorithms?.map(\.name) == [nil])
  }

  @Test func trailingBytesAreAnError() {
    #expect(throws: DecodeError("CertificateRequest", "", at: real.count, .trailingBytes(1))) {
      try CertificateRequest(bytes: real + [0], context: DecodingContext())
    }
  }
}
