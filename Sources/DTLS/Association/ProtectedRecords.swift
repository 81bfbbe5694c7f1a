import Bytes

/// Records in epochs after 0: opening them, and keeping them until they can be opened.
extension Association {
  /// Failed attempts to open records of one direction after which candidates that nothing proved are given up: enough
  /// for hundreds of forged records in front of the first genuine one.
  static let maximumFailedTrials = 512
  /// Records on which every candidate is tried at least, however many candidates there are.
  static let maximumFailuresOfManyKeys = 16

  /// Takes in a protected record, whose number got `verdict`.
  func receiveProtected(
    _ record: borrowing Record, from sender: Side, at stamp: PacketStamp, _ epoch: EpochState, _ digest: UInt16?,
    _ verdict: RecordNumbers.Verdict, using decryption: Decryption, to observer: any RecordObserver
  ) {
    let (isByNumberAlone, digest) = (digest == nil, digest ?? 0)
    if record.isCut {
      epoch.insertCut(record.sequenceNumber, digest: digest)
      noteSealed(record, sender, stamp)
      report(
        record, as: record.contentType, stamp, sender, verdict, .cut, sealedContent(of: record, epoch, verdict),
        to: observer)
      return
    }
    switch open(record, from: sender, epoch, using: decryption) {
    case .opened(var length):
      if !held.isEmpty {
        // What was held came before it, and takes its place in the one buffer for plaintext.
        openHeldRecords(using: decryption, to: observer)
        if case .opened(let again) = open(record, from: sender, epoch, using: decryption) { length = again }
      }
      epoch.numbers.insert(record.sequenceNumber, digest: digest)
      reportOpened(record, length, stamp, sender, verdict, using: decryption, to: observer, wasHeld: false)
      openHeldRecords(using: decryption, to: observer)
    case .notAuthentic, .tooShort:
      // A number that was seen is no sign of a copy where the bytes are others.
      let verdict = isByNumberAlone && verdict == .duplicate ? .reused : verdict
      reportNotAuthentic(record, stamp, sender, verdict, epoch, decryption.opener, to: observer, wasHeld: false)
    case nil:
      if let index = handshakeIndex(before: record.epoch) {
        noteDamage(record, from: sender, at: stamp, of: index, decryption)
      }
      // Nothing proves it, so an implausible number is not believed.
      if !verdict.isImplausible { epoch.numbers.insert(record.sequenceNumber, digest: digest) }
      let isHeld =
        verdict != .duplicate && mayOpenLater && hold(HeldRecord(record, from: sender, at: stamp, verdict))
      let content = sealedContent(of: record, epoch, verdict)
      if verdict != .duplicate { (epoch.sealed, epoch.lastSealed) = (epoch.sealed + 1, stamp.number) }
      noteSealed(record, sender, stamp)
      report(record, as: record.contentType, stamp, sender, verdict, isHeld ? .held : .sealed, content, to: observer)
    }
  }

  /// Whether keys that are proven open a record; nil if there are none.
  package func opens(_ record: borrowing Record, from sender: Side, using decryption: Decryption) -> Bool? {
    if record.isUnified { return opensUnified(record, from: sender, decryption) }
    guard let keys = epochs[sender].last(where: { $0.epoch == record.epoch })?.keys else { return nil }
    if case .opened = decryption.opener.open(record, with: keys) { return true }
    return false
  }

  /// The state of an end's epoch, made when the epoch is first seen.
  func epochState(_ number: UInt16, of sender: Side) -> EpochState {
    if let last = epochs[sender].last, last.epoch == number { return last }
    if let known = epochs[sender].last(where: { $0.epoch == number }) { return known }
    if epochs[sender].count >= Self.maximumEpochs {
      // Epoch 0 stays, and so does what was proven, as long as there is anything else.
      let dispensable = epochs[sender].indices.dropFirst().first { epochs[sender][$0].keys == nil }
      epochs[sender].remove(at: dispensable ?? 1)
    }
    let added = EpochState(number)
    epochs[sender].append(added)
    return added
  }

