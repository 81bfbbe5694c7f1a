import COpenSSL
import Cryptography

/// How DTLS 1.0 and 1.2 turn a pre-shared key into the keys of records (RFC 5246 §6.3 and §8.1, RFC 4279 §2, RFC 7627).
package final class KeySchedule12 {
  private let hmac = HMAC()

  package init() {}

  /// Length of every master secret in bytes (RFC 5246 §8.1).
  package static let masterSecretLength = 48

  /// The premaster secret of an exchange with a pre-shared key: the other secret, which for plain PSK is as many zeros as
  /// the key is long, then the key, each with its length (RFC 4279 §2).
  static func premasterSecret(presharedKey: SecretBytes, otherSecret: SecretBytes? = nil) -> SecretBytes {
    let otherCount = otherSecret?.count ?? presharedKey.count
    return SecretBytes(count: 4 + otherCount + presharedKey.count) { buffer in
      let (first, second) = (buffer[..<(2 + otherCount)], buffer[(2 + otherCount)...])
      for (part, secret, count) in [(first, otherSecret, otherCount), (second, presharedKey, presharedKey.count)] {
        let part = UnsafeMutableRawBufferPointer(rebasing: part)
        part.storeBytes(of: UInt16(truncatingIfNeeded: count).bigEndian, as: UInt16.self)
        secret?.withBytes { UnsafeMutableRawBufferPointer(rebasing: part[2...]).copyMemory(from: $0) }
      }
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
  func masterSecret(premaster: SecretBytes, binding: Binding, hash: TranscriptHash) -> SecretBytes? {
    switch binding {
    case .randoms(let client, let server):
      prf(premaster, "master secret", client + server, hash, count: Self.masterSecretLength)
    case .sessionHash(let sessionHash):
      prf(premaster, "extended master secret", sessionHash, hash, count: Self.masterSecretLength)
    }
  }

  /// The key block: client and server MAC keys, then keys, then fixed IVs (RFC 5246 §6.3).
  func keyBlock(
    master: SecretBytes, clientRandom: [UInt8], serverRandom: [UInt8], hash: TranscriptHash, count: Int
  ) -> SecretBytes? {
    prf(master, "key expansion", serverRandom + clientRandom, hash, count: count)
  }

  /// The verify_data of a Finished message that `transcript` precedes (RFC 5246 §7.4.9).
  func verifyData(master: SecretBytes, sender: Side, transcript: [UInt8], hash: TranscriptHash) -> SecretBytes? {
    let label = sender == .client ? "client finished" : "server finished"
    return prf(master, label, hash.digest(transcript), hash, count: Finished.verifyDataLength)
  }

  /// PRF(secret, label, seed) of the version and suite (RFC 5246 §5), or nil if libcrypto refuses.
  func prf(
    _ secret: SecretBytes, _ label: String, _ seed: [UInt8], _ hash: TranscriptHash, count: Int
  ) -> SecretBytes? {
    let labelAndSeed = [UInt8](label.utf8) + seed
    var isDone = true
    let output = SecretBytes(count: count) { output in
      secret.withBytes { secret in
        switch hash {
        case .suite(let hash):
          isDone = expand(hash, secret, labelAndSeed, into: output)
        case .md5SHA1:
          // Each half of the secret for one hash; they share the middle byte of a secret of odd length (RFC 2246 §5).
          let half = (secret.count + 1) / 2
          let first = UnsafeRawBufferPointer(rebasing: secret[..<half])
          let second = UnsafeRawBufferPointer(rebasing: secret[(secret.count - half)...])
          isDone = expand(.md5, first, labelAndSeed, into: output) && expand(.sha1, second, labelAndSeed, into: output)
        }
      }
    }
    return isDone ? output : nil
  }

  /// Combines P_hash(secret, seed) with `output` by exclusive or (RFC 5246 §5):
  ///
  ///     A(0) = seed, A(i) = HMAC_hash(secret, A(i-1))
  ///     P_hash(secret, seed) = HMAC_hash(secret, A(1) + seed) + HMAC_hash(secret, A(2) + seed) + …
  private func expand(
    _ hash: HashAlgorithm, _ secret: UnsafeRawBufferPointer, _ seed: [UInt8],
    into output: UnsafeMutableRawBufferPointer
  ) -> Bool {
    withUnsafeTemporaryAllocation(byteCount: 2 * HMAC.maximumLength, alignment: 16) { scratch in
      defer { OPENSSL_cleanse(scratch.baseAddress, scratch.count) }
      let chain = UnsafeMutableRawBufferPointer(rebasing: scratch[..<hash.length])
      let block = UnsafeMutableRawBufferPointer(rebasing: scratch[hash.length..<(2 * hash.length)])
      return seed.withUnsafeBytes { seed in
        guard hmac.authenticate(hash, key: secret, seed, into: chain) else { return false }
        for start in stride(from: 0, to: output.count, by: hash.length) {
          let link = UnsafeRawBufferPointer(chain)
          guard start == 0 || hmac.authenticate(hash, key: secret, link, into: chain),
            hmac.authenticate(hash, key: secret, link, seed, into: block)
          else { return false }
          for index in start..<min(start + hash.length, output.count) { output[index] ^= block[index - start] }
        }
        return true
      }
    }
  }
}
