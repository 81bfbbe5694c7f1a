import COpenSSL
import Cryptography

/// What opens the records of one end in one epoch of DTLS 1.3, and shows their numbers.
final class TrafficKeys {
  /// Tell the key and the number key from all others of the analysis, for the pool of cipher contexts.
  let id, numberID: UInt64
  /// The cipher's mode and lengths.
  let cipher: BulkCipher
  /// The secret they come from, for the next generation.
  let secret: SecretBytes
  private let key: SecretBytes
  private let iv: SecretBytes
  private let numberKey: SecretBytes
  /// libcrypto's ciphers for records and for the mask of their numbers.
  private let implementation, maskImplementation: OpaquePointer

  /// Length of the IV, which is the length of the nonce, in bytes (RFC 8446 §5.3).
  static let ivLength = AEAD.usualNonceLength
  /// Bytes of the ciphertext that the mask of the record number is made of (RFC 9147 §4.2.3).
  static let sampleLength = 16

  /// Keys with these numbers in the pool, or nil where libcrypto lacks a cipher.
  init?(
    _ cipher: BulkCipher, key: SecretBytes, iv: SecretBytes, numberKey: SecretBytes, secret: SecretBytes, id: UInt64,
    numberID: UInt64
  ) {
    let maskName: StaticString =
      cipher.mode == .chaCha20Poly1305 ? "ChaCha20" : cipher.keyLength == 16 ? "AES-128-ECB" : "AES-256-ECB"
    guard let implementation = cipher.implementation,
      let maskImplementation = CipherImplementations.implementation(named: "\(maskName)")
    else { return nil }
    self.cipher = cipher
    self.key = key
    self.iv = iv
    self.numberKey = numberKey
    self.secret = secret
    self.id = id
    self.numberID = numberID
    self.implementation = implementation
    self.maskImplementation = maskImplementation
  }

  /// Sets up a context that opens records.
  func prepareOpening(_ context: OpaquePointer) -> Bool {
    guard let aead = cipher.mode.aead else { return false }
    return key.withBytes { aead.prepare(context, implementation, key: $0) }
  }

  /// Sets up a context that makes the masks of record numbers.
  func prepareMasking(_ context: OpaquePointer) -> Bool {
    numberKey.withBytes {
      EVP_EncryptInit_ex2(
        context, maskImplementation, $0.baseAddress?.assumingMemoryBound(to: UInt8.self), nil, nil) == 1
    } && EVP_CIPHER_CTX_set_padding(context, 0) == 1
  }

  /// Writes the nonce of the record with this number: the number alone, as the epoch is in the keys (RFC 9147 §4).
  func writeNonce(_ sequenceNumber: UInt64, to nonce: UnsafeMutableRawBufferPointer) {
    iv.withBytes { nonce.copyMemory(from: $0) }
    let low = nonce.loadUnaligned(fromByteOffset: 4, as: UInt64.self)
    nonce.storeBytes(of: low ^ sequenceNumber.bigEndian, toByteOffset: 4, as: UInt64.self)
  }
}
