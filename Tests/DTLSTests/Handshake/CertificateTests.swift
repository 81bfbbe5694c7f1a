import Bytes
import DTLS
import TestSupport
import Testing

@Suite struct CertificateTests {
  /// The form of DTLS 1.2 with two certificates that are none.
  let chain = hex("000009 000002 3001 000001 30")
  /// A P-256 key as RFC 7250 sends it, cut after the start of its SubjectPublicKeyInfo.
  let rawPublicKey = hex("000006 305930130607")
  /// The form of DTLS 1.3 with a Signed Certificate Timestamp.
  let dtls13 = hex("02 abcd 000014 000002 3001 000d 0012000900070005 0102030405")

  @Test func decodesRealChains() throws {
    for real in RealMessage.of(.certificate) where real.body.count > 8 {
      let message = try Certificate(bytes: real.body, context: real.context)
      #expect(message.certificateType == .x509)
      #expect(!message.chain.isEmpty)
      // Every certificate is one ASN.1 SEQUENCE with a length of two bytes.
      for der in message.chain {
        #expect(der.starts(with: hex("3082")))
        #expect(Int(der[2]) << 8 + Int(der[3]) + 4 == der.count)
      }
      #expect(truncationsThatDecode(as: Certificate.self, real.body, real.context).isEmpty)
    }
  }

  @Test func decodesAChain() throws {
    let message = try Certificate(bytes: chain, context: DecodingContext())
    #expect(message.chain == [hex("3001"), hex("30")])
    #expect(message.certificateRequestContext == nil)
    #expect(truncationsThatDecode(as: Certificate.self, chain, DecodingContext()).isEmpty)
    #expect(
      message.fields == [Field("certificate_list", [Field("ASN.1Cert", "3001"), Field("ASN.1Cert", "30")])])
  }

  /// From Mbed TLS 3.6.0: a client without a certificate.
  @Test func noCertificateIsAnEmptyList() throws {
    #expect(try Certificate(bytes: hex("000000"), context: DecodingContext()).chain.isEmpty)
  }

  @Test(arguments: [CertificateType?.none, .rawPublicKey]) func decodesARawPublicKey(type: CertificateType?) throws {
    let context = DecodingContext(serverCertificateType: type, isFromServer: true)
    let message = try Certificate(bytes: rawPublicKey, context: context)
    #expect(message.certificateType == .rawPublicKey)
    #expect(message.chain == [hex("305930130607")])
    #expect(message.fields == [Field("ASN.1_subjectPublicKeyInfo", "305930130607")])
    // Cut before its first byte the form is told from, a message of unknown form is no chain either.
    #expect(truncationsThatDecode(as: Certificate.self, rawPublicKey, context).isEmpty)
  }

  @Test func aNegotiatedChainIsNoRawPublicKey() {
    let context = DecodingContext(serverCertificateType: .x509, isFromServer: true)
    #expect(throws: DecodeError("Certificate", "ASN.1Cert", at: 6, .needs(0x305930, has: 3))) {
      try Certificate(bytes: rawPublicKey, context: context)
    }
  }

  @Test func theSenderDecidesTheType() {
    let context = DecodingContext(clientCertificateType: .rawPublicKey, serverCertificateType: .x509)
    #expect(context.certificateType == .rawPublicKey)
  }

  @Test func decodesTheFormOfDTLS13() throws {
    let context = DecodingContext(version: .dtls13)
    let message = try Certificate(bytes: dtls13, context: context)
    #expect(message.certificateRequestContext == hex("abcd"))
    #expect(message.chain == [hex("3001")])
    #expect(message.certificateList[0].extensions.map(\.type) == [.signedCertificateTimestamp])
    #expect(truncationsThatDecode(as: Certificate.self, dtls13, context).isEmpty)
    #expect(message.fields.map(\.name) == ["certificate_request_context", "certificate_list"])
  }

  @Test func trailingBytesAreAnError() {
    #expect(throws: DecodeError("Certificate", "", at: 12, .trailingBytes(1))) {
      try Certificate(bytes: chain + [0], context: DecodingContext())
    }
    #expect(throws: DecodeError("Certificate", "", at: dtls13.count, .trailingBytes(1))) {
      try Certificate(bytes: dtls13 + [0], context: DecodingContext(version: .dtls13))
    }
  }

  @Test func aTruncationIsNamed() {
    #expect(throws: DecodeError("Certificate", "certificate_list", at: 3, .needs(9, has: 2))) {
      try Certificate(bytes: [UInt8](chain.prefix(5)), context: DecodingContext())
    }
  }
}
