import Bytes
import DTLS
import TestSupport
import Testing

/// By the grammar of RFC 7685 §3: no stack at hand sends it.
@Suite struct PaddingTests {
  let example = hex("000000")

  @Test func decodes() throws {
    let body = try decode(Padding.self, example, in: .clientHello)
    #expect(body.count == 3)
    #expect(body.isZero)
    #expect(body.fields == [Field("padding", "3 zero bytes")])
  }

  /// Every length is legal.
  @Test func lengthsThatAreLegal() {
    #expect(lengthsThatDecode(as: Padding.self, example, in: .clientHello) == [0, 1, 2, 4])
  }

  @Test func otherBytesAreTold() throws {
    let body = try decode(Padding.self, hex("0001"), in: .clientHello)
    #expect(!body.isZero)
    #expect(body.fields == [Field("padding", "2 bytes, not all zero")])
  }
}
