import Bytes
import DTLS

/// How much of a session could be opened, and why not more.
package struct DecryptionStatus: Hashable, Sendable {
  /// The states of the report.
  package enum State: String, Sendable {
    case decrypted, partial, noKey, wrongKey, needsKeyLog, handshakeNotCaptured, unsupportedSuite, notNeeded
  }

  /// Which state.
  package let state: State
  /// Why, in one sentence. Identities in it are as the packet had them: what shows it escapes it.
  package let reason: String
  /// What reports call the secret that opened records; nil if none did.
  package let keySource: String?
}

extension Session {
  /// How much of the session could be opened.
  package var decryption: DecryptionStatus {
    let opened = records.client.opened + records.server.opened
    let overtaken = association.overtakenRecords
    let sealed = records.client.sealed + records.server.sealed - overtaken
    let failed = records.client.failed + records.server.failed
    let source = association.keySource
    if opened + sealed + failed + overtaken == 0 {
      return DecryptionStatus(state: .notNeeded, reason: "No protected record was seen.", keySource: nil)
    }
    if opened > 0 {
      var remarks = ""
      if failed > 0 {
        remarks += " \(failed) more \(failed == 1 ? "is" : "are") not authentic: altered or forged on the way."
      }
      if overtaken > 0 {
        remarks += " \(overtaken) more \(overtaken == 1 ? "claims" : "claim") an epoch that was not in use."
      }
      remarks += inferred
      if sealed == 0 {
        return DecryptionStatus(
          state: .decrypted, reason: "All \(opened) protected records were opened.\(remarks)", keySource: source)
      }
      var rest = problem.reason
      // A key did open records: that none opens any is not what is wrong with the rest.
      if case .wrongKey = association.keyProblem {
        rest = "No key given opens them: they were altered on the way, or another key sealed them."
      }
      return DecryptionStatus(
        state: .partial,
        reason: "\(opened) of \(opened + sealed) protected records were opened; of the rest: \(rest)\(remarks)",
        keySource: source)
    }
    return DecryptionStatus(state: problem.state, reason: problem.reason, keySource: nil)
  }

  /// What was inferred to open them.
  private var inferred: String {
    let gaps = association.bridgedGaps
    return gaps.isEmpty ? "" : " Gaps in the handshake were bridged: \(gaps.map(\.title).joined(separator: ", "))."
  }

  private var problem: (state: DecryptionStatus.State, reason: String) {
    switch association.keyProblem {
    case .noHandshake, nil:
      return (
        .handshakeNotCaptured,
        association.hasHandshake
          ? "The capture cuts the records short, so they cannot be authenticated."
          : "The handshake is not in the capture, so no keys can be derived."
      )
    case .handshakeIncomplete where association.hasRefusedRecords, .messageMissing where association.hasRefusedRecords:
      return (.handshakeNotCaptured, "More records came before the keys than are held until then.")
    case .handshakeIncomplete:
      return (.handshakeNotCaptured, "The capture lacks the part of the handshake that the keys come from.")
    case .messageMissing(let sender, let sequence):
      return (
        .handshakeNotCaptured,
        "Message \(sequence) of the \(sender.rawValue) was not captured, and the keys depend on it."
      )
    case .noKey(let identity):
      return (.noKey, "A pre-shared key would open it, and none was given for identity \(Self.quoted(identity)).")
    case .wrongKey(let identity, let tried):
      let keys = tried == 1 ? "The one key given" : "None of the \(tried) keys given"
      let verb = tried == 1 ? "does not open" : "opens"
      let owner = identity.map { " for identity \(Self.quoted($0))" } ?? ""
      return (.wrongKey, "\(keys)\(owner) \(verb) any record.")
    case .needsKeyLog(let exchange):
      return (.needsKeyLog, Self.reason(for: exchange))
    case .needsKeyLogBesidesPSK(let binder):
      return (.needsKeyLog, Self.reason(besides: binder))
    case .resumedFromUnknownSession:
      return (
        .needsKeyLog,
        "The session resumes an earlier one, whose master secret is not known; a key log of either end has it."
      )
    case .unsupportedSuite(let suite):
      return (.unsupportedSuite, "\(suite) is not supported.")
    case .unsupportedVersion(let version):
      return (.unsupportedSuite, "Records of \(version) cannot be opened.")
    }
  }

  private static func reason(for exchange: KeyExchangeAlgorithm?) -> String {
    switch exchange {
    case .tls13: "The secrets of DTLS 1.3 come from a key log of either end, and none was given for this session."
    case .rsa, .rsaPSK: "The premaster secret is encrypted to the server's RSA key; a key log of either end has it."
    case .dhePSK, .ecdhePSK:
      "The key exchange is ephemeral (forward secret): the pre-shared key alone cannot open it; a key log of either end can."
    default: "The key exchange is ephemeral: only a key log of either end can open it."
    }
  }

  private static func reason(besides binder: OfferedKey.Binder) -> String {
    let needed =
      "The session uses psk_dhe_ke, an ephemeral key exchange besides the pre-shared key: it takes a key log."
    switch binder {
    case .verified: return needed + " The binder shows that the client has the key given."
    case .refuted(let tried):
      return needed
        + " The binder shows that the client has \(tried == 1 ? "another key than the one" : "none of the \(tried) keys") given."
    case .noKey, .unchecked: return needed
    }
  }

  private static func quoted(_ identity: [UInt8]) -> String {
    "\"\(String(decoding: identity, as: UTF8.self))\""
  }
}
