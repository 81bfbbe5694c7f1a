import Bytes
import DTLS
import TestSupport
import Testing

/// By the grammar of RFC 6066 §4: no stack at hand sends it.
@Suite struct MaxFragmentLengthTests {
  let example = hex("01")

  @Test func decodes() throws {
    let body = try decode(MaxFragmentLength.self, example, in: .clientHello)
    #expect(body.code.byteCount == 512)
    #expect(body.fields == [Field("max_fragment_length", "2^9 (1)")])
  }

  @Test func everyOtherLengthFails() {
    #expect(lengthsThatDecode(as: MaxFragmentLength.self, example, in: .clientHello) == [])
  }

  @Test func anUnknownNumberIsAValue() throws {
    let body = try decode(MaxFragmentLength.self, hex("05"), in: .clientHello)
    #expect(body.code.name == nil && body.code.byteCount == nil)
  }

  @Test func theCodesAreBytes() {
    #expect((0...5).map { MaxFragmentLengthCode(rawValue: $0).byteCount } == [nil, 512, 1024, 2048, 4096, nil])
  }
}
