/// The few items of CBOR that OSCORE derives keys from and authenticates, in their shortest form (RFC 8949 §3).
struct CBORWriter {
  private(set) var bytes: [UInt8] = []

  /// An array of so many items, which follow.
  mutating func array(_ count: Int) {
    head(4, UInt64(count))
  }

  mutating func integer(_ value: Int) {
    value < 0 ? head(1, UInt64(-1 - value)) : head(0, UInt64(value))
  }

  mutating func byteString(_ value: [UInt8]) {
    head(2, UInt64(value.count))
    bytes += value
  }

  mutating func textString(_ value: String) {
    head(3, UInt64(value.utf8.count))
    bytes += value.utf8
  }

  mutating func null() {
    bytes.append(0xf6)
  }

  /// The major type, and its argument in as few bytes as hold it.
  private mutating func head(_ majorType: UInt8, _ argument: UInt64) {
    let type = majorType << 5
    switch argument {
    case ..<24: bytes.append(type | UInt8(argument))
    case ...0xff: bytes += [type | 24, UInt8(argument)]
    case ...0xffff: bytes += [type | 25, UInt8(argument >> 8), UInt8(argument & 0xff)]
    default:
      bytes.append(type | 27)
      bytes += stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: argument >> UInt64($0)) }
    }
  }
}
