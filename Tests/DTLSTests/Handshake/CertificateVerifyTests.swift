import Bytes
import DTLS
import TestSupport
import Testing

@Suite struct CertificateVerifyTests {
  /// From wolfSSL 5.5.4 in DTLS 1.3.
  let real = hex(
    """
    0403 0046 3044022041fe42dedd3d7cff15ab154cc489de72fafcb526387bbb2c67a5e9ec49ffc6d0
    0220753516cc72918990cb65d54eadb45f2c2555549d4982e46f317305a427a44d76
    """)

  @Test func decodesARealMessage() throws {
    let context = DecodingContext(version: .dtls13)
    let message = try CertificateVerify(bytes: real, context: context)
    #expect(message.signature.algorithm?.name == "ecdsa_secp256r1_sha256")
    #expect(message.signature.signature.count == 70)
    #expect(truncationsThatDecode(as: CertificateVerify.self, real, context).isEmpty)
    #expect(message.fields.map(\.name) == ["algorithm", "signature"])
  }

  @Test(arguments: [ProtocolVersion.dtls10, .openSSLPreRFC])
  func noAlgorithmIsNamedBeforeDTLS12(version: ProtocolVersion) throws {
    let message = try CertificateVerify(bytes: [UInt8](real.dropFirst(2)), context: DecodingContext(version: version))
    #expect(message.signature.algorithm == nil)
    #expect(message.fields.map(\.name) == ["signature"])
  }

  @Test func anUnknownAlgorithmIsAValue() throws {
    let message = try CertificateVerify(bytes: hex("eeee 0000"), context: DecodingContext())
    #expect(message.signature.algorithm?.description == "unknown 61166 (0xeeee)")
  }

  @Test func trailingBytesAreAnError() {
    #expect(throws: DecodeError("CertificateVerify", "", at: real.count, .trailingBytes(1))) {
      try CertificateVerify(bytes: real + [0], context: DecodingContext())
    }
  }
}
