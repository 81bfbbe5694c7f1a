import Bytes

/// How media next to the DTLS session is protected (IANA "DTLS-SRTP Protection Profiles").
package struct SRTPProtectionProfile: RegisteredNumber {
  package let rawValue: UInt16

  package init(rawValue: UInt16) {
    self.rawValue = rawValue
  }

  package static let names: [UInt16: String] = [
    0x0001: "SRTP_AES128_CM_HMAC_SHA1_80",
    0x0002: "SRTP_AES128_CM_HMAC_SHA1_32",
    0x0005: "SRTP_NULL_HMAC_SHA1_80",
    0x0006: "SRTP_NULL_HMAC_SHA1_32",
    0x0007: "SRTP_AEAD_AES_128_GCM",
    0x0008: "SRTP_AEAD_AES_256_GCM",
    0x0009: "DOUBLE_AEAD_AES_128_GCM_AEAD_AES_128_GCM",
    0x000a: "DOUBLE_AEAD_AES_256_GCM_AEAD_AES_256_GCM",
    0x000b: "SRTP_ARIA_128_CTR_HMAC_SHA1_80",
    0x000c: "SRTP_ARIA_128_CTR_HMAC_SHA1_32",
    0x000d: "SRTP_ARIA_256_CTR_HMAC_SHA1_80",
    0x000e: "SRTP_ARIA_256_CTR_HMAC_SHA1_32",
    0x000f: "SRTP_AEAD_ARIA_128_GCM",
    0x0010: "SRTP_AEAD_ARIA_256_GCM",
  ]
}
