import Bytes

/// What ended a connection, or warns of it (RFC 5246 §7.2).
///
///     struct {
///       AlertLevel level;
///       AlertDescription description;
///     } Alert;
package struct Alert: Structure, Hashable, Sendable {
  package static let structure: StaticString = "Alert"

  /// How serious the sender says it is.
  package var level: AlertLevel
  /// What happened.
  package var description: AlertDescription
}

extension Alert {
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader) throws(DecodeError) {
    level = AlertLevel(rawValue: try reader.readUInt8("level"))
    description = AlertDescription(rawValue: try reader.readUInt8("description"))
    try reader.expectEnd()
  }
}

/// IANA has no registry for it: RFC 5246 §7.2.
package struct AlertLevel: RegisteredNumber {
  package let rawValue: UInt8

  package init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  package static let warning = AlertLevel(rawValue: 1)
  package static let fatal = AlertLevel(rawValue: 2)

  package static let names: [UInt8: String] = [1: "warning", 2: "fatal"]
}

/// IANA "TLS Alerts".
package struct AlertDescription: RegisteredNumber {
  package let rawValue: UInt8

  package init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  package static let closeNotify = AlertDescription(rawValue: 0)
  package static let unexpectedMessage = AlertDescription(rawValue: 10)
  package static let badRecordMAC = AlertDescription(rawValue: 20)
  package static let decryptionFailed = AlertDescription(rawValue: 21)
  package static let handshakeFailure = AlertDescription(rawValue: 40)
  package static let noCertificate = AlertDescription(rawValue: 41)
  package static let badCertificate = AlertDescription(rawValue: 42)
  package static let unsupportedCertificate = AlertDescription(rawValue: 43)
  package static let certificateExpired = AlertDescription(rawValue: 45)
  package static let certificateUnknown = AlertDescription(rawValue: 46)
  package static let illegalParameter = AlertDescription(rawValue: 47)
  package static let unknownCA = AlertDescription(rawValue: 48)
  package static let decodeError = AlertDescription(rawValue: 50)
  package static let decryptError = AlertDescription(rawValue: 51)
  package static let protocolVersion = AlertDescription(rawValue: 70)
  package static let insufficientSecurity = AlertDescription(rawValue: 71)
  package static let internalError = AlertDescription(rawValue: 80)
  package static let inappropriateFallback = AlertDescription(rawValue: 86)
  package static let noRenegotiation = AlertDescription(rawValue: 100)
  package static let missingExtension = AlertDescription(rawValue: 109)
  package static let unsupportedExtension = AlertDescription(rawValue: 110)
  package static let unknownPSKIdentity = AlertDescription(rawValue: 115)
  package static let certificateRequired = AlertDescription(rawValue: 116)

  package static let names: [UInt8: String] = [
    0: "close_notify",
    10: "unexpected_message",
    20: "bad_record_mac",
    21: "decryption_failed",
    22: "record_overflow",
    30: "decompression_failure",
    40: "handshake_failure",
    41: "no_certificate",
    42: "bad_certificate",
    43: "unsupported_certificate",
    44: "certificate_revoked",
    45: "certificate_expired",
    46: "certificate_unknown",
    47: "illegal_parameter",
    48: "unknown_ca",
    49: "access_denied",
    50: "decode_error",
    51: "decrypt_error",
    52: "too_many_cids_requested",
    60: "export_restriction",
    70: "protocol_version",
    71: "insufficient_security",
    80: "internal_error",
    86: "inappropriate_fallback",
    90: "user_canceled",
    100: "no_renegotiation",
    109: "missing_extension",
    110: "unsupported_extension",
    111: "certificate_unobtainable",
    112: "unrecognized_name",
    113: "bad_certificate_status_response",
    114: "bad_certificate_hash_value",
    115: "unknown_psk_identity",
    116: "certificate_required",
    117: "general_error",
    120: "no_application_protocol",
    121: "ech_required",
  ]
}