  // MARK: Opening

  /// Opens a record with the keys of its epoch, or with candidates for them; nil if there are none that could.
  ///
  /// - Parameter mayBridge: whether gaps in the handshake may be bridged for it. Not for a record that was held: what it
  ///   waits for may come with the next message.
  private func open(
    _ record: borrowing Record, from sender: Side, _ epoch: EpochState, using decryption: Decryption,
    mayBridge: Bool = true
  ) -> RecordOpener.Outcome? {
    if let keys = epoch.keys { return decryption.opener.open(record, with: keys) }
    guard let handshake = handshakeIndex(before: record.epoch) else {
      keyProblem = hasHandshake ? .handshakeIncomplete : .noHandshake
      return nil
    }
    // What the peer's records proved is tried on every record; other candidates, on so many.
    let likely = proven.flatMap { $0.handshake == handshake ? $0.candidate : nil }
    if let likely, let outcome = open(record, from: sender, epoch, with: likely, of: handshake, decryption) {
      return outcome
    }
    let outcome: RecordOpener.Outcome? = likely == nil ? nil : .notAuthentic
    let count = candidates?.basis.handshake == handshake ? candidates?.keys.count ?? 0 : 0
    guard epoch.failedTrials < max(Self.maximumFailedTrials, Self.maximumFailuresOfManyKeys * count) else {
      return outcome
    }
    // Without the bodies no keys can be derived any more, only known; why there are none is known from before.
    if handshakes[handshake].hasReleasedBodies, !handshakes[handshake].hasLoggedSecrets(decryption.keyring) {
      return outcome
    }
    do throws(KeyProblem) {
      let keys = try candidateKeys(for: handshake, decryption)
      candidateCount = keys.count
      for candidate in keys {
        if let outcome = open(record, from: sender, epoch, with: candidate, of: handshake, decryption) {
          return outcome
        }
      }
      if likely == nil { throw handshakes[handshake].problem(afterTrying: keys.count, of: decryption.keyring) }
    } catch {
      if mayBridge, let outcome = openBridging(record, from: sender, epoch, of: handshake, decryption) {
        return outcome
      }
      keyProblem = hasHandshake ? error : .noHandshake
    }
    return outcome ?? openWithVariants(record, from: sender, epoch, of: handshake, decryption)
  }

  /// Opens a record with a candidate, which that proves; nil if it does not open it.
  func open(
    _ record: borrowing Record, from sender: Side, _ epoch: EpochState, with candidate: KeyCandidate, of handshake: Int,
    _ decryption: Decryption
  ) -> RecordOpener.Outcome? {
    let keys = candidate.keys[sender]
    guard case .opened(let length) = decryption.opener.open(record, with: keys) else {
      epoch.failedTrials += 1
      return nil
    }
    adopt(candidate, for: epoch, of: sender, handshake)
    rememberSession(decryption)
    return .opened(length)
  }

  /// Takes the keys that a record of `sender` proved.
  func adopt(_ candidate: KeyCandidate, for epoch: EpochState, of sender: Side, _ handshake: Int) {
    epoch.adopt(candidate, of: sender, countsAnew: epoch.failedTrials > 0 && !held.hasRefused)
    proven = (handshake, candidate)
    rivals = []
    keyGeneration += 1
  }

  /// The candidates for the epoch after a handshake, derived once for what is known of the handshake.
  private func candidateKeys(for index: Int, _ decryption: Decryption) throws(KeyProblem) -> [KeyCandidate] {
    let basis = KeyBasis(
      handshake: index, completedMessages: handshakes[index].completedMessages, keyring: decryption.keyring.generation)
    if let candidates, candidates.basis == basis { return candidates.keys }
    let keys = try handshakes[index].keyCandidates(decryption)
    candidates = (basis, keys)
    return keys
  }

  // MARK: Holding

