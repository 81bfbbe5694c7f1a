import Bytes
import DTLS
import TestSupport
import Testing

/// By the grammar of RFC 8879 §4: no stack at hand sends it.
@Suite struct CompressedCertificateTests {
  let bytes = hex("0001 000400 000003 789c00")

  @Test func decodes() throws {
    let message = try CompressedCertificate(bytes: bytes)
    #expect(message.algorithm.name == "zlib")
    #expect(message.uncompressedLength == 1024)
    #expect(message.compressedCertificateMessage == hex("789c00"))
    #expect(
      message.fields == [
        Field("algorithm", "zlib (0x0001)"), Field("uncompressed_length", "1024"),
        Field("compressed_certificate_message", "789c00"),
      ])
  }

  @Test func everyTruncationFails() {
    #expect(truncationsThatDecode(as: CompressedCertificate.self, bytes).isEmpty)
  }

  @Test func trailingBytesAreAnError() {
    #expect(throws: DecodeError("CompressedCertificate", "", at: bytes.count, .trailingBytes(1))) {
      try CompressedCertificate(bytes: bytes + [0])
    }
  }

  @Test func anUnknownAlgorithmIsAValue() throws {
    #expect(try CompressedCertificate(bytes: hex("eeee 000000 000000")).algorithm.name == nil)
  }
}
