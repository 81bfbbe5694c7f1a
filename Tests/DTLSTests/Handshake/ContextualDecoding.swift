import Bytes
import DTLS

/// The lengths below that of `bytes` to which they can be cut and still decode as `type` in `context`.
func truncationsThatDecode<Value: ContextualStructure>(
  as type: Value.Type, _ bytes: [UInt8], _ context: DecodingContext
) -> [Int] {
  (0..<bytes.count).filter { (try? Value(bytes: [UInt8](bytes.prefix($0)), context: context)) != nil }
}
