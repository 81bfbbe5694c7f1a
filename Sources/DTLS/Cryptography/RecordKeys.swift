import Cryptography

/// What is authenticated of a record besides its content.
package enum AdditionalDataForm: Sendable {
  /// That of RFC 6347 §4.1.2.1, and of RFC 9146 §5 for a record with a connection ID, which goes with extension 54.
  case standard
  /// With a connection ID that of the drafts before RFC 9146 (draft-ietf-tls-dtls-connection-id-05 §5), which goes with
  /// extension 53 and with the 254 of Mbed TLS up to 3.2.
  case draft
  /// That of OpenSSL in 2006, before RFC 4347 and for a while under its number 0x0100: the number without the epoch, and the
  /// version of TLS 1.0.
  case withoutEpoch
}

/// What opens the records of one direction in one epoch.
package final class RecordKeys: Sendable {
  /// Tells these keys from all others of the analysis, for the pool of cipher contexts.
  let id: UInt64
  /// The cipher's mode and lengths.
  let cipher: BulkCipher
  /// libcrypto's cipher; nil for NULL. Fetched once a process, never freed, and safe to share between threads.
  nonisolated(unsafe) let implementation: OpaquePointer?
  /// The MAC's hash, for ciphers that need a MAC.
  let macHash: HashAlgorithm?
  /// Length in bytes of the MAC in a record; 0 for ciphers that need none.
  let macLength: Int
  /// Whether the MAC covers the ciphertext (RFC 7366).
  let encryptThenMAC: Bool
  /// What is authenticated besides the content.
  let additionalDataForm: AdditionalDataForm
  /// Both directions' keys; the ranges below are this direction's.
  private let keyBlock: SecretBytes
  private let macKey: Range<Int>
  private let key: Range<Int>
  private let fixedIV: Range<Int>

  /// Length in bytes that a MAC is cut to where both ends agree (RFC 6066 §7).
  static let truncatedMACLength = 10

  /// Length of the key block that a suite needs, in bytes (RFC 5246 §6.3).
  static func keyBlockLength(_ parameters: CipherSuiteParameters) -> Int {
    guard let cipher = parameters.cipher else { return 0 }
    return 2 * ((parameters.macHash?.length ?? 0) + cipher.keyLength + cipher.mode.fixedIVLength)
  }

  /// Whether records of a suite with `parameters` can be opened by this package and the libcrypto at hand.
  package static func areSupported(_ parameters: CipherSuiteParameters) -> Bool {
    guard let cipher = parameters.cipher else { return false }
    return cipher.mode == .null || cipher.implementation != nil
  }

  /// The keys of `side` in a key block, or nil for a suite that is not supported.
  init?(
    _ parameters: CipherSuiteParameters, keyBlock: SecretBytes, side: Side, encryptThenMAC: Bool,
    hasTruncatedMAC: Bool = false, additionalDataForm: AdditionalDataForm = .standard, id: UInt64
  ) {
    guard Self.areSupported(parameters), let cipher = parameters.cipher else { return nil }
    func range(after start: Int, _ length: Int) -> Range<Int> {
      let own = side == .client ? start : start + length
      return own..<(own + length)
    }
    let hashLength = parameters.macHash?.length ?? 0
    macKey = range(after: 0, hashLength)
    key = range(after: 2 * hashLength, cipher.keyLength)
    fixedIV = range(after: 2 * (hashLength + cipher.keyLength), cipher.mode.fixedIVLength)
    macLength = hasTruncatedMAC ? min(hashLength, Self.truncatedMACLength) : hashLength
    guard keyBlock.count >= Self.keyBlockLength(parameters) else { return nil }
    self.id = id
    self.cipher = cipher
    self.macHash = parameters.macHash
    self.encryptThenMAC = encryptThenMAC
    self.additionalDataForm = additionalDataForm
    self.keyBlock = keyBlock
    implementation = cipher.implementation
  }

  /// The MAC key, for as long as `body` runs.
  func withMACKey<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    keyBlock.withBytes { body(UnsafeRawBufferPointer(rebasing: $0[macKey])) }
  }

  /// The key, for as long as `body` runs.
  func withKey<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    keyBlock.withBytes { body(UnsafeRawBufferPointer(rebasing: $0[key])) }
  }

  /// The part of the nonce that is in no record, for as long as `body` runs.
  func withFixedIV<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    keyBlock.withBytes { body(UnsafeRawBufferPointer(rebasing: $0[fixedIV])) }
  }
}
