import Cryptography
import COpenSSL
import TestSupport

@testable import DTLS

/// The keys that an end of a TLS_PSK_WITH_AES_128_CCM_8 session derives, and records protected with them (RFC 6655 §3).
struct SessionKeys {
  private static let hash = TranscriptHash.suite(.sha256)
  private let master: SecretBytes
  /// Both keys, then both fixed IVs.
  private let block: [UInt8]

  /// - Parameters:
  ///   - transcript: the handshake up to ClientKeyExchange.
  ///   - isExtended: whether it is what the master secret is bound to (RFC 7627).
  init(
    presharedKey: [UInt8], transcript: [UInt8], isExtended: Bool, clientRandom: [UInt8], serverRandom: [UInt8]
  ) {
    let premaster = KeySchedule12.premasterSecret(presharedKey: SecretBytes(presharedKey))
    let binding: KeySchedule12.Binding =
      isExtended
      ? .sessionHash(Self.hash.digest(transcript)) : .randoms(client: clientRandom, server: serverRandom)
    let schedule = KeySchedule12()
    guard let master = schedule.masterSecret(premaster: premaster, binding: binding, hash: Self.hash),
      let block = schedule.keyBlock(
        master: master, clientRandom: clientRandom, serverRandom: serverRandom, hash: Self.hash, count: 40)
    else { preconditionFailure("libcrypto derives no keys") }
    self.master = master
    self.block = block.withBytes { Array($0) }
  }

  /// The verify_data of a Finished that `transcript` precedes.
  func verifyData(of side: Side, transcript: [UInt8]) -> [UInt8] {
    let data = KeySchedule12().verifyData(master: master, sender: side, transcript: transcript, hash: Self.hash)
    return data.map { $0.withBytes { Array($0) } } ?? []
  }

  /// The explicit nonce, which is the record's number, the encrypted content and its tag.
  func seal(_ content: [UInt8], _ type: UInt8, numbered stamp: [UInt8], from side: Side) -> [UInt8] {
    let start = side == .client ? 0 : 1
    let key = Array(block[(16 * start)..<(16 * start + 16)])
    let nonce = Array(block[(32 + 4 * start)..<(36 + 4 * start)]) + stamp
    let header = stamp + [type, 0xfe, 0xfd] + Packets.bytes16(content.count)
    let context = EVP_CIPHER_CTX_new()
    defer { EVP_CIPHER_CTX_free(context) }
    var sealed = [UInt8](repeating: 0, count: content.count)
    var tag = [UInt8](repeating: 0, count: 8)
    var length: Int32 = 0
    let isDone =
      EVP_EncryptInit_ex2(context, EVP_aes_128_ccm(), nil, nil, nil) == 1
      && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_IVLEN, Int32(nonce.count), nil) == 1
      && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Int32(tag.count), nil) == 1
      && EVP_EncryptInit_ex2(context, nil, key, nonce, nil) == 1
      && EVP_EncryptUpdate(context, nil, &length, nil, Int32(content.count)) == 1
      && EVP_EncryptUpdate(context, nil, &length, header, Int32(header.count)) == 1
      && EVP_EncryptUpdate(context, &sealed, &length, content, Int32(content.count)) == 1
      && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, Int32(tag.count), &tag) == 1
    precondition(isDone, "libcrypto does not encrypt")
    return stamp + sealed + tag
  }
}
