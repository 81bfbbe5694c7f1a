import Bytes
import DTLS
import TestSupport
import Testing

@Suite struct HelloVerifyRequestTests {
  /// From Mbed TLS 3.6.0: a cookie of 4 bytes of clock and 28 of HMAC.
  let real = hex("feff 20 6b04d23b a3c1f0b2d4e5061728394a5b6c7d8e9fa0b1c2d3e4f5061728394a5b")

  @Test func decodesARealMessage() throws {
    let message = try HelloVerifyRequest(bytes: real)
    #expect(message.serverVersion == .dtls10)
    #expect(message.cookie == [UInt8](real.dropFirst(3)))
  }

  @Test func everyTruncationFails() {
    #expect(truncationsThatDecode(as: HelloVerifyRequest.self, real).isEmpty)
  }

  @Test func aTruncationIsNamed() {
    #expect(throws: DecodeError("HelloVerifyRequest", "cookie", at: 3, .needs(32, has: 4))) {
      try HelloVerifyRequest(bytes: [UInt8](real.prefix(7)))
    }
  }

  @Test func trailingBytesAreAnError() {
    #expect(throws: DecodeError("HelloVerifyRequest", "", at: 35, .trailingBytes(1))) {
      try HelloVerifyRequest(bytes: real + [0])
    }
  }

  @Test func anUnknownVersionIsAValue() throws {
    let message = try HelloVerifyRequest(bytes: hex("fe00 00"))
    #expect(message.serverVersion.name == nil)
    #expect(message.serverVersion.description == "unknown 65024 (0xfe00)")
  }
}
