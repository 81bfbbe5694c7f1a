import Bytes

/// How records are compressed before protection (IANA "TLS Compression Method Identifiers").
package struct CompressionMethod: RegisteredNumber {
  package let rawValue: UInt8

  package init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  package static let null = CompressionMethod(rawValue: 0)

  package static let names: [UInt8: String] = [
    0: "NULL",
    1: "DEFLATE",
    64: "LZS",
  ]
}
