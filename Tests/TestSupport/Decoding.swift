import Bytes

/// Bytes from hexadecimal digits; white space is ignored, anything else stops the test run.
package func hex(_ text: String) -> [UInt8] {
  guard let bytes = Hex.bytes(text.filter { !$0.isWhitespace }) else { preconditionFailure("not hexadecimal: \(text)") }
  return bytes
}

/// The lengths below that of `bytes` to which they can be cut and still decode as `type`: none, for a structure without
/// optional parts at its end.
package func truncationsThatDecode<Value: Structure>(as type: Value.Type, _ bytes: [UInt8]) -> [Int] {
  (0..<bytes.count).filter { (try? Value(bytes: [UInt8](bytes.prefix($0)))) != nil }
}
