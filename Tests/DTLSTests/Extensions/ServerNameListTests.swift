import Bytes
import DTLS
import TestSupport
import Testing

@Suite struct ServerNameListTests {
  /// From libcoap on Mbed TLS 3.6.0.
  let example = hex("000c 00 0009 6c6f63616c686f7374")

  @Test func decodes() throws {
    let body = try decode(ServerNameList.self, example, in: .clientHello)
    #expect(body.hostName == [UInt8]("localhost".utf8))
    #expect(body.fields[0].children[0].children == [Field("name_type", "host_name (0)"), Field("name", "localhost")])
  }

  @Test func everyOtherLengthFails() {
    #expect(lengthsThatDecode(as: ServerNameList.self, example, in: .clientHello) == [])
  }

  @Test func anUnknownNumberIsAValue() throws {
    let body = try decode(ServerNameList.self, hex("0004 07 0001 61"), in: .clientHello)
    #expect(body.serverNameList.map(\.nameType.name) == [nil] && body.hostName == nil)
  }

  @Test func aServersAnswerIsEmpty() throws {
    #expect(try decode(ServerNameList.self, [], in: .serverHello).fields.isEmpty)
  }
}
