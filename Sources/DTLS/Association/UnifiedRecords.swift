import Bytes

/// Ciphertexts of DTLS 1.3, whose header has two bits of the epoch and a hidden part of the record number (RFC 9147 §4).
extension Association {
  /// Keys that open a record, and what it turned out to be.
  private struct Opened {
    let epoch: UInt16
    let keys: TrafficKeys
    /// nil if the keys were proven before.
    let candidate: SecretCandidate?
    let length: Int
    let sequenceNumber: UInt64
    let order: MaskCounterOrder
  }

  /// Takes in a record with a unified header.
  func receiveUnified(
    _ record: borrowing Record, from sender: Side, at stamp: PacketStamp, using decryption: Decryption,
    to observer: any RecordObserver
  ) {
    if record.isCut {
      reportSealed(record, .cut, from: sender, at: stamp, to: observer)
      return
    }
    if var opened = openUnified(record, from: sender, decryption) {
      if !held.isEmpty {
        // What was held came before it, and takes its place in the one buffer for plaintext.
        adopt(opened, from: sender)
        openHeldRecords(using: decryption, to: observer)
        opened = openUnified(record, from: sender, decryption) ?? opened
      }
      reportUnified(record, opened, from: sender, at: stamp, using: decryption, to: observer, wasHeld: false)
      openHeldRecords(using: decryption, to: observer)
      return
    }
    if let version = handshake.version, version != .dtls13 {
      // No record of this session: its version has no such header.
      reportSealed(record, .sealed, from: sender, at: stamp, to: observer)
      return
    }
    // Epoch 3 comes with both Finished; handshake messages are in epoch 2.
    let hasChosen = handshake.serverHello != nil
    if hasKeys(for: record, of: sender, decryption) {
      reportSealed(record, .notAuthentic, from: sender, at: stamp, to: observer)
      return
    }
    keyProblem = problemOfUnified
    if record.epoch == 3, !hasHandshake || hasChosen { hasApplicationData[sender] = true }
    let isHeld = mayOpenUnifiedLater && hold(HeldRecord(record, from: sender, at: stamp, .next(skipped: 0)))
    reportSealed(record, isHeld ? .held : .sealed, from: sender, at: stamp, to: observer)
  }

  /// Opens a record that was held, and reports it; false if nothing opens it.
  func receiveHeld(
    _ record: borrowing Record, _ item: HeldRecord, using decryption: Decryption, to observer: any RecordObserver
  ) -> Bool {
    guard let opened = openUnified(record, from: item.sender, decryption) else {
      keyProblem = problemOfUnified
      return false
    }
    reportUnified(record, opened, from: item.sender, at: item.stamp, using: decryption, to: observer, wasHeld: true)
    return true
  }

  /// Whether keys that are proven open a record; nil if there are none.
  func opensUnified(_ record: borrowing Record, from sender: Side, _ decryption: Decryption) -> Bool? {
    guard provenSecrets != nil else { return nil }
    return openUnified(record, from: sender, decryption) != nil
  }

  // MARK: Opening

  /// Tries the keys that may be those of a record; nil if none opens it.
  private func openUnified(_ record: borrowing Record, from sender: Side, _ decryption: Decryption) -> Opened? {
    let current = currentEpochs[sender]
    if let current, current.epoch & 3 == record.epoch, let keys = current.trafficKeys,
      let opened = open(record, from: sender, current.epoch, keys, nil, decryption)
    {
      return opened
    }
    let candidates = secretCandidates(decryption)
    guard !candidates.isEmpty else { return nil }
    for number in epochNumbers(withLowBits: record.epoch, of: sender) {
      let state = epochs[sender].last { $0.epoch == number }
      if let keys = state?.trafficKeys {
        if state === current { continue }
        if let opened = open(record, from: sender, number, keys, nil, decryption) { return opened }
        continue
      }
      for candidate in candidates {
        for keys in candidate.keys(number, of: sender, in: handshake, decryption) {
          if let opened = open(record, from: sender, number, keys, candidate, decryption) { return opened }
        }
      }
    }
    return nil
  }

