import Cryptography

/// How DTLS 1.3 turns secrets into others and into the keys of records (RFC 8446 §7.1 to §7.3, RFC 9147 §4.2.3 and §5.9).
///
///           0 ─▶ Extract ◀─ PSK
///                   │ early secret ─▶ binder key, c e traffic
///     Derive("derived") ─▶ Extract ◀─ (EC)DHE, or 0
///                             │ handshake secret ─▶ c hs traffic, s hs traffic
///               Derive("derived") ─▶ Extract ◀─ 0
///                                       │ main secret ─▶ c ap traffic, s ap traffic, res master
final class KeySchedule13 {
  private let hmac = HMAC()

  /// What stands before every label.
  enum LabelPrefix: String {
    /// RFC 9147 §5.9.
    case dtls = "dtls13"
    /// RFC 8446 §7.1; in DTLS wolfSSL up to 5.5 has it where a ticket's key is derived.
    case tls = "tls13 "
  }

  // MARK: Keys of records

  /// The keys of one end in one epoch, or nil for a suite whose records `opener` cannot open.
  func trafficKeys(_ secret: SecretBytes, _ parameters: CipherSuiteParameters, for opener: RecordOpener) -> TrafficKeys?
  {
    guard let cipher = parameters.cipher, cipher.mode.isAEAD else { return nil }
    let hash = parameters.prfHash
    guard let key = expandLabel(secret, "key", hash, count: cipher.keyLength),
      let iv = expandLabel(secret, "iv", hash, count: TrafficKeys.ivLength),
      let numberKey = expandLabel(secret, "sn", hash, count: cipher.keyLength)
    else { return nil }
    return TrafficKeys(
      cipher, key: key, iv: iv, numberKey: numberKey, secret: secret, id: opener.makeKeysID(),
      numberID: opener.makeKeysID())
  }

  /// The secret of the next generation, to which a KeyUpdate switches (RFC 8446 §7.2).
  func nextGeneration(of secret: SecretBytes, _ hash: HashAlgorithm) -> SecretBytes? {
    expandLabel(secret, "traffic upd", hash, count: hash.length)
  }

  // MARK: Secrets

  /// The early secret of a pre-shared key.
  func earlySecret(presharedKey: SecretBytes, _ hash: HashAlgorithm) -> SecretBytes? {
    hmac.extract(hash, salt: zeros(hash), presharedKey)
  }

  /// The secret that follows `secret` in the schedule, with zeros for a key exchange: the handshake secret of psk_ke after
  /// the early secret, the main secret after the handshake secret.
  func nextSecret(after secret: SecretBytes, _ hash: HashAlgorithm) -> SecretBytes? {
    derive(secret, "derived", transcript: [], hash).flatMap { hmac.extract(hash, salt: $0, zeros(hash)) }
  }

  /// Derive-Secret of the messages in `transcript`.
  func derive(_ secret: SecretBytes, _ label: String, transcript: [UInt8], _ hash: HashAlgorithm) -> SecretBytes? {
    expandLabel(secret, label, context: hash.digest(transcript), hash, count: hash.length)
  }

  /// The binder of a pre-shared key over a ClientHello that was cut before its binders (RFC 8446 §4.2.11.2).
  ///
  /// - Parameter isExternal: whether the key comes from outside, and not from a ticket.
  func binder(
    earlySecret: SecretBytes, isExternal: Bool, transcript: [UInt8], _ hash: HashAlgorithm
  ) -> SecretBytes? {
    derive(earlySecret, isExternal ? "ext binder" : "res binder", transcript: [], hash)
      .flatMap { verifyData(baseKey: $0, transcript: transcript, hash) }
  }

  /// The verify_data of a Finished that `transcript` precedes (RFC 8446 §4.4.4).
  func verifyData(baseKey: SecretBytes, transcript: [UInt8], _ hash: HashAlgorithm) -> SecretBytes? {
    expandLabel(baseKey, "finished", hash, count: hash.length).flatMap { key in
      hmac.authenticate(hash, key: key, hash.digest(transcript))
    }
  }

  /// The key of a ticket (RFC 8446 §4.6.1).
  func ticketKey(
    resumptionSecret: SecretBytes, nonce: [UInt8], _ hash: HashAlgorithm, prefix: LabelPrefix
  ) -> SecretBytes? {
    expandLabel(resumptionSecret, "resumption", context: nonce, hash, count: hash.length, prefix: prefix)
  }

  // MARK: HKDF

  /// HKDF-Expand-Label (RFC 8446 §7.1), with the label's prefix of DTLS:
  ///
  ///     struct {
  ///       uint16 length;
  ///       opaque label<7..255>;     "dtls13" + Label
  ///       opaque context<0..255>;
  ///     } HkdfLabel;
  func expandLabel(
    _ secret: SecretBytes, _ label: String, context: [UInt8] = [], _ hash: HashAlgorithm, count: Int,
    prefix: LabelPrefix = .dtls
  ) -> SecretBytes? {
    guard context.count <= 255 else { return nil }
    let full = [UInt8]("\(prefix.rawValue)\(label)".utf8)
    let info = [UInt8(count >> 8), UInt8(count & 0xff), UInt8(full.count)] + full + [UInt8(context.count)] + context
    return hmac.expand(hash, secret, info: info, count: count)
  }

  private func zeros(_ hash: HashAlgorithm) -> SecretBytes {
    SecretBytes(count: hash.length) { _ in }
  }
}
