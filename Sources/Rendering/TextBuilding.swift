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
    append(magnitude: UInt64(truncatingIfNeeded: value.magnitude), isNegative: value < 0, width, pad)
  }

  private mutating func append(magnitude: UInt64, isNegative: Bool, _ width: Int, _ pad: UInt8) {
    var rest = magnitude
    var digits: InlineArray<20, UInt8> = .init(repeating: 0)
    var start = 20
    repeat {
      start -= 1
      digits[start] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    } while rest > 0
    let length = 20 - start + (isNegative ? 1 : 0)
    if length < width { append(contentsOf: repeatElement(pad, count: width - length)) }
    if isNegative { append(UInt8(ascii: "-")) }
    digits.span.extracting(start..<20).withUnsafeBufferPointer { append(contentsOf: $0) }
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
