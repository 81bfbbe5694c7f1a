import Bytes

/// How a curve's point is encoded (IANA "TLS EC Point Formats").
package struct ECPointFormat: RegisteredNumber {
  package let rawValue: UInt8

  package init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  package static let uncompressed = ECPointFormat(rawValue: 0)

  package static let names: [UInt8: String] = [
    0: "uncompressed",
    1: "ansiX962_compressed_prime",
    2: "ansiX962_compressed_char2",
  ]
}
