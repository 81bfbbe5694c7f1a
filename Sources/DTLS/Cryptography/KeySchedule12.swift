import COpenSSL

/// How DTLS 1.0 and 1.2 turn a pre-shared key into the keys of records (RFC 5246 §6.3 and §8.1, RFC 4279 §2, RFC 7627).
package enum KeySchedule12 {
  /// Length of every master secret in bytes (RFC 5246 §8.1).
  package static let masterSecretLength = 48

  /// The premaster secret of a plain PSK exchange: as many zeros as the key is long, then the key, each with its length
  /// (RFC 4279 §2).
  static func premasterSecret(presharedKey: SecretBytes) -> SecretBytes {
    let count = presharedKey.count
    let length = [UInt8(truncatingIfNeeded: count >> 8), UInt8(truncatingIfNeeded: count)]
    return SecretBytes(count: 4 + 2 * count) { buffer in
      buffer[0] = length[0]
      buffer[1] = length[1]
      buffer[2 + count] = length[0]
      buffer[3 + count] = length[1]
      presharedKey.withBytes { UnsafeMutableRawBufferPointer(rebasing: buffer[(4 + count)...]).copyMemory(from: $0) }
    }
  }

  /// What the master secret is bound to.
  enum Binding {
    /// Both randoms, the client's first (RFC 5246 §8.1).
    case randoms(client: [UInt8], server: [UInt8])
    /// The hash of the handshake up to ClientKeyExchange: extended master secret (RFC 7627 §4).
    case sessionHash([UInt8])
  }

  /// The master secret of a premaster secret, or nil if libcrypto refuses.
  static func masterSecret(premaster: SecretBytes, binding: Binding, hash: TranscriptHash) -> SecretBytes? {
    switch binding {
    case .randoms(let client, let server):
      prf(premaster, "master secret", client + server, hash, count: masterSecretLength)
    case .sessionHash(let sessionHash):
      prf(premaster, "extended master secret", sessionHash, hash, count: masterSecretLength)
    }
  }

  /// The key block: client and server MAC keys, then keys, then fixed IVs (RFC 5246 §6.3).
  static func keyBlock(
    master: SecretBytes, clientRandom: [UInt8], serverRandom: [UInt8], hash: TranscriptHash, count: Int
  ) -> SecretBytes? {
    prf(master, "key expansion", serverRandom + clientRandom, hash, count: count)
  }

  /// The verify_data of a Finished message that `transcript` precedes (RFC 5246 §7.4.9).
  static func verifyData(master: SecretBytes, sender: Side, transcript: [UInt8], hash: TranscriptHash) -> SecretBytes? {
    let label = sender == .client ? "client finished" : "server finished"
    return prf(master, label, hash.digest(transcript), hash, count: 12)
  }

  /// PRF(secret, label, seed) of the version and suite (RFC 5246 §5), or nil if libcrypto refuses.
  static func prf(
    _ secret: SecretBytes, _ label: String, _ seed: [UInt8], _ hash: TranscriptHash, count: Int
  ) -> SecretBytes? {
    guard let context = EVP_PKEY_CTX_new_id(EVP_PKEY_TLS1_PRF, nil) else { return nil }
    defer { EVP_PKEY_CTX_free(context) }
    let bytes = [UInt8](label.utf8) + seed
    guard EVP_PKEY_derive_init(context) == 1,
      EVP_PKEY_CTX_set_tls1_prf_md(context, hash.implementation) == 1,
      secret.withBytes({ buffer in
        EVP_PKEY_CTX_set1_tls1_prf_secret(
          context, buffer.baseAddress?.assumingMemoryBound(to: UInt8.self), Int32(buffer.count))
      }) == 1,
      EVP_PKEY_CTX_add1_tls1_prf_seed(context, bytes, Int32(bytes.count)) == 1
    else { return nil }
    var derived = false
    let output = SecretBytes(count: count) { buffer in
      var length = count
      derived = EVP_PKEY_derive(context, buffer.baseAddress?.assumingMemoryBound(to: UInt8.self), &length) == 1
    }
    return derived ? output : nil
  }
}