  /// Whether keys for a record that cannot be opened now may come yet: with messages that were late, or with a record
  /// that proves a candidate.
  private var mayOpenLater: Bool {
    switch keyProblem {
    case .handshakeIncomplete, .messageMissing, .wrongKey: true
    case .noHandshake: isEarly
    default: awaitsKeys
    }
  }

  /// Whether records wait for keys that the user may still give, and no message of the handshake brings.
  var awaitsKeys: Bool {
    guard expectsKeys else { return false }
    switch keyProblem {
    case .needsKeyLog, .needsKeyLogBesidesPSK, .noKey, .wrongKey: return true
    default: return false
    }
  }

  /// Keeps a record until it can be opened; false if there is no room for it.
  func hold(_ record: HeldRecord) -> Bool {
    held.keep(record, limit: awaitsKeys ? RecordHold.maximumAwaitingKeys : RecordHold.maximumCount)
  }

  /// Tries again what is held, with keys that were not there before.
  package func openHeldRecordsAnew(using decryption: Decryption, to observer: any RecordObserver) {
    keyGeneration += 1
    openHeldRecords(using: decryption, to: observer)
  }

  /// Opens what was held and can be opened now, in the order of capture, if there is anything new to open it with.
  func openHeldRecords(using decryption: Decryption, to observer: any RecordObserver) {
    while !held.isEmpty, held.triedGeneration != keyGeneration {
      held.triedGeneration = keyGeneration
      for item in held.takeAll() {
        item.withRecord { open($0, item, using: decryption, to: observer) }
      }
    }
  }

  /// Reports what has become of a record that was held, or holds it again.
  private func open(
    _ record: borrowing Record, _ item: HeldRecord, using decryption: Decryption, to observer: any RecordObserver
  ) {
    if item.isUnified {
      if !receiveHeld(record, item, using: decryption, to: observer), mayOpenUnifiedLater { _ = hold(item) }
      return
    }
    let epoch = epochState(item.epoch, of: item.sender)
    switch open(record, from: item.sender, epoch, using: decryption, mayBridge: false) {
    case .opened(let length):
      epoch.numbers.insert(record.sequenceNumber, digest: RecordNumbers.digest(record.fragment))
      reportOpened(
        record, length, item.stamp, item.sender, item.verdict, using: decryption, to: observer, wasHeld: true)
    case .notAuthentic, .tooShort:
      reportNotAuthentic(
        record, item.stamp, item.sender, item.verdict, epoch, decryption.opener, to: observer, wasHeld: true)
    case nil:
      if mayOpenLater { _ = hold(item) }
    }
  }

  // MARK: Reporting

  func reportOpened(
    _ record: borrowing Record, _ length: Int, _ stamp: PacketStamp, _ sender: Side, _ verdict: RecordNumbers.Verdict,
    using decryption: Decryption, to observer: any RecordObserver, wasHeld: Bool
  ) {
    let opener = decryption.opener
    lastOpened[sender] = stamp.number
    let plaintext = opener.plaintext(length)
    let contentType = opener.contentType
    if contentType == .applicationData {
      // Early data comes before there is a session (RFC 9147 §6.1).
      if !record.isUnified || record.epoch > 1 { noteApplicationData(from: sender) }
      report(
        record, as: contentType, stamp, sender, verdict, .opened, .applicationData, to: observer, payload: plaintext,
        wasHeld: wasHeld)
      return
    }
    let content = verifyingFinished(
      in: read(plaintext, of: record, as: contentType, from: sender, at: stamp, verdict: verdict), of: record.epoch,
      from: sender, decryption)
    if record.isUnified { noteTickets(in: content, decryption.keySchedule13) }
    rememberSession(of: content, decryption)
    report(
      record, as: contentType, stamp, sender, verdict, .opened, content, to: observer, payload: plaintext,
      wasHeld: wasHeld)
  }

