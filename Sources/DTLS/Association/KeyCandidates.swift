/// Keys that may be those of an epoch: proven only by a record that they open.
struct KeyCandidate {
  /// What reports call the secret they come from.
  let source: String
  /// The master secret, for Finished.
  let master: SecretBytes
  /// Each end's keys.
  let keys: PerSide<RecordKeys>
}

extension Handshake {
  /// Every set of keys that the keyring allows for this handshake, in the order to try them.
  func keyCandidates(_ keyring: Keyring, opener: RecordOpener) throws(KeyProblem) -> [KeyCandidate] {
    guard let clientHello, let serverHello, let version else { throw .handshakeIncomplete }
    guard [.dtls10, .dtls12].contains(version) else { throw .unsupportedVersion(version) }
    guard let parameters = serverHello.cipherSuite.parameters, RecordKeys.areSupported(parameters) else {
      throw .unsupportedSuite(serverHello.cipherSuite)
    }
    let hash = TranscriptHash(version: version, parameters: parameters)
    var masters: [(source: String, secret: SecretBytes)] = []
    if let master = keyring.masterSecret(clientRandom: clientHello.random.bytes) { masters.append(("keylog", master)) }
    do throws(KeyProblem) {
      masters += try pskMasterSecrets(keyring, parameters, clientHello, serverHello, hash)
    } catch {
      if masters.isEmpty { throw error }
    }
    return masters.compactMap { master in
      let block = KeySchedule12.keyBlock(
        master: master.secret, clientRandom: clientHello.random.bytes, serverRandom: serverHello.random.bytes,
        hash: hash, count: RecordKeys.keyBlockLength(parameters))
      guard let block else { return nil }
      let sides: [RecordKeys?] = [Side.client, .server].map {
        RecordKeys(
          parameters, keyBlock: block, side: $0, encryptThenMAC: hasEncryptThenMAC && parameters.macHash != nil,
          id: opener.makeKeysID())
      }
      guard let client = sides[0], let server = sides[1] else { return nil }
      return KeyCandidate(
        source: master.source, master: master.secret, keys: PerSide(client: client, server: server))
    }
  }

  /// The master secrets of every pre-shared key that may be the one.
  private func pskMasterSecrets(
    _ keyring: Keyring, _ parameters: CipherSuiteParameters, _ clientHello: ClientHello, _ serverHello: ServerHello,
    _ hash: TranscriptHash
  ) throws(KeyProblem) -> [(source: String, secret: SecretBytes)] {
    if isResumed { throw .resumedFromUnknownSession }
    guard parameters.keyExchange == .psk else { throw .needsKeyLog(parameters.keyExchange) }
    guard let pskIdentity else {
      guard isComplete || !changeCipherSpecs.client.isEmpty else { throw .handshakeIncomplete }
      throw .messageMissing(sender: .client, messageSequence: streams.client.firstGap)
    }
    let candidates = keyring.candidates(for: pskIdentity)
    guard !candidates.isEmpty else { throw .noKey(identity: pskIdentity) }
    let binding: KeySchedule12.Binding
    if hasExtendedMasterSecret {
      do throws(Transcript.Gap) {
        binding = .sessionHash(hash.digest(try transcript(upTo: .clientKeyExchange)))
      } catch {
        throw .messageMissing(sender: error.sender, messageSequence: error.messageSequence)
      }
    } else {
      binding = .randoms(client: clientHello.random.bytes, server: serverHello.random.bytes)
    }
    return candidates.compactMap { candidate in
      let premaster = KeySchedule12.premasterSecret(presharedKey: candidate.key)
      return KeySchedule12.masterSecret(premaster: premaster, binding: binding, hash: hash)
        .map { (candidate.name, $0) }
    }
  }

  /// Whether verify_data of the Finished of `side` matches the transcript under `master`; nil if that cannot be told.
  func verifiesFinished(of side: Side, master: SecretBytes) -> Bool? {
    guard let version, let parameters = cipherSuite?.parameters, let sent = streams[side].last(.finished)?.body,
      let transcript = try? transcript(upTo: .finished(side))
    else { return nil }
    let hash = TranscriptHash(version: version, parameters: parameters)
    let expected = KeySchedule12.verifyData(master: master, sender: side, transcript: transcript, hash: hash)
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
