import Bytes
import Capture

/// Text is built as bytes in arrays that keep their capacity, so that a line of a packet costs no allocation.
extension [UInt8] {
  /// Appends literal text.
  @inline(__always)
  mutating func append(_ text: StaticString) {
    append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// Appends text that is known to be printable.
  mutating func append(trusted text: String) {
    append(contentsOf: text.utf8)
  }

  /// Appends a number in decimal.
  mutating func append(decimal value: some BinaryInteger, width: Int = 0, pad: UInt8 = UInt8(ascii: " ")) {
    var digits: (UInt64, Int) = (UInt64(value.magnitude), 0)
    let start = count
    repeat {
      append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digits.0 % 10))
      digits.0 /= 10
      digits.1 += 1
    } while digits.0 > 0
    if value < 0 {
      append(UInt8(ascii: "-"))
      digits.1 += 1
    }
    while digits.1 < width {
      append(pad)
      digits.1 += 1
    }
    self[start...].reverse()
  }

  /// Appends a number in hexadecimal, with `digits` digits.
  mutating func append(hex value: some BinaryInteger, digits: Int) {
    for shift in stride(from: (digits - 1) * 4, through: 0, by: -4) {
      append(Hex.digit(UInt8(truncatingIfNeeded: value >> shift) & 0xf))
    }
  }

  /// Appends bytes in hexadecimal.
  mutating func append(hex bytes: RawSpan) {
    bytes.withUnsafeBytes {
      for byte in $0 {
        append(Hex.digit(byte >> 4))
        append(Hex.digit(byte & 0xf))
      }
    }
  }

  /// Appends seconds with six decimals.
  mutating func append(seconds nanoseconds: Int64, width: Int) {
    let microseconds = nanoseconds.magnitude / 1000
    let sign = nanoseconds < 0 ? 1 : 0
    let digits = Swift.max(0, width - 7 - sign)
    if nanoseconds < 0 { append(UInt8(ascii: "-")) }
    append(decimal: microseconds / 1_000_000, width: digits)
    append(UInt8(ascii: "."))
    append(decimal: microseconds % 1_000_000, width: 6, pad: UInt8(ascii: "0"))
  }

  /// Appends `from → to`.
  mutating func append(_ source: Endpoint, _ destination: Endpoint) {
    source.append(to: &self)
    append(" → ")
    destination.append(to: &self)
  }
}
