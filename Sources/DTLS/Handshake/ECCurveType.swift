import Bytes

/// How a key exchange gives its curve (IANA "TLS EC Curve Types").
package struct ECCurveType: RegisteredNumber {
  package let rawValue: UInt8

  package init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  package static let namedCurve = ECCurveType(rawValue: 3)

  package static let names: [UInt8: String] = [
    1: "explicit_prime",
    2: "explicit_char2",
    3: "named_curve",
  ]
}
