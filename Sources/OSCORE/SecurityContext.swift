import Bytes
import Cryptography

/// A security context: what both ends derive their keys from, and the keys (RFC 8613 §3).
///
/// Seen from outside there are two ends, not a sender and a recipient: which of both IDs is called which depends on whose
/// configuration it was copied from.
package struct SecurityContext: Sendable {
  /// What one end protects messages with.
  package struct End: Sendable {
    /// Its Sender ID, which is the other's Recipient ID.
    package let id: [UInt8]
    /// Its Sender Key.
    let key: SecretBytes
  }

  /// What reports call it.
  package let name: String
  /// Its AEAD algorithm.
  package let algorithm: AEADAlgorithm
  /// Identifies the context together with a kid, if it was agreed on.
  package let idContext: [UInt8]?
  /// Both ends.
  let ends: [End]
  /// Both ends' Common IV.
  let commonIV: SecretBytes
  /// The algorithm's parameters.
  let row: AEADAlgorithm.Row
  /// libcrypto's cipher: fetched once a process, never freed, and safe to share between threads.
  nonisolated(unsafe) let implementation: OpaquePointer

  /// What the keys are derived from (RFC 8613 §3.2).
  package struct Parameters {
    package var masterSecret: SecretBytes
    package var masterSalt: SecretBytes = SecretBytes([])
    package var senderID: [UInt8]
    package var recipientID: [UInt8]
    package var idContext: [UInt8]?
    package var algorithm = AEADAlgorithm.standard
    package var hash = HKDFAlgorithm.standard

    /// The standard parameters with these.
    package init(masterSecret: SecretBytes, senderID: [UInt8], recipientID: [UInt8]) {
      self.masterSecret = masterSecret
      self.senderID = senderID
      self.recipientID = recipientID
    }
  }

  /// Why there is no such context.
  package enum ParameterError: Error, Equatable, CustomStringConvertible {
    /// The algorithm is not registered, or libcrypto at hand lacks it.
    case unsupportedAlgorithm
    /// An ID is longer than the algorithm's nonce leaves room for, which is so many bytes (RFC 8613 §3.3).
    case idTooLong(allowed: Int)
    /// Both ends have the same ID, so that their keys are the same (RFC 8613 §3.3).
    case equalIDs
    /// The master secret is empty.
    case noMasterSecret

    package var description: String {
      switch self {
      case .unsupportedAlgorithm: "the algorithm is not supported"
      case .idTooLong(let allowed): "an ID of this algorithm has at most \(allowed.counted("byte"))"
      case .equalIDs: "the sender's and the recipient's ID are the same"
      case .noMasterSecret: "the master secret is empty"
      }
    }
  }

  /// Derives the keys of `parameters`.
  package init(_ parameters: Parameters, name: String) throws(ParameterError) {
    guard let row = parameters.algorithm.row,
      let implementation = CipherImplementations.implementation(named: "\(row.libcryptoName)")
    else { throw .unsupportedAlgorithm }
    let allowed = row.aead.nonceLength - Nonce.overhead
    guard max(parameters.senderID.count, parameters.recipientID.count) <= allowed else {
      throw .idTooLong(allowed: allowed)
    }
    guard parameters.senderID != parameters.recipientID else { throw .equalIDs }
    guard parameters.masterSecret.count > 0 else { throw .noMasterSecret }
    let derivation = Derivation(parameters)
    guard let senderKey = derivation.derive("Key", id: parameters.senderID, count: row.keyLength),
      let recipientKey = derivation.derive("Key", id: parameters.recipientID, count: row.keyLength),
      let commonIV = derivation.derive("IV", id: [], count: row.aead.nonceLength)
    else { throw .unsupportedAlgorithm }
    self.name = name
    self.row = row
    self.implementation = implementation
    self.commonIV = commonIV
    algorithm = parameters.algorithm
    idContext = parameters.idContext
    ends = [End(id: parameters.senderID, key: senderKey), End(id: parameters.recipientID, key: recipientKey)]
  }
}

/// How a context's keys come about (RFC 8613 §3.2.1):
///
///     output parameter = HKDF(master salt, master secret, info, L)
///     info = [id: bstr, id_context: bstr / nil, alg_aead: int / tstr, type: tstr, L: uint]
private struct Derivation {
  private let parameters: SecurityContext.Parameters
  private let hmac = HMAC()
  private let pseudorandomKey: SecretBytes?

  init(_ parameters: SecurityContext.Parameters) {
    self.parameters = parameters
    pseudorandomKey = hmac.extract(parameters.hash, salt: parameters.masterSalt, parameters.masterSecret)
  }

  func derive(_ type: String, id: [UInt8], count: Int) -> SecretBytes? {
    var info = CBORWriter()
    info.array(5)
    info.byteString(id)
    if let idContext = parameters.idContext { info.byteString(idContext) } else { info.null() }
    info.integer(parameters.algorithm.rawValue)
    info.textString(type)
    info.integer(count)
    return pseudorandomKey.flatMap { hmac.expand(parameters.hash, $0, info: info.bytes, count: count) }
  }
}
