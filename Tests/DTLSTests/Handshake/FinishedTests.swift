import Bytes
import DTLS
import TestSupport
import Testing

@Suite struct FinishedTests {
  /// From wolfSSL 5.5.4 in DTLS 1.3 with SHA-256.
  let real = hex("e7a33aafa4acc19c6713056ce038719da1dd7e6eaede0871e3ef5d2c0096c55c")

  /// Every length is legal: the suite gives it (RFC 5246 §7.4.9).
  @Test(arguments: [0, 12, 32]) func decodesAnyLength(count: Int) throws {
    let message = try Finished(bytes: [UInt8](real.prefix(count)))
    #expect(message.verifyData == [UInt8](real.prefix(count)))
    #expect(message.fields == [Field("verify_data", Hex.string(message.verifyData))])
  }
}
