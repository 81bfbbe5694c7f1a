import Cryptography
import Bytes

/// Keys that may be those of an epoch: proven only by a record that they open.
struct KeyCandidate {
  /// What reports call the secret they come from.
  let source: String
  /// The master secret, for Finished.
  let master: SecretBytes
  /// Whether it depends on the handshake messages, so that a record that it opens proves them (RFC 7627 §4).
  let isBoundToMessages: Bool
  /// Each end's keys.
  let keys: PerSide<RecordKeys>
}

/// What candidates were derived from: if it is another now, there may be others.
struct KeyBasis: Equatable {
  /// Of which handshake of the association.
  let handshake: Int
  /// How many of its messages were complete.
  let completedMessages: Int
  /// The state of the keyring.
  let keyring: Int
}

/// A secret, and what reports call its source.
typealias SourcedSecret = (source: String, secret: SecretBytes)

extension Handshake {
  /// Every set of keys that the secrets at hand allow for this handshake, in the order to try them.
  func keyCandidates(_ decryption: Decryption) throws(KeyProblem) -> [KeyCandidate] {
    guard let clientRandom, let serverHello, let version else { throw .handshakeIncomplete }
    guard [.openSSLPreRFC, .dtls10, .dtls12].contains(version) else { throw .unsupportedVersion(version) }
    guard let parameters = serverHello.cipherSuite.parameters, RecordKeys.areSupported(parameters) else {
      throw .unsupportedSuite(serverHello.cipherSuite)
    }
    let hash = TranscriptHash(version: version, parameters: parameters)
    var masters: [(source: String, secret: SecretBytes, isBound: Bool)] =
      knownMasterSecrets(decryption, clientRandom, serverHello).map { ($0.source, $0.secret, false) }
    do throws(KeyProblem) {
      let premasters = try premasterSecrets(decryption.keyring, parameters, clientRandom)
      let binding = try binding(clientRandom, serverHello, hash)
      masters += premasters.compactMap { premaster in
        decryption.keySchedule.masterSecret(premaster: premaster.secret, binding: binding, hash: hash)
          .map { (premaster.source, $0, hasExtendedMasterSecret) }
      }
    } catch {
      if masters.isEmpty { throw error }
    }
    return masters.flatMap { master in
      let block = decryption.keySchedule.keyBlock(
        master: master.secret, clientRandom: clientRandom, serverRandom: serverHello.random.bytes,
        hash: hash, count: RecordKeys.keyBlockLength(parameters))
      guard let block else { return [] as [KeyCandidate] }
      return additionalDataForms.compactMap { form in
        let sides: [RecordKeys?] = [Side.client, .server].map {
          RecordKeys(
            parameters, keyBlock: block, side: $0, encryptThenMAC: hasEncryptThenMAC && parameters.macHash != nil,
            hasTruncatedMAC: hasTruncatedHMAC, additionalDataForm: form, id: decryption.opener.makeKeysID())
        }
        guard let client = sides[0], let server = sides[1] else { return nil }
        return KeyCandidate(
          source: master.source, master: master.secret, isBoundToMessages: master.isBound,
          keys: PerSide(client: client, server: server))
      }
    }
  }

  /// The forms that what is authenticated of records besides their content may have.
  private var additionalDataForms: [AdditionalDataForm] {
    if version == .openSSLPreRFC { return [.standard, .withoutEpoch] }
    return [serverHello?.extensions.connectionID.map { $0.type == .connectionID } ?? true ? .standard : .draft]
  }

  /// The master secrets that need no derivation: those of key logs, and of the session that this one may resume.
  private func knownMasterSecrets(
    _ decryption: Decryption, _ clientRandom: [UInt8], _ serverHello: ServerHello
  ) -> [SourcedSecret] {
    let keyring = decryption.keyring
    let logged =
      keyring.secrets(of: .clientRandom(clientRandom))
      + keyring.secrets(of: .sessionID(serverHello.sessionID))
    // With a ClientKeyExchange it is a full handshake, whatever the client asked for.
    let isFull = streams.client.last(.clientKeyExchange) != nil
    let names = isFull ? [] : clientHello?.resumptionNames ?? []
    let resumed = names.compactMap { decryption.resumableSessions[$0] }
    return logged.compactMap { log in log.secrets.master.map { (log.source, $0) } } + resumed
  }

  /// Whether a key log names the session by the random of its ClientHello, which outlives the bodies.
  func hasLoggedSecrets(_ keyring: Keyring) -> Bool {
    clientHello.map { !keyring.secrets(of: .clientRandom($0.random.bytes)).isEmpty } ?? false
  }

  /// The premaster secrets that the keyring allows.
  private func premasterSecrets(
    _ keyring: Keyring, _ parameters: CipherSuiteParameters, _ clientRandom: [UInt8]
  ) throws(KeyProblem) -> [SourcedSecret] {
    let logs = keyring.secrets(of: .clientRandom(clientRandom))
    let logged = logs.compactMap { log in log.secrets.premaster.map { (log.source, $0) } }
    do throws(KeyProblem) {
      return logged + (try exchangedSecrets(keyring, parameters))
    } catch {
      if logged.isEmpty { throw error }
      return logged
    }
  }

