import Bytes

/// Ways in which the client uses pre-shared keys of DTLS 1.3 (RFC 8446 §4.2.9).
///
///     struct {
///       PskKeyExchangeMode ke_modes<1..255>;
///     } PskKeyExchangeModes;
package struct PSKKeyExchangeModes: Structure, ExtensionBody {
  package static let structure: StaticString = "PskKeyExchangeModes"

  /// The ways in the order of the wire.
  package var keModes: [PSKKeyExchangeMode]
}

extension PSKKeyExchangeModes {
  @_lifetime(reader: copy reader)
  package init(decoding reader: inout ByteReader) throws(DecodeError) {
    keModes = try reader.readList8("ke_modes")
    try reader.expectEnd()
  }

  package var fields: [Field] {
    [Field("ke_modes", "PskKeyExchangeMode", keModes)]
  }
}

/// Whether a pre-shared key goes with a key exchange (IANA "TLS PskKeyExchangeMode").
package struct PSKKeyExchangeMode: RegisteredNumber {
  package let rawValue: UInt8

  package init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  package static let pskKE = PSKKeyExchangeMode(rawValue: 0)
  package static let pskDHEKE = PSKKeyExchangeMode(rawValue: 1)

  package static let names: [UInt8: String] = [
    0: "psk_ke",
    1: "psk_dhe_ke",
  ]
}
