import Bytes
import DTLS
import TestSupport
import Testing

@Suite struct PSKKeyExchangeModesTests {
  /// From wolfSSL 5.5.4.
  let example = hex("02 00 01")

  @Test func decodes() throws {
    let body = try decode(PSKKeyExchangeModes.self, example, in: .clientHello)
    #expect(body.keModes == [.pskKE, .pskDHEKE])
    #expect(body.fields[0].children[1] == Field("PskKeyExchangeMode", "psk_dhe_ke (1)"))
  }

  @Test func everyOtherLengthFails() {
    #expect(lengthsThatDecode(as: PSKKeyExchangeModes.self, example, in: .clientHello) == [])
  }

  @Test func anUnknownNumberIsAValue() throws {
    let body = try decode(PSKKeyExchangeModes.self, hex("01 ee"), in: .clientHello)
    #expect(body.keModes.map(\.name) == [nil])
  }
}
