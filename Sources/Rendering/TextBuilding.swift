import Bytes
import Capture

extension TextBuffer {
  /// Appends seconds with six decimals.
  mutating func append(seconds nanoseconds: Int64, width: Int) {
    let microseconds = nanoseconds.magnitude / 1000
    let sign = nanoseconds < 0 ? 1 : 0
    if nanoseconds < 0 { append(UInt8(ascii: "-")) }
    append(decimal: microseconds / 1_000_000, width: max(0, width - 7 - sign))
    append(UInt8(ascii: "."))
    append(decimal: microseconds % 1_000_000, width: 6, pad: UInt8(ascii: "0"))
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
