import Bytes

/// A record with a ClientHello of DTLS 1.2 that offers these numbers. Extensions have no body, which for most breaks
/// their format, but signature_algorithms and server_certificate_type (a raw public key).
func helloRecord(
  random: [UInt8] = [UInt8](repeating: 0xee, count: 32), types: [UInt16] = [], suites: [UInt16],
  schemes: [UInt16] = [], recordVersion: UInt16 = 0xfefd
) -> [UInt8] {
  let extensions = types.flatMap { type -> [UInt8] in
    switch type {
    case 13: bytes(type) + vector(vector(schemes.flatMap(bytes)))
    case 20: bytes(type) + vector([1, 2])
    default: bytes(type) + vector([])
    }
  }
  let hello = bytes(0xfefd) + random + [0, 0] + vector(suites.flatMap(bytes)) + [1, 0] + vector(extensions)
  let message = [1, 0] + bytes(UInt16(hello.count)) + [0, 0, 0, 0, 0, 0] + bytes(UInt16(hello.count)) + hello
  return [22] + bytes(recordVersion) + [UInt8](repeating: 0, count: 8) + vector(message)
}

private func bytes(_ number: UInt16) -> [UInt8] { [UInt8(number >> 8), UInt8(truncatingIfNeeded: number)] }

private func vector(_ content: [UInt8]) -> [UInt8] { bytes(UInt16(content.count)) + content }
