import Bytes
import DTLS
import TestSupport
import Testing

@Suite struct ConnectionIDExtensionTests {
  /// From Mbed TLS 3.6.0.
  let example = hex("03 beef01")

  @Test func decodes() throws {
    let body = try decode(ConnectionIDExtension.self, example, in: .clientHello)
    #expect(body.cid == hex("beef01"))
    #expect(body.fields == [Field("cid", "beef01")])
  }

  @Test func everyOtherLengthFails() {
    #expect(lengthsThatDecode(as: ConnectionIDExtension.self, example, in: .clientHello) == [])
  }

  @Test func anEmptyOneIsLegal() throws {
    #expect(try decode(ConnectionIDExtension.self, hex("00"), in: .clientHello).cid.isEmpty)
  }
}
