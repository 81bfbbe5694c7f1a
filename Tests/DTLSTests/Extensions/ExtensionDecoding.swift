import Bytes
import DTLS

/// The body of an extension of `message`.
func decode<Body: ExtensionBody>(
  _ type: Body.Type, _ bytes: [UInt8], in message: HandshakeType
) throws(DecodeError) -> Body {
  var reader = ByteReader(bytes.span.bytes, as: Body.structure)
  return try Body(decoding: &reader, in: message)
}

/// The lengths below that of `bytes` to which they can be cut and still decode as `type`, and whether a byte more does.
func lengthsThatDecode<Body: ExtensionBody>(
  as type: Body.Type, _ bytes: [UInt8], in message: HandshakeType
) -> [Int] {
  let shorter = (0..<bytes.count).filter { (try? decode(type, [UInt8](bytes.prefix($0)), in: message)) != nil }
  return shorter + ((try? decode(type, bytes + [0], in: message)) != nil ? [bytes.count + 1] : [])
}