  private func open(
    _ record: borrowing Record, from sender: Side, _ number: UInt16, _ keys: TrafficKeys, _ candidate: SecretCandidate?,
    _ decryption: Decryption
  ) -> Opened? {
    let next = epochs[sender].last { $0.epoch == number }?.numbers.highest.map { $0 &+ 1 } ?? 0
    let outcome = decryption.opener.open(
      record, with: keys, expecting: next, order: maskCounterOrders[sender] ?? .littleEndian)
    guard case .opened(let length, let sequenceNumber, let order) = outcome else { return nil }
    return Opened(
      epoch: number, keys: keys, candidate: candidate, length: length, sequenceNumber: sequenceNumber, order: order)
  }

  /// Takes in what the opened record proves.
  private func adopt(_ opened: Opened, from sender: Side) {
    let epoch = epochState(opened.epoch, of: sender)
    guard epoch.trafficKeys == nil, let candidate = opened.candidate else { return }
    epoch.trafficKeys = opened.keys
    epoch.keySource = candidate.source
    keyGeneration += 1
    if opened.keys.cipher.mode == .chaCha20Poly1305 { maskCounterOrders[sender] = opened.order }
    // The key of early data need not be the one that the server chooses.
    if opened.epoch > 1 { provenSecrets = candidate }
    if currentEpochs[sender].map({ $0.epoch < epoch.epoch }) ?? true { currentEpochs[sender] = epoch }
  }

  /// The epochs that a record with these low bits may be in, the likeliest first: the current one, the next, and those
  /// that came before (RFC 9147 §4.2.2).
  private func epochNumbers(withLowBits bits: UInt16, of sender: Side) -> [UInt16] {
    let current = currentEpochs[sender]?.epoch ?? 1
    let first: UInt16 = sender == .client && handshake.clientHello?.extensions.hasEarlyData == true ? 1 : 2
    let after = (0...SecretCandidate.lookAhead).map { current &+ $0 }.filter { $0 >= current }
    let before = (1...SecretCandidate.lookAhead).compactMap { current > $0 ? current - $0 : nil as UInt16? }
    return (after + before).filter { $0 & 3 == bits && $0 >= first }
  }

  /// Whether there are keys for every epoch that the record may be in, so that it is authentic in none.
  private func hasKeys(for record: borrowing Record, of sender: Side, _ decryption: Decryption) -> Bool {
    guard let provenSecrets else { return false }
    for number in epochNumbers(withLowBits: record.epoch, of: sender) {
      if epochs[sender].contains(where: { $0.epoch == number && $0.trafficKeys != nil }) { continue }
      if provenSecrets.keys(number, of: sender, in: handshake, decryption).isEmpty { return false }
    }
    return true
  }

  // MARK: Secrets

  /// The secrets that may be those of the association, with all that the handshake allows by now.
  private func secretCandidates(_ decryption: Decryption) -> [SecretCandidate] {
    let basis = (messages: handshake.completedMessages, keyring: expectsKeys ? decryption.keyring.generation : 0)
    if let known = secretCandidates, known.basis == basis { return provenSecrets.map { [$0] } ?? known.list }
    let isChosen = handshake.serverHello != nil
    // Up to the server's choice another ClientHello may offer other keys.
    // A key log that grows may have had a part of its lines before.
    let isPartial = provenSecrets.map { $0.secrets.application.server == nil } ?? true
    let hasNews = isPartial && secretCandidates.map { $0.basis.keyring != basis.keyring } ?? false
    let known = hasNews ? nil : secretCandidates.flatMap { $0.isChosen && !$0.list.isEmpty ? $0.list : nil }
    let list = known ?? makeSecretCandidates(decryption.keyring)
    for candidate in list { candidate.extend(with: handshake, decryption.keySchedule13) }
    secretCandidates = (basis, isChosen, list)
    if hasNews, let proven = provenSecrets, let fuller = list.first(where: { $0.source == proven.source }) {
      provenSecrets = fuller
    }
    return provenSecrets.map { [$0] } ?? list
  }

