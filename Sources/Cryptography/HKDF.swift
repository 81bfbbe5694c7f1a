/// The key derivation function that is made of HMAC (RFC 5869).
extension HMAC {
  /// HKDF-Extract: the pseudorandom key of `input`, or nil if libcrypto refuses (RFC 5869 §2.2).
  ///
  /// - Parameter salt: empty stands for as many zeros as the hash is long.
  package func extract(_ hash: HashAlgorithm, salt: SecretBytes, _ input: SecretBytes) -> SecretBytes? {
    input.withBytes { block(hash, key: salt, $0) }
  }

  /// HKDF-Expand: `count` bytes of `key` for `info`, or nil for more than 255 hashes of them and if libcrypto refuses (RFC
  /// 5869 §2.3):
  ///
  ///     T(0) = empty, T(i) = HMAC-Hash(PRK, T(i-1) | info | i)
  ///     OKM = first L bytes of T(1) | T(2) | …
  package func expand(_ hash: HashAlgorithm, _ key: SecretBytes, info: [UInt8], count: Int) -> SecretBytes? {
    guard count <= 255 * hash.length else { return nil }
    var isDone = true
    let output = SecretBytes(count: count) { output in
      var previous: SecretBytes?
      var start = 0
      var number: UInt8 = 1
      while start < count, isDone {
        let seed = info + [number]
        let link = seed.withUnsafeBytes { seed in
          previous?.withBytes { block(hash, key: key, $0, seed) } ?? block(hash, key: key, seed)
        }
        guard let link else {
          isDone = false
          return
        }
        let length = min(hash.length, count - start)
        link.withBytes { output[start..<(start + length)].copyBytes(from: $0.prefix(length)) }
        (previous, start, number) = (link, start + length, number &+ 1)
      }
    }
    return isDone ? output : nil
  }

  /// The MAC of `bytes`, or nil if libcrypto refuses.
  package func authenticate(_ hash: HashAlgorithm, key: SecretBytes, _ bytes: [UInt8]) -> SecretBytes? {
    bytes.withUnsafeBytes { block(hash, key: key, $0) }
  }

  private func block(
    _ hash: HashAlgorithm, key: SecretBytes, _ first: UnsafeRawBufferPointer,
    _ second: UnsafeRawBufferPointer = UnsafeRawBufferPointer(start: nil, count: 0)
  ) -> SecretBytes? {
    var isDone = false
    let block = SecretBytes(count: hash.length) { output in
      isDone = key.withBytes { authenticate(hash, key: $0, first, second, into: output) }
    }
    return isDone ? block : nil
  }
}
