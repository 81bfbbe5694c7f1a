import Bytes
import DTLS
import TestSupport
import Testing

@Suite struct ClientHelloPrefixTests {
  /// From Mbed TLS 3.6.0, with a cookie; up to its suites.
  let real = hex(
    """
    fefd 6b04d40f3f6f495931f83e0f18af4748b787fd1fc6872bf3e93d8354b7e43632 00
    20 6b04d40fa12ea621d7c525d3b85c1e9fd3d1e6c301564802eee9a6a75058054a 0004 c0a8 00ff
    """)

  private func decode(_ count: Int) -> ClientHello? {
    let prefix = [UInt8](real.prefix(count))
    return ClientHello(prefix: prefix.span.bytes)
  }

  @Test func withoutItsRandomItSaysNothing() {
    for count in 0..<34 { #expect(decode(count) == nil) }
  }

  @Test func eachFieldIsThereOnceItIsWhole() throws {
    for count in 34...real.count {
      let hello = try #require(decode(count))
      #expect(hello.clientVersion == .dtls12)
      #expect(hello.random.bytes == [UInt8](real[2..<34]))
      #expect(hello.sessionID.isEmpty)
      #expect(hello.cookie == (count < 68 ? [] : [UInt8](real[36..<68])), "\(count)")
      #expect(hello.cipherSuites.map(\.rawValue) == (count < 74 ? [] : [0xc0a8, 0x00ff]), "\(count)")
      #expect(hello.compressionMethods.isEmpty)
      #expect(hello.extensions.isEmpty)
    }
  }
}
