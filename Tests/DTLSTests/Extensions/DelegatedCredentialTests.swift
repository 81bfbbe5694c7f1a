import Bytes
import DTLS
import TestSupport
import Testing

@Suite struct DelegatedCredentialTests {
  /// Valid for a week, for a key of two bytes, with signatures of one.
  let credential = hex("00093a80 0403 000002 3000 0804 0001 aa")

  @Test func aClientNamesAlgorithms() throws {
    let offer = hex("0004 0403 0807")
    let body = try decode(DelegatedCredentialExtension.self, offer, in: .clientHello)
    #expect(body.fields.first?.children.map(\.value) == ["ecdsa_secp256r1_sha256 (0x0403)", "ed25519 (0x0807)"])
    #expect(lengthsThatDecode(as: DelegatedCredentialExtension.self, offer, in: .clientHello) == [])
  }

  @Test func aCertificateCarriesTheCredential() throws {
    let body = try decode(DelegatedCredentialExtension.self, credential, in: .certificate)
    #expect(
      body.fields == [
        Field("valid_time", "604800"), Field("dc_cert_verify_algorithm", "ecdsa_secp256r1_sha256 (0x0403)"),
        Field("ASN1_subjectPublicKeyInfo", "3000"), Field("algorithm", "rsa_pss_rsae_sha256 (0x0804)"),
        Field("signature", "aa"),
      ])
    #expect(lengthsThatDecode(as: DelegatedCredentialExtension.self, credential, in: .certificate) == [])
  }

  @Test func anUnknownAlgorithmIsAValue() throws {
    let unknown = hex("00093a80 eeee 000002 3000 0804 0001 aa")
    let body = try decode(DelegatedCredentialExtension.self, unknown, in: .certificate)
    #expect(body.fields[1].value == "unknown 61166 (0xeeee)")
  }
}
