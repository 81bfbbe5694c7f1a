import Bytes
import DTLS
import TestSupport
import Testing

/// By the grammar of RFC 7301 §3.1: no stack at hand sends it.
@Suite struct ProtocolNameListTests {
  let example = hex("0008 04 636f6170 02 ff00")

  @Test func decodes() throws {
    let body = try decode(ProtocolNameList.self, example, in: .clientHello)
    #expect(body.protocolNameList == [[UInt8]("coap".utf8), hex("ff00")])
    #expect(body.fields[0].children.map(\.value) == ["coap", "ff00"])
  }

  @Test func everyOtherLengthFails() {
    #expect(lengthsThatDecode(as: ProtocolNameList.self, example, in: .clientHello) == [])
  }
}
