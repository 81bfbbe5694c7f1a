import Bytes

/// What a record carries (IANA "TLS ContentType").
package struct ContentType: RegisteredNumber {
  package let rawValue: UInt8

  package init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  package static let changeCipherSpec = ContentType(rawValue: 20)
  package static let alert = ContentType(rawValue: 21)
  package static let handshake = ContentType(rawValue: 22)
  package static let applicationData = ContentType(rawValue: 23)
  package static let heartbeat = ContentType(rawValue: 24)
  /// The real type is inside the protected record (RFC 9146 §4).
  package static let tls12CID = ContentType(rawValue: 25)
  package static let ack = ContentType(rawValue: 26)
  package static let returnRoutabilityCheck = ContentType(rawValue: 27)

  package static let names: [UInt8: String] = [
    20: "change_cipher_spec",
    21: "alert",
    22: "handshake",
    23: "application_data",
    24: "heartbeat",
    25: "tls12_cid",
    26: "ack",
    27: "return_routability_check",
  ]
}
