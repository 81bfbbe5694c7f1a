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

extension Handshake {
  /// Every set of keys that the keyring allows for this handshake, in the order to try them.
  func keyCandidates(_ decryption: Decryption) throws(KeyProblem) -> [KeyCandidate] {
    guard let clientRandom, let serverHello, let version else { throw .handshakeIncomplete }
    guard [.dtls10, .dtls12].contains(version) else { throw .unsupportedVersion(version) }
    guard let parameters = serverHello.cipherSuite.parameters, RecordKeys.areSupported(parameters) else {
      throw .unsupportedSuite(serverHello.cipherSuite)
    }
    let keyring = decryption.keyring
    let hash = TranscriptHash(version: version, parameters: parameters)
    var masters: [(source: String, secret: SecretBytes, isBound: Bool)] = []
    if let master = keyring.masterSecret(clientRandom: clientRandom) { masters.append(("keylog", master, false)) }
    do throws(KeyProblem) {
      let premasters = try premasterSecrets(keyring, parameters)
      let binding = try binding(clientRandom, serverHello, hash)
      masters += premasters.compactMap { premaster in
        decryption.keySchedule.masterSecret(premaster: premaster.secret, binding: binding, hash: hash)
          .map { (premaster.source, $0, hasExtendedMasterSecret) }
      }
    } catch {
      if masters.isEmpty { throw error }
    }
    return masters.compactMap { master in
      let block = decryption.keySchedule.keyBlock(
        master: master.secret, clientRandom: clientRandom, serverRandom: serverHello.random.bytes,
        hash: hash, count: RecordKeys.keyBlockLength(parameters))
      guard let block else { return nil }
      let sides: [RecordKeys?] = [Side.client, .server].map {
        RecordKeys(
          parameters, keyBlock: block, side: $0, encryptThenMAC: hasEncryptThenMAC && parameters.macHash != nil,
          connectionIDForm: serverHello.extensions.connectionID?.type == .connectionID ? .standard : .draft,
          id: decryption.opener.makeKeysID())
      }
      guard let client = sides[0], let server = sides[1] else { return nil }
      return KeyCandidate(
        source: master.source, master: master.secret, isBoundToMessages: master.isBound,
        keys: PerSide(client: client, server: server))
    }
  }

  /// The premaster secrets that the keyring allows for the key exchange.
  private func premasterSecrets(
    _ keyring: Keyring, _ parameters: CipherSuiteParameters
  ) throws(KeyProblem) -> [(source: String, secret: SecretBytes)] {
    if isResumed { throw .resumedFromUnknownSession }
    switch parameters.keyExchange {
    case .psk:
      guard let pskIdentity else { throw missingClientKeyExchange }
      let own = keyring.candidates(for: pskIdentity)
      let candidates = own.isEmpty ? keyring.foreignCandidates(for: pskIdentity) : own
      guard !candidates.isEmpty else { throw .noKey(identity: pskIdentity) }
      return candidates.map { ($0.name, KeySchedule12.premasterSecret(presharedKey: $0.key)) }
    case .rsa where !keyring.rsaPrivateKeys.isEmpty:
      guard let encryptedPremasterSecret else { throw missingClientKeyExchange }
      return keyring.rsaPrivateKeys.compactMap { $0.decrypt(encryptedPremasterSecret) }.map { ("rsa-key", $0) }
    default:
      throw .needsKeyLog(parameters.keyExchange)
    }
  }

  /// Why no candidate opened a record.
  func problem(afterTrying count: Int, of keyring: Keyring) -> KeyProblem {
    if let pskIdentity, keyring.candidates(for: pskIdentity).isEmpty { return .noKey(identity: pskIdentity) }
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
      let transcript = try? transcript(upTo: .finished(side))
    else { return nil }
    let hash = TranscriptHash(version: version, parameters: parameters)
    let expected = keySchedule.verifyData(master: master, sender: side, transcript: transcript, hash: hash)
    return expected?.withBytes { $0.elementsEqual(sent) }
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
