import Bytes
import DTLS
import TestSupport
import Testing

@Suite struct RecordSizeLimitTests {
  /// From GnuTLS 3.7.9.
  let example = hex("4000")

  @Test func decodes() throws {
    let body = try decode(RecordSizeLimit.self, example, in: .clientHello)
    #expect(body.recordSizeLimit == 16384)
    #expect(body.fields == [Field("RecordSizeLimit", "16384")])
  }

  @Test func everyOtherLengthFails() {
    #expect(lengthsThatDecode(as: RecordSizeLimit.self, example, in: .clientHello) == [])
  }
}
