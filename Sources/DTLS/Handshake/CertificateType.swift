import Bytes

/// What a Certificate message holds (IANA "TLS Certificate Types", RFC 7250 §3).
package struct CertificateType: RegisteredNumber {
  package let rawValue: UInt8

  package init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  package static let x509 = CertificateType(rawValue: 0)
  package static let rawPublicKey = CertificateType(rawValue: 2)

  package static let names: [UInt8: String] = [
    0: "X509",
    1: "OpenPGP",
    2: "RawPublicKey",
    3: "1609Dot2",
  ]
}
