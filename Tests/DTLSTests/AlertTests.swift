import Bytes
import DTLS
import TestSupport
import Testing

@Suite struct AlertTests {
  /// The table of IANA "TLS Alerts".
  @Test(
    arguments: [
      (0, "close_notify"), (10, "unexpected_message"), (20, "bad_record_mac"), (21, "decryption_failed"),
      (22, "record_overflow"), (30, "decompression_failure"), (40, "handshake_failure"), (41, "no_certificate"),
      (42, "bad_certificate"), (43, "unsupported_certificate"), (44, "certificate_revoked"),
      (45, "certificate_expired"), (46, "certificate_unknown"), (47, "illegal_parameter"), (48, "unknown_ca"),
      (49, "access_denied"), (50, "decode_error"), (51, "decrypt_error"), (52, "too_many_cids_requested"),
      (60, "export_restriction"), (70, "protocol_version"), (71, "insufficient_security"), (80, "internal_error"),
      (86, "inappropriate_fallback"), (90, "user_canceled"), (100, "no_renegotiation"), (109, "missing_extension"),
      (110, "unsupported_extension"), (111, "certificate_unobtainable"), (112, "unrecognized_name"),
      (113, "bad_certificate_status_response"), (114, "bad_certificate_hash_value"), (115, "unknown_psk_identity"),
      (116, "certificate_required"), (117, "general_error"), (120, "no_application_protocol"), (121, "ech_required"),
    ] as [(UInt8, String)])
  func row(_ number: UInt8, _ name: String) throws {
    let alert = try Alert(bytes: [2, number])
    #expect(alert.level == .fatal)
    #expect(alert.description.rawValue == number)
    #expect(alert.description.name == name)
  }

  @Test func everyRowIsTested() {
    #expect(AlertDescription.names.count == 37)
    #expect(AlertLevel.names == [1: "warning", 2: "fatal"])
  }

  @Test func decodesACloseNotify() throws {
    let closing = try Alert(bytes: hex("0100"))
    #expect(closing.level == .warning)
    #expect(closing.description == .closeNotify)
    #expect(try Alert(bytes: hex("0164")).description == .noRenegotiation)
  }

  @Test func everyTruncationFails() {
    #expect(truncationsThatDecode(as: Alert.self, hex("0228")).isEmpty)
    #expect(throws: DecodeError("Alert", "level", at: 0, .needs(1, has: 0))) { try Alert(bytes: []) }
    #expect(throws: DecodeError("Alert", "description", at: 1, .needs(1, has: 0))) { try Alert(bytes: [2]) }
  }

  @Test func trailingBytesAreAnError() {
    #expect(throws: DecodeError("Alert", "", at: 2, .trailingBytes(1))) { try Alert(bytes: hex("022800")) }
  }

  @Test func unknownNumbersAreValues() throws {
    let alert = try Alert(bytes: hex("03ff"))
    #expect(alert.level.name == nil)
    #expect(alert.level.rawValue == 3)
    #expect(alert.description.name == nil)
    #expect(alert.description.description == "unknown 255 (0xff)")
  }
}
