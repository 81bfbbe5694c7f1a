import Bytes
import DTLS
import TestSupport
import Testing

@Suite struct ECPointFormatListTests {
  /// From OpenSSL 3.0.
  let example = hex("03 00 01 02")

  @Test func decodes() throws {
    let body = try decode(ECPointFormatList.self, example, in: .clientHello)
    #expect(
      body.ecPointFormatList.map(\.name) == ["uncompressed", "ansiX962_compressed_prime", "ansiX962_compressed_char2"])
    #expect(body.fields[0].children[0] == Field("ECPointFormat", "uncompressed (0)"))
  }

  @Test func everyOtherLengthFails() {
    #expect(lengthsThatDecode(as: ECPointFormatList.self, example, in: .clientHello) == [])
  }

  @Test func anUnknownNumberIsAValue() throws {
    let body = try decode(ECPointFormatList.self, hex("01 ee"), in: .clientHello)
    #expect(body.ecPointFormatList.map(\.name) == [nil])
  }
}
