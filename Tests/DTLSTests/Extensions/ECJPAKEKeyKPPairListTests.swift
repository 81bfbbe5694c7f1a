import Bytes
import DTLS
import TestSupport
import Testing

/// By the grammar of draft-cragie-tls-ecjpake-01 §7.2: no stack at hand sends it.
@Suite struct ECJPAKEKeyKPPairListTests {
  let example = hex("02 0401 02 0402 01 77  02 0403 02 0404 01 88")

  @Test func decodes() throws {
    let body = try decode(ECJPAKEKeyKPPairList.self, example, in: .clientHello)
    #expect(body.ecjpakeKeyKPPairList.map(\.x) == [hex("0401"), hex("0403")])
    #expect(body.ecjpakeKeyKPPairList.map(\.zkp.v) == [hex("0402"), hex("0404")])
    #expect(body.ecjpakeKeyKPPairList.map(\.zkp.r) == [hex("77"), hex("88")])
    #expect(body.fields[0].children.map(\.name) == ["ECJPAKEKeyKP", "ECJPAKEKeyKP"])
  }

  @Test func everyOtherLengthFails() {
    #expect(lengthsThatDecode(as: ECJPAKEKeyKPPairList.self, example, in: .clientHello) == [])
  }
}