  private func reportNotAuthentic(
    _ record: borrowing Record, _ stamp: PacketStamp, _ sender: Side, _ verdict: RecordNumbers.Verdict,
    _ epoch: EpochState, _ opener: RecordOpener, to observer: any RecordObserver, wasHeld: Bool
  ) {
    let length = epoch.keys.flatMap { opener.openUnauthenticated(record, with: $0) } ?? 0
    report(
      record, as: record.contentType, stamp, sender, verdict, .notAuthentic, sealedContent(of: record, nil, verdict),
      to: observer,
      payload: opener.plaintext(length), wasHeld: wasHeld)
  }

  /// What a record says that cannot be read.
  private func sealedContent(
    of record: borrowing Record, _ epoch: EpochState?, _ verdict: RecordNumbers.Verdict
  ) -> RecordReport.Content {
    switch record.contentType {
    case .handshake:
      guard let epoch else { return .sealedHandshake(isRetransmission: false) }
      let before = epoch.sealedHandshakeLength
      epoch.sealedHandshakeLength = record.length
      return .sealedHandshake(isRetransmission: before == record.length && verdict != .duplicate)
    case .changeCipherSpec: return .changeCipherSpec(isRetransmission: false)
    case .alert: return .alert(nil)
    case .applicationData: return .applicationData
    default: return .other
    }
  }

  // MARK: Drawing conclusions

  /// Draws from a record that cannot be read what its header tells.
  private func noteSealed(_ record: borrowing Record, _ sender: Side, _ stamp: PacketStamp) {
    let index = handshakeIndex(before: record.epoch)
    // Nothing proves application data: where the handshake was captured, it has to have come to the point of keys.
    if record.contentType == .applicationData, !hasHandshake || index.map({ handshakes[$0].hasExchangedKeys }) ?? true {
      noteApplicationData(from: sender)
    }
    guard record.contentType == .handshake || record.contentType == .tls12CID, let index,
      handshakes[index].serverHello != nil || !handshakes[index].changeCipherSpecs[sender].isEmpty
    else { return }
    // The first protected handshake record of an epoch is Finished, and so is the first record of a hidden type: nothing
    // else comes between it and ChangeCipherSpec (RFC 6347 §4.2.4).
    handshakes[index].noteFinished(from: sender, at: stamp)
  }

  private func noteApplicationData(from sender: Side) {
    if !hasApplicationData[sender] { hasApplicationData[sender] = true }
    if hasApplicationData[sender.peer], handshakes[handshakes.count - 1].holdsBodies { releaseBodies() }
  }

  /// Lets go of what only keys and Finished are derived from, once they are proven or there is no hope of any.
  private func releaseBodies() {
    let isProven =
      (provenSecrets != nil || Side.allCases.allSatisfy { epochs[$0].last?.keys != nil })
      && handshakes[handshakes.count - 1].isComplete
    guard isProven || !(mayOpenLater || keyProblem == nil) else { return }
    for index in handshakes.indices { handshakes[index].releaseBodies() }
    candidates = nil
  }

  /// The content with what the transcript says of a Finished in it.
  private func verifyingFinished(
    in content: RecordReport.Content, of epoch: UInt16, from sender: Side, _ decryption: Decryption
  ) -> RecordReport.Content {
    guard case .handshake(var notes, let error) = content else { return content }
    // A Finished of later authentication covers other messages (RFC 8446 §4.6.2).
    if let provenSecrets, epoch == 2 { verifyFinished(with: provenSecrets, decryption.keySchedule13) }
    guard let place = notes.firstIndex(where: { $0.type == .finished && $0.message != nil }) else { return content }
    if provenSecrets != nil {
      if epoch == 2 { notes[place].isVerified = handshake.finished[sender]?.isVerified }
      return .handshake(notes, error)
    }
    guard let proven, let index = handshakeIndex(before: epoch), index == proven.handshake,
      let isVerified = verifiesFinished(of: sender, index, master: proven.candidate.master, decryption)
    else { return content }
    handshakes[index].noteVerification(of: sender, isVerified)
    notes[place].isVerified = isVerified
    return .handshake(notes, error)
  }
}
