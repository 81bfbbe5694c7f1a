import Bytes
import DTLS
import TestSupport
import Testing

@Suite struct CertificateTypeExtensionTests {
  /// From tinydtls.
  let example = hex("01 02")

  @Test func decodes() throws {
    let body = try decode(CertificateTypeExtension.self, example, in: .clientHello)
    #expect(body.types == [.rawPublicKey])
    #expect(body.fields == [Field("certificate_type", "RawPublicKey (2)")])
  }

  @Test func everyOtherLengthFails() {
    #expect(lengthsThatDecode(as: CertificateTypeExtension.self, example, in: .clientHello) == [])
  }

  @Test func anUnknownNumberIsAValue() throws {
    let body = try decode(CertificateTypeExtension.self, hex("01 ee"), in: .clientHello)
    #expect(body.types.map(\.name) == [nil])
  }

  @Test func aServerNamesOne() throws {
    #expect(try decode(CertificateTypeExtension.self, hex("02"), in: .serverHello).types == [.rawPublicKey])
    #expect(lengthsThatDecode(as: CertificateTypeExtension.self, hex("02"), in: .serverHello) == [])
  }
}
