import Bytes
import DTLS
import TestSupport
import Testing

/// By the grammar of RFC 5764 §4.1.1: no stack at hand sends it.
@Suite struct UseSRTPDataTests {
  let example = hex("0004 0007 0001 02 abcd")

  @Test func decodes() throws {
    let body = try decode(UseSRTPData.self, example, in: .clientHello)
    #expect(body.srtpProtectionProfiles.map(\.name) == ["SRTP_AEAD_AES_128_GCM", "SRTP_AES128_CM_HMAC_SHA1_80"])
    #expect(body.srtpMKI == hex("abcd"))
    #expect(body.fields.map(\.name) == ["SRTPProtectionProfiles", "srtp_mki"])
  }

  @Test func everyOtherLengthFails() {
    #expect(lengthsThatDecode(as: UseSRTPData.self, example, in: .clientHello) == [])
  }

  @Test func anUnknownNumberIsAValue() throws {
    let body = try decode(UseSRTPData.self, hex("0002 eeee 00"), in: .clientHello)
    #expect(body.srtpProtectionProfiles.map(\.name) == [nil])
  }
}