  /// The premaster secrets that the key exchange and the keys of the keyring give.
  private func exchangedSecrets(
    _ keyring: Keyring, _ parameters: CipherSuiteParameters
  ) throws(KeyProblem) -> [SourcedSecret] {
    if isResumed { throw .resumedFromUnknownSession }
    switch parameters.keyExchange {
    case .psk:
      return try presharedKeys(keyring).map { ($0.name, KeySchedule12.premasterSecret(presharedKey: $0.key)) }
    case .rsa:
      return try decryptedSecrets(keyring, .rsa)
    case .rsaPSK:
      let decrypted = try decryptedSecrets(keyring, .rsaPSK)
      return try presharedKeys(keyring).flatMap { key in
        decrypted.map { other in
          (
            "\(key.name) (with \(other.source))",
            KeySchedule12.premasterSecret(presharedKey: key.key, otherSecret: other.secret)
          )
        }
      }
    default:
      throw .needsKeyLog(parameters.keyExchange)
    }
  }

  /// The pre-shared keys that may be the client's.
  private func presharedKeys(_ keyring: Keyring) throws(KeyProblem) -> [PresharedKey] {
    guard let pskIdentity else { throw missingClientKeyExchange }
    let own = keyring.candidates(for: pskIdentity)
    let candidates = own.isEmpty ? keyring.foreignCandidates(for: pskIdentity) : own
    guard !candidates.isEmpty else { throw .noKey(identity: pskIdentity) }
    return candidates
  }

  /// What the client encrypted to the server's RSA key, opened with that key or known from a key log.
  private func decryptedSecrets(
    _ keyring: Keyring, _ exchange: KeyExchangeAlgorithm
  ) throws(KeyProblem) -> [SourcedSecret] {
    guard let encryptedPremasterSecret else {
      throw keyring.rsaPrivateKeys.isEmpty ? .needsKeyLog(exchange) : missingClientKeyExchange
    }
    let prefix = encryptedPremasterSecret.prefix(KeyLog.Name.prefixLength)
    let logs = keyring.secrets(of: .encryptedPremasterSecret([UInt8](prefix)))
    let logged = logs.compactMap { log in log.secrets.premaster.map { (log.source, $0) } }
    let secrets =
      logged + keyring.rsaPrivateKeys.compactMap { $0.decrypt(encryptedPremasterSecret) }.map { ("rsa-key", $0) }
    guard secrets.isEmpty else { return secrets }
    if keyring.rsaPrivateKeys.isEmpty { throw .needsKeyLog(exchange) }
    throw .wrongKey(identity: nil, tried: keyring.rsaPrivateKeys.count)
  }

  /// Why no candidate opened a record.
  func problem(afterTrying count: Int, of keyring: Keyring) -> KeyProblem {
    if isResumed, !hasLoggedSecrets(keyring) { return .resumedFromUnknownSession }
    if let pskIdentity, [.psk, .rsaPSK].contains(cipherSuite?.parameters?.keyExchange),
      keyring.candidates(for: pskIdentity).isEmpty
    {
      return .noKey(identity: pskIdentity)
    }
    return .wrongKey(identity: pskIdentity, tried: count)
  }

  private var missingClientKeyExchange: KeyProblem {
    isComplete || !changeCipherSpecs.client.isEmpty
      ? .messageMissing(sender: .client, messageSequence: streams.client.firstGap) : .handshakeIncomplete
  }

  /// What the master secret is bound to.
  private func binding(
    _ clientRandom: [UInt8], _ serverHello: ServerHello, _ hash: TranscriptHash
  ) throws(KeyProblem) -> KeySchedule12.Binding {
    guard hasExtendedMasterSecret else {
      return .randoms(client: clientRandom, server: serverHello.random.bytes)
    }
    do throws(Transcript.Gap) {
      return .sessionHash(hash.digest(try transcript(upTo: .clientKeyExchange)))
    } catch {
      throw .messageMissing(sender: error.sender, messageSequence: error.messageSequence)
    }
  }

  /// Whether verify_data of the Finished of `side` matches the transcript under `master`; nil if that cannot be told.
  func verifiesFinished(of side: Side, master: SecretBytes, _ keySchedule: KeySchedule12) -> Bool? {
    guard let version, let parameters = cipherSuite?.parameters, let sent = streams[side].last(.finished)?.body,
      let transcripts = try? transcripts(beforeFinishedOf: side)
    else { return nil }
    let hash = TranscriptHash(version: version, parameters: parameters)
    let matches = transcripts.compactMap { transcript in
      keySchedule.verifyData(master: master, sender: side, transcript: transcript, hash: hash)
        .map { expected in expected.withBytes { $0.elementsEqual(sent) } }
    }
    return matches.isEmpty ? nil : matches.contains(true)
  }
}

extension HandshakeStream {
  /// The first message_seq that is missing, from the lowest captured on.
  var firstGap: UInt16 {
    var next = entries.first?.messageSequence ?? 0
    for entry in entries where entry.messageSequence == next && entry.isComplete { next &+= 1 }
    return next
  }
}
