import Bytes

/// A DTLS version as it stands in records and hellos: the ones' complement of the version number (RFC 6347 §4.1).
package struct ProtocolVersion: RegisteredNumber {
  package let rawValue: UInt16

  package init(rawValue: UInt16) {
    self.rawValue = rawValue
  }

  /// RFC 4347.
  package static let dtls10 = ProtocolVersion(rawValue: 0xfeff)
  /// RFC 6347.
  package static let dtls12 = ProtocolVersion(rawValue: 0xfefd)
  /// RFC 9147; stands in the supported_versions extension only.
  package static let dtls13 = ProtocolVersion(rawValue: 0xfefc)
  /// What OpenSSL sent before RFC 4347 was final.
  package static let openSSLPreRFC = ProtocolVersion(rawValue: 0x0100)

  package static let names: [UInt16: String] = [
    0xfeff: "DTLS 1.0",
    0xfefd: "DTLS 1.2",
    0xfefc: "DTLS 1.3",
    0x0100: "DTLS 1.0 (OpenSSL 0x0100)",
  ]

  /// The name of the version that nearly every record has as a literal, because every record's text needs it.
  package var label: StaticString? { self == .dtls12 ? "DTLS 1.2" : nil }
}
