import Bytes

/// What kind of certificate the server accepts from the client (IANA "TLS ClientCertificateType Identifiers").
package struct ClientCertificateType: RegisteredNumber {
  package let rawValue: UInt8

  package init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  package static let names: [UInt8: String] = [
    1: "rsa_sign",
    2: "dss_sign",
    3: "rsa_fixed_dh",
    4: "dss_fixed_dh",
    5: "rsa_ephemeral_dh_RESERVED",
    6: "dss_ephemeral_dh_RESERVED",
    20: "fortezza_dms_RESERVED",
    64: "ecdsa_sign",
    65: "rsa_fixed_ecdh",
    66: "ecdsa_fixed_ecdh",
    67: "gost_sign256",
    68: "gost_sign512",
  ]
}
