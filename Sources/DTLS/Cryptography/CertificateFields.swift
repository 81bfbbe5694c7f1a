import Bytes

extension X509Certificate: FieldsShowing {
  package var fields: [Field] {
    [
      Field("serialNumber", serialNumber),
      Field("signature", signatureAlgorithm),
      Field("issuer", issuer),
      Field("notBefore", Self.text(notBefore)),
      Field("notAfter", Self.text(notAfter)),
      Field("subject", subject),
      Field("subjectPublicKeyInfo", publicKey?.text ?? "not readable"),
      Field("subjectAltName", subjectAltNames.map { Field($0.label, $0.text) }),
      Field("cA", isCA ? "true" : "false"),
      Field("self-signed", isSelfSigned ? "true" : "false"),
      Field("SHA-256", sha256),
    ]
  }

  private static func text(_ seconds: Int64?) -> String {
    seconds.map { "\(UTCTime.text(seconds: $0)) UTC" } ?? "breaks its format"
  }
}

extension Certificate {
  /// What an entry of the list says, as far as it can be read.
  func contents(of der: [UInt8]) -> [Field] {
    switch certificateType {
    case .x509: X509Certificate(der: der)?.fields ?? []
    case .rawPublicKey: PublicKey(subjectPublicKeyInfo: der).map { [Field("algorithm", $0.text)] } ?? []
    default: []
    }
  }
}
