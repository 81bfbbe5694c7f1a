import Bytes

/// The decryption secrets block of a pcapng file (draft-ietf-opsawg-pcapng §4.7): secrets for the packets behind it.
///
///     secrets_type(4) secrets_length(4) secrets_data options
package struct DecryptionSecrets: ~Escapable {
  /// What the secrets are.
  package let type: SecretsType
  /// The secrets, in the form that the type tells; borrowed from the block.
  package let data: RawSpan

  /// Decodes the body of a block.
  @_lifetime(copy body)
  init(_ body: RawSpan, _ order: SectionOrder) throws(DecodeError) {
    var reader = ByteReader(body, as: "decryption secrets block")
    type = SecretsType(rawValue: order(try reader.readUInt32("secrets_type")))
    let length = Int(order(try reader.readUInt32("secrets_length")))
    data = try reader.readSpan(length, "secrets_data")
  }
}

/// What a decryption secrets block holds.
package struct SecretsType: RegisteredNumber {
  package let rawValue: UInt32

  package init(rawValue: UInt32) {
    self.rawValue = rawValue
  }

  /// Lines in the format of SSLKEYLOGFILE.
  package static let tlsKeyLog = SecretsType(rawValue: 0x544c_534b)

  package static let names: [UInt32: String] = [
    0x544c_534b: "TLS key log",
    0x5353_484b: "SSH key log",
    0x5747_4b4c: "WireGuard key log",
    0x5a4e_574b: "Zigbee network key",
    0x5a41_5053: "Zigbee APS key",
    0x5541_4b4c: "OPC UA key log",
  ]
}

/// Who wants the secrets in a capture, as they pass.
package protocol SecretsHandler: AnyObject {
  /// Secrets for the frames that come after.
  func receive(_ secrets: borrowing DecryptionSecrets)
  /// A block that breaks its format, so that secrets may be missing.
  func receiveMalformedSecrets(_ error: DecodeError)
}
