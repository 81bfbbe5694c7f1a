import COpenSSL

/// How DTLS 1.3 turns traffic secrets into the keys of records (RFC 8446 §7.1 and §7.3, RFC 9147 §4.2.3 and §5.9).
final class KeySchedule13 {
  private let hmac = HMAC()

  /// The keys of one end in one epoch, or nil for a suite whose records cannot be opened.
  func trafficKeys(_ secret: SecretBytes, _ parameters: CipherSuiteParameters) -> TrafficKeys? {
    guard let cipher = parameters.cipher, cipher.mode.isAEAD else { return nil }
    let hash = parameters.prfHash
    guard let key = expandLabel(secret, "key", hash, count: cipher.keyLength),
      let iv = expandLabel(secret, "iv", hash, count: TrafficKeys.ivLength),
      let numberKey = expandLabel(secret, "sn", hash, count: cipher.keyLength)
    else { return nil }
    return TrafficKeys(cipher, key: key, iv: iv, numberKey: numberKey, secret: secret)
  }

  /// The secret of the next generation, to which a KeyUpdate switches (RFC 8446 §7.2).
  func nextGeneration(of secret: SecretBytes, _ hash: HashAlgorithm) -> SecretBytes? {
    expandLabel(secret, "traffic upd", hash, count: hash.length)
  }

  /// HKDF-Expand-Label without context (RFC 8446 §7.1), with the label's prefix of DTLS (RFC 9147 §5.9):
  ///
  ///     struct {
  ///       uint16 length;
  ///       opaque label<7..255>;     "dtls13" + Label
  ///       opaque context<0..255>;
  ///     } HkdfLabel;
  ///
  /// Everything that DTLS 1.3 expands fits one block of HKDF-Expand (RFC 5869 §2.3), which is the MAC of the label and 1.
  func expandLabel(_ secret: SecretBytes, _ label: String, _ hash: HashAlgorithm, count: Int) -> SecretBytes? {
    guard count <= hash.length else { return nil }
    let full = [UInt8]("dtls13\(label)".utf8)
    let info = [UInt8(count >> 8), UInt8(count & 0xff), UInt8(full.count)] + full + [0, 1]
    var isDone = false
    let block = SecretBytes(count: hash.length) { output in
      isDone = secret.withBytes { key in
        info.withUnsafeBytes { hmac.authenticate(hash, key: key, $0, into: output) }
      }
    }
    guard isDone else { return nil }
    return block.withBytes { SecretBytes($0.prefix(count)) }
  }
}
