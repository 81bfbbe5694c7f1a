import Bytes
import DTLS
import Testing

@Suite struct RegistryTests {
  /// Every name is there, printable, without spaces around it, and stands once.
  private func check<Number: RegisteredNumber>(_ type: Number.Type) {
    #expect(!Number.names.isEmpty, "\(type)")
    #expect(Set(Number.names.values).count == Number.names.count, "a name of \(type) stands twice")
    for (number, name) in Number.names {
      #expect(!name.isEmpty && name.utf8.allSatisfy { (0x20...0x7e).contains($0) }, "\(type) \(number)")
      #expect(name.first != " " && name.last != " ", "\(type) \(number)")
      #expect(Number(rawValue: number)?.description == name)
    }
  }

  @Test func everyTableIsSound() {
    check(AlertDescription.self)
    check(AlertLevel.self)
    check(CertChainType.self)
    check(CertificateCompressionAlgorithm.self)
    check(CertificateStatusType.self)
    check(CertificateType.self)
    check(CipherSuite.self)
    check(ClientCertificateType.self)
    check(CompressionMethod.self)
    check(ConnectionIDUsage.self)
    check(ContentType.self)
    check(ECCurveType.self)
    check(HandshakeType.self)
    check(KeyUpdateRequest.self)
    check(ProtocolVersion.self)
    check(SupplementalDataType.self)
    check(CachedInformationType.self)
    check(ECPointFormat.self)
    check(ExtensionType.self)
    check(HeartbeatMode.self)
    check(MaxFragmentLengthCode.self)
    check(NamedGroup.self)
    check(PSKKeyExchangeMode.self)
    check(SRTPProtectionProfile.self)
    check(ServerNameType.self)
    check(SignatureScheme.self)
  }

  @Test func aSignatureSchemeThatIsNoneIsAPairOfDTLS12() {
    #expect(SignatureScheme(rawValue: 0x0402).name == "sha256+dsa")
    #expect(SignatureScheme(rawValue: 0x0301).name == "sha224+rsa")
    #expect(SignatureScheme(rawValue: 0x0403).name == "ecdsa_secp256r1_sha256")
    #expect(SignatureScheme(rawValue: 0xeeee).name == nil)
  }
}
