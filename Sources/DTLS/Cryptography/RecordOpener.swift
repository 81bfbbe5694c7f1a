import Bytes
import COpenSSL
import Cryptography

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Opens protected records: one an analysis, with one buffer for plaintext and a bounded pool of cipher contexts.
package final class RecordOpener {
  /// How an attempt to open a record ended.
  package enum Outcome: Hashable, Sendable {
    /// It is authentic; the plaintext has this many bytes.
    case opened(Int)
    /// The tag or MAC does not match: another key, or altered bytes.
    case notAuthentic
    /// It is too short to be a record of this cipher.
    case tooShort
  }

  /// Longest plaintext: more than any record in any UDP datagram.
  static let capacity = 1 << 16
  /// Where in the scratch buffer the additional data stands, behind the nonce.
  static let additionalDataStart = 16
  /// Length of the additional data in bytes (RFC 5246 §6.2.3.3).
  static let additionalDataLength = 13
  /// Length of the additional data of a record with the longest connection ID (RFC 9146 §5.3).
  private static let maximumAdditionalDataLength = 23 + 255 + 2

  let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: RecordOpener.capacity, alignment: 16)
  /// Nonce at 0, additional data at `additionalDataStart`.
  let scratch = UnsafeMutableRawBufferPointer.allocate(
    byteCount: RecordOpener.additionalDataStart + RecordOpener.maximumAdditionalDataLength, alignment: 16)
  /// Hands the additional data in the scratch buffer to a CCM context.
  let additionalDataParameter: UnsafeMutablePointer<OSSL_PARAM>
  let hmac = HMAC()
  let contexts = CipherContexts()
  /// Where in the buffer the plaintext begins.
  var plaintextStart = 0
  /// What the record that was opened last carries: with a connection ID, that is encrypted with the content.
  package internal(set) var contentType = ContentType.applicationData

  /// An opener with an empty pool.
  package init() {
    additionalDataParameter = .allocate(capacity: 2)
    let additionalData = scratch.baseAddress?.advanced(by: Self.additionalDataStart)
    // libcrypto keeps the pointer to the name, so the name has to stay.
    let name = strdup(OSSL_CIPHER_PARAM_AEAD_TLS1_AAD)
    additionalDataParameter[0] = OSSL_PARAM_construct_octet_string(name, additionalData, Self.additionalDataLength)
    additionalDataParameter[1] = OSSL_PARAM_construct_end()
  }

  deinit {
    free(UnsafeMutableRawPointer(mutating: additionalDataParameter[0].key))
    additionalDataParameter.deallocate()
    OPENSSL_cleanse(buffer.baseAddress, buffer.count)
    buffer.deallocate()
    scratch.deallocate()
  }

  /// A number for keys that no other keys of this opener have.
  func makeKeysID() -> UInt64 { contexts.makeID() }

  /// The first `count` bytes that the last successful `open` wrote; valid until the next one.
  @_lifetime(borrow self)
  package func plaintext(_ count: Int) -> RawSpan {
    let bytes = UnsafeRawBufferPointer(rebasing: buffer[plaintextStart..<(plaintextStart + count)])
    return _overrideLifetime(bytes.bytes, borrowing: self)
  }

  /// Opens a record of `version` whose inner type is `contentType`, or says why not; the plaintext is in `plaintext`.
  package func open(_ record: borrowing Record, with keys: RecordKeys) -> Outcome {
    guard record.fragment.byteCount <= Self.capacity else { return .tooShort }
    plaintextStart = 0
    contentType = record.contentType
    let hasConnectionID = record.contentType == .tls12CID
    let outcome =
      switch keys.cipher.mode {
      case .null: openNull(record, keys)
      case .cbc(let blockLength): openCBC(record, keys, blockLength: blockLength)
      case .ccm where !hasConnectionID: openCCM(record, keys)
      case .ccm, .gcm, .chaCha20Poly1305: openAEAD(record, keys)
      }
    guard hasConnectionID, case .opened(let length) = outcome else { return outcome }
    return openInner(length)
  }

  /// Takes the real type and the padding off what was encrypted (RFC 9146 §4, and RFC 9147 §4 alike):
  ///
  ///     struct {
  ///       opaque content[length];
  ///       ContentType real_type;
  ///       uint8 zeros[length_of_padding];
  ///     } DTLSInnerPlaintext;
  func openInner(_ length: Int) -> Outcome {
    let inner = buffer[plaintextStart..<(plaintextStart + length)]
    guard let place = inner.lastIndex(where: { $0 != 0 }) else { return .tooShort }
    contentType = ContentType(rawValue: inner[place])
    return .opened(place - plaintextStart)
  }

  /// A context with the key of `keys`.
  func context(for keys: RecordKeys) -> OpaquePointer? {
    contexts.context(for: keys.id) { context in
      guard let aead = keys.cipher.mode.aead else {
        return keys.withKey {
          EVP_DecryptInit_ex2(
            context, keys.implementation, $0.baseAddress?.assumingMemoryBound(to: UInt8.self), nil, nil) == 1
        }
      }
      guard keys.withKey({ aead.prepare(context, keys.implementation, key: $0) }) else { return false }
      guard case .ccm = keys.cipher.mode else { return true }
      return keys.withFixedIV {
        EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_CCM_SET_IV_FIXED, 4, UnsafeMutableRawPointer(mutating: $0.baseAddress))
      } > 0
    }
  }
}
