import Bytes

extension RawSpan {
  /// The bytes as a uint option value (RFC 7252 §3.2): big-endian, empty for 0, leading zero bytes accepted; nil if there
  /// are more than `limit` bytes, at most 8.
  package func unsignedValue(limit: Int) -> UInt64? {
    guard byteCount <= limit else { return nil }
    var value: UInt64 = 0
    for index in 0..<byteCount { value = value << 8 | UInt64(byte(at: index) ?? 0) }
    return value
  }
}