  private func makeSecretCandidates(_ keyring: Keyring) -> [SecretCandidate] {
    guard let hello = handshake.clientHello, handshake.version == nil || handshake.version == .dtls13 else { return [] }
    // Early data is under the first key offered (RFC 8446 §4.2.10).
    let key = handshake.selectedKey ?? handshake.offeredKeys.first
    return [
      keyring.trafficSecrets(hello.random.bytes).map { SecretCandidate(keyLog: $0.secrets, source: $0.source) },
      key.flatMap(SecretCandidate.init),
    ].compactMap { $0 }
  }

  /// Notes whether each Finished matches the transcript, as soon as all of that is there.
  func verifyFinished(with secrets: SecretCandidate, _ schedule: KeySchedule13) {
    for side in Side.allCases {
      guard let finished = handshake.finished[side], finished.isVerified == nil,
        let isVerified = secrets.verifiesFinished(of: side, in: handshake, schedule)
      else { continue }
      handshakes[0].noteVerification(of: side, isVerified)
    }
  }

  /// Why no secrets open a record.
  private var problemOfUnified: KeyProblem {
    guard hasHandshake else { return .noHandshake }
    guard handshake.serverHello != nil else { return .handshakeIncomplete }
    // A key log, too, is looked up with its random.
    guard handshake.clientHello != nil else { return .messageMissing(sender: .client, messageSequence: 0) }
    if let gap = secretCandidates?.list.lazy.compactMap(\.gap).first {
      return .messageMissing(sender: gap.sender, messageSequence: gap.messageSequence)
    }
    guard let mode = handshake.pskMode, let key = handshake.selectedKey else { return .needsKeyLog(.tls13) }
    if mode == .pskDHEKE { return .needsKeyLogBesidesPSK(key.binder) }
    guard key.isExternal else { return .resumedFromUnknownSession }
    switch key.binder {
    case .refuted(let tried): return .wrongKey(identity: key.identity, tried: tried)
    case .verified, .noKey: return .noKey(identity: key.identity)
    case .unchecked: return .messageMissing(sender: .client, messageSequence: handshake.streams.client.firstGap)
    }
  }

  /// Whether the secrets that a record needs may come yet, with messages that were late.
  var mayOpenUnifiedLater: Bool {
    switch keyProblem {
    case .handshakeIncomplete, .messageMissing: true
    default: awaitsKeys
    }
  }

  // MARK: Reporting

  private func reportUnified(
    _ record: borrowing Record, _ opened: Opened, from sender: Side, at stamp: PacketStamp,
    using decryption: Decryption, to observer: any RecordObserver, wasHeld: Bool
  ) {
    adopt(opened, from: sender)
    let epoch = epochState(opened.epoch, of: sender)
    // The tag tells whether a number that was seen is on the same record.
    let verdict = epoch.numbers.verdict(opened.sequenceNumber, digest: nil)
    epoch.numbers.insert(opened.sequenceNumber, digest: 0)
    let full = Record(
      contentType: record.contentType, version: record.version, epoch: opened.epoch,
      sequenceNumber: opened.sequenceNumber, connectionID: record.connectionID, length: record.length,
      fragment: record.fragment, isUnified: true)
    reportOpened(full, opened.length, stamp, sender, verdict, using: decryption, to: observer, wasHeld: wasHeld)
  }

  private func reportSealed(
    _ record: borrowing Record, _ protection: RecordReport.Protection, from sender: Side, at stamp: PacketStamp,
    to observer: any RecordObserver
  ) {
    report(record, as: record.contentType, stamp, sender, .next(skipped: 0), protection, .other, to: observer)
  }
}
