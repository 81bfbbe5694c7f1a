import Bytes
import Capture

extension TextBuffer {
  /// Appends seconds with six decimals.
  mutating func append(seconds nanoseconds: Int64, width: Int) {
    let microseconds = nanoseconds.magnitude / 1000
    let seconds = microseconds / 1_000_000
    if nanoseconds < 0 {
      // A packet before the first is rare: the sign goes between the padding and the digits.
      append(repeating: UInt8(ascii: " "), count: width - 8 - "\(seconds)".utf8.count)
      append(UInt8(ascii: "-"))
      append(decimal: seconds)
    } else {
      append(decimal: seconds, width: max(0, width - 7))
    }
    append(UInt8(ascii: "."))
    append(decimal: microseconds % 1_000_000, width: 6, pad: UInt8(ascii: "0"))
  }

  /// Appends `1 byte`, `2 bytes`.
  mutating func append(bytes count: Int) {
    append(decimal: count)
    append(count == 1 ? " byte" : " bytes")
  }

  /// Appends a duration as "12.3 ms", or "0.064 ms" below 1 ms; one that is negative, as a capture's clock may make it,
  /// as 0.
  mutating func append(milliseconds nanoseconds: Int64) {
    let microseconds = (max(0, nanoseconds) + 500) / 1000
    if microseconds < 1000 {
      append("0.")
      append(decimal: microseconds, width: 3, pad: UInt8(ascii: "0"))
    } else {
      let tenths = (microseconds + 50) / 100
      append(decimal: tenths / 10)
      append(UInt8(ascii: "."))
      append(decimal: tenths % 10)
    }
    append(" ms")
  }

  /// Appends `label`, or without one the description of `number`.
  mutating func append(_ label: StaticString?, else number: some RegisteredNumber) {
    if let label { append(label) } else { append(trusted: number.description) }
  }

  /// Appends `from → to`.
  mutating func append(_ source: Endpoint, _ destination: Endpoint) {
    source.append(to: &self)
    append(" → ")
    destination.append(to: &self)
  }
}
