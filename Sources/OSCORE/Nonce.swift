import Cryptography

/// The nonce of a message (RFC 8613 §5.2):
///
///     <- nonce length minus 6 B -> <-- 5 bytes -->
///     | S | padding | ID_PIV | padding | PIV | XOR Common IV
///
/// S is the length of ID_PIV, the Sender ID of whoever chose the Partial IV.
enum Nonce {
  /// Bytes of the nonce that the ID has no part in.
  static let overhead = 6
  private static let partialIVLength = 5

  static func bytes(partialIV: [UInt8], id: [UInt8], commonIV: SecretBytes) -> [UInt8] {
    let idLength = commonIV.count - overhead
    let plain =
      [UInt8(id.count)] + Array(repeating: 0, count: idLength - id.count) + id
      + Array(repeating: 0, count: partialIVLength - partialIV.count) + partialIV
    return commonIV.withBytes { zip(plain, $0).map { $0 ^ $1 } }
  }
}
