import Bytes
import DTLS
import TestSupport
import Testing

@Suite struct NamedGroupListTests {
  /// From GnuTLS 3.7.9.
  let example = hex("0014 0017 0018 0019 001d 001e 0100 0101 0102 0103 0104")

  @Test func decodes() throws {
    let body = try decode(NamedGroupList.self, example, in: .clientHello)
    #expect(body.namedGroupList.count == 10)
    #expect(body.namedGroupList.prefix(4) == [.secp256r1, .secp384r1, .secp521r1, .x25519])
    #expect(body.fields[0].children[9] == Field("NamedGroup", "ffdhe8192 (0x0104)"))
  }

  @Test func everyOtherLengthFails() {
    #expect(lengthsThatDecode(as: NamedGroupList.self, example, in: .clientHello) == [])
  }

  @Test func anUnknownNumberIsAValue() throws {
    let body = try decode(NamedGroupList.self, hex("0002 eeee"), in: .clientHello)
    #expect(body.namedGroupList.map(\.name) == [nil])
  }

  @Test func halfAGroupIsAnError() {
    #expect(throws: DecodeError("NamedGroupList", "named_group_list", at: 2, .notMultiple(1, of: 2))) {
      try decode(NamedGroupList.self, hex("0001 00"), in: .clientHello)
    }
  }
}
