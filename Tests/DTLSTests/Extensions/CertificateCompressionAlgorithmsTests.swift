import Bytes
import DTLS
import TestSupport
import Testing

/// By the grammar of RFC 8879 §3: no stack at hand sends it.
@Suite struct CertificateCompressionAlgorithmsTests {
  let example = hex("04 0001 0003")

  @Test func decodes() throws {
    let body = try decode(CertificateCompressionAlgorithms.self, example, in: .clientHello)
    #expect(body.algorithms.map(\.name) == ["zlib", "zstd"])
    #expect(body.fields.map(\.name) == ["algorithms"])
  }

  @Test func everyOtherLengthFails() {
    #expect(lengthsThatDecode(as: CertificateCompressionAlgorithms.self, example, in: .clientHello) == [])
  }

  @Test func anUnknownNumberIsAValue() throws {
    let body = try decode(CertificateCompressionAlgorithms.self, hex("02 eeee"), in: .clientHello)
    #expect(body.algorithms.map(\.name) == [nil])
  }
}
