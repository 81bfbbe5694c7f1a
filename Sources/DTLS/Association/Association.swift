import Bytes

/// A DTLS association as an observer follows it: its handshakes, its epochs, and the records of both ends.
///
/// It has no clock and does no input or output: records go in, reports come out.
package final class Association {
  /// The handshake that began the association, then renegotiations.
  package private(set) var handshakes: [Handshake] = [Handshake(epoch: 0)]
  /// Why records could not be opened, the last time that was tried.
  package private(set) var keyProblem: KeyProblem?
  /// Whether application data came from each end in an epoch after 0.
  @exclusivity(unchecked) package private(set) var hasApplicationData = PerSide(both: false)
  /// Records that were neither held nor opened because the hold was full.
  package private(set) var unheldRecords = 0
  /// What every record changes is not checked for exclusive access at run time: the methods that change it do not call
  /// each other meanwhile.
  @exclusivity(unchecked) private var epochs = PerSide<[EpochState]>(both: [EpochState(0)])
  @exclusivity(unchecked) private var held: [HeldRecord] = []
  private var heldBytes = 0
  private var candidates: (handshake: Int, basis: Int, keys: [KeyCandidate])?

  /// Records held for their keys: what a client may send between its Finished and the packets that were late.
  static let maximumHeldRecords = 64
  /// Bytes of those records.
  static let maximumHeldBytes = 64 * 1024
  /// Records of one direction on which every candidate is tried, so that forged ones in front do not hide the key.
  static let maximumFailedAttempts = 8
  /// Epochs of one end that are remembered: handshakes of one association seldom exceed two.
  static let maximumEpochs = 8
  /// Handshakes that are remembered; a peer that renegotiates without end keeps the first and the last ones.
  static let maximumHandshakes = 8

  /// An association of which nothing was seen.
  package init() {}

  /// The handshake that began the association.
  package var handshake: Handshake {
    _read { yield handshakes[0] }
  }

  /// Whether any handshake message of its beginning was captured.
  package var hasHandshake: Bool {
    !handshake.streams.client.entries.isEmpty || !handshake.streams.server.entries.isEmpty
      || !handshake.helloVerifyRequests.entries.isEmpty
  }

  /// Whether both ends may send application data: both Finished were seen, or application data of both.
  package var isEstablished: Bool {
    handshake.isComplete || (hasApplicationData.client && hasApplicationData.server)
  }

  /// Whether any record was in an epoch after 0.
  package var hasProtectedRecords: Bool { epochs.client.count + epochs.server.count > 2 }

  /// What reports call the secret that opened records, the client's first; nil if none did.
  package var keySource: String? {
    (epochs.client + epochs.server).lazy.compactMap(\.keySource).first
  }

  /// Records lost before the capture point: numbers of each end, in any epoch, that were skipped and never seen.
  package var missingRecords: PerSide<UInt64> {
    PerSide(
      client: epochs.client.reduce(0) { $0 + $1.numbers.missing },
      server: epochs.server.reduce(0) { $0 + $1.numbers.missing })
  }

  /// Takes in a record that `sender` sent in the packet of `stamp`.
  package func receive(
    _ record: borrowing Record, from sender: Side, at stamp: PacketStamp, using decryption: Decryption,
    to observer: any RecordObserver
  ) {
    if record.isUnified {
      keyProblem = .unsupportedVersion(.dtls13)
      hasApplicationData[sender] = handshake.isComplete
      report(record, stamp, sender, .next(skipped: 0), record.isCut ? .cut : .sealed, .other, to: observer)
      return
    }
    let index = epochIndex(record.epoch, of: sender)
    let digest = RecordNumbers.digest(record.fragment)
    var verdict = epochs[sender][index].numbers.verdict(record.sequenceNumber, digest: digest)
    if record.epoch == 0 {
      epochs[sender][index].numbers.insert(record.sequenceNumber, digest: digest)
      if sender == .server, handshake.serverHello == nil, case .next = verdict {
        // Up to its ServerHello a server takes its record numbers from the client's hellos (RFC 6347 §4.2.1): a gap
        // there says nothing of loss.
        verdict = .next(skipped: 0)
        epochs[sender][index].numbers.forgetGaps()
      }
      let content = read(record.fragment, of: record, from: sender, at: stamp, verdict: verdict)
      let protection: RecordReport.Protection = record.isCut ? .cut : .none
      report(record, stamp, sender, verdict, protection, content, to: observer, payload: record.fragment)
      if case .handshake = content { openHeldRecords(using: decryption, to: observer) }
      return
    }
    if record.isCut {
      report(record, stamp, sender, verdict, .cut, sealedContent(of: record, index, sender, verdict), to: observer)
      return
    }
    switch open(record, from: sender, index, using: decryption) {
    case .opened(let length):
      epochs[sender][index].numbers.insert(record.sequenceNumber, digest: digest)
      reportOpened(record, length, stamp, sender, verdict, using: decryption, to: observer, wasHeld: false)
      if !held.isEmpty { openHeldRecords(using: decryption, to: observer) }
    case .notAuthentic, .tooShort:
      let content = sealedContent(of: record, nil, sender, verdict)
      let opener = decryption.opener
      let length = epochs[sender][index].keys.flatMap { opener.openUnauthenticated(record, with: $0) } ?? 0
      report(
        record, stamp, sender, verdict, .notAuthentic, content, to: observer, payload: opener.plaintext(length))
    case nil:
      epochs[sender][index].numbers.insert(record.sequenceNumber, digest: digest)
      let isHeld = verdict != .duplicate && hold(record, from: sender, at: stamp, verdict)
      let content = sealedContent(of: record, index, sender, verdict)
      noteSealed(record, sender, stamp)
      report(record, stamp, sender, verdict, isHeld ? .held : .sealed, content, to: observer)
    }
  }

  /// Whether a record begins another association on the same endpoints: a ClientHello in epoch 0 that is neither a copy
  /// nor the continuation of this one's.
  package func isSuperseded(by record: borrowing Record, from sender: Side) -> Bool {
    guard record.epoch == 0, record.contentType == .handshake, !record.isUnified else { return false }
    var reader = ByteReader(record.fragment, as: "Handshake")
    guard let fragment = try? HandshakeFragment(decoding: &reader), fragment.messageType == .clientHello else {
      return false
    }
    if sender == .server { return true }
    guard hasHandshake else { return hasProtectedRecords }
    guard fragment.fragmentOffset == 0, let hello = ClientHello(prefix: fragment.body) else {
      // The middle of a ClientHello: of this association, unless its hellos are over.
      return handshake.comparing(fragment) ?? (handshake.serverHello != nil)
    }
    if let known = handshake.clientHello {
      return hello.random != known.random && !handshake.wasChallenged(with: hello.cookie)
    }
    return handshake.serverHello != nil && hasProtectedRecords
  }

  // MARK: Reporting

  private func report(
    _ record: borrowing Record, _ stamp: PacketStamp, _ sender: Side, _ verdict: RecordNumbers.Verdict,
    _ protection: RecordReport.Protection, _ content: RecordReport.Content, to observer: any RecordObserver,
    payload: RawSpan = RawSpan(), wasHeld: Bool = false
  ) {
    observer.receive(
      RecordReport(
        record, at: stamp, from: sender, verdict: verdict, protection: protection, content: content, payload: payload,
        wasHeld: wasHeld))
  }

  private func reportOpened(
    _ record: borrowing Record, _ length: Int, _ stamp: PacketStamp, _ sender: Side, _ verdict: RecordNumbers.Verdict,
    using decryption: Decryption, to observer: any RecordObserver, wasHeld: Bool
  ) {
    let opener = decryption.opener
    let plaintext = opener.plaintext(length)
    if record.contentType == .applicationData { noteApplicationData(from: sender) }
    let content = read(plaintext, of: record, from: sender, at: stamp, verdict: verdict)
    if case .handshake(let notes, _) = content { verifyFinished(in: notes, of: record.epoch, from: sender, decryption) }
    report(
      record, stamp, sender, verdict, .opened, content, to: observer, payload: plaintext, wasHeld: wasHeld)
  }

  /// What a record says that cannot be read.
  private func sealedContent(
    of record: borrowing Record, _ index: Int?, _ sender: Side, _ verdict: RecordNumbers.Verdict
  ) -> RecordReport.Content {
    switch record.contentType {
    case .handshake:
      guard let index else { return .sealedHandshake(isRetransmission: false) }
      let before = epochs[sender][index].sealedHandshakeLength
      epochs[sender][index].sealedHandshakeLength = record.length
      return .sealedHandshake(isRetransmission: before == record.length && verdict != .duplicate)
    case .changeCipherSpec: return .changeCipherSpec(isRetransmission: false)
    case .alert: return .alert(nil)
    case .applicationData: return .applicationData
    default: return .other
    }
  }

  /// Draws from a record that cannot be read what its header tells.
  private func noteSealed(_ record: borrowing Record, _ sender: Side, _ stamp: PacketStamp) {
    if record.contentType == .applicationData { noteApplicationData(from: sender) }
    guard record.contentType == .handshake || record.contentType == .tls12CID,
      let index = handshakeIndex(before: record.epoch),
      handshakes[index].serverHello != nil || !handshakes[index].changeCipherSpecs[sender].isEmpty
    else { return }
    // The first protected handshake record of an epoch is Finished, and so is the first record of a hidden type: nothing
    // else comes between it and ChangeCipherSpec (RFC 6347 §4.2.4).
    handshakes[index].noteFinished(from: sender, at: stamp)
  }

  private func noteApplicationData(from sender: Side) {
    guard !hasApplicationData[sender] else { return }
    hasApplicationData[sender] = true
    releaseBodies()
  }

  /// Drops the bodies of messages once both ends send application data, unless records wait for keys from them.
  private func releaseBodies() {
    guard hasApplicationData.client, hasApplicationData.server, held.isEmpty else { return }
    for index in handshakes.indices { handshakes[index].releaseBodies() }
    // Those of an end that has proven none yet may still be tried.
    if epochs.client.last?.keys != nil, epochs.server.last?.keys != nil { candidates = nil }
  }

  // MARK: Reading

  /// Reads the content of a record, and takes in its handshake messages unless it is a duplicate.
  private func read(
    _ content: RawSpan, of record: borrowing Record, from sender: Side, at stamp: PacketStamp,
    verdict: RecordNumbers.Verdict
  ) -> RecordReport.Content {
    switch record.contentType {
    case .handshake:
      return readHandshake(content, epoch: record.epoch, from: sender, at: stamp, isDuplicate: verdict == .duplicate)
    case .changeCipherSpec:
      // DTLS 1.0 before its RFC had a message_seq behind the one byte.
      guard content.byte(at: 0) == 1 else {
        return .malformed(DecodeError("ChangeCipherSpec", "type", at: 0, .invalid("is not 1")))
      }
      guard verdict != .duplicate, let index = handshakeIndex(in: record.epoch) else {
        return .changeCipherSpec(isRetransmission: false)
      }
      return .changeCipherSpec(isRetransmission: handshakes[index].receiveChangeCipherSpec(from: sender, at: stamp))
    case .alert:
      do throws(DecodeError) {
        return .alert(try Alert(content))
      } catch {
        return .malformed(error)
      }
    case .applicationData:
      return .applicationData
    default:
      return .other
    }
  }

  private func readHandshake(
    _ content: RawSpan, epoch: UInt16, from sender: Side, at stamp: PacketStamp, isDuplicate: Bool
  ) -> RecordReport.Content {
    var notes: [HandshakeNote] = []
    var reader = ByteReader(content, as: "Handshake")
    do throws(DecodeError) {
      while !reader.isAtEnd {
        let start = reader.offset
        let fragment = try HandshakeFragment(decoding: &reader)
        if isDuplicate {
          notes.append(HandshakeNote(fragment))
        } else {
          let index = handshakeIndex(for: fragment, in: epoch)
          notes.append(handshakes[index].receive(fragment, from: sender, isEncrypted: epoch > 0, at: stamp))
        }
        if fragment.isCut {
          throw DecodeError(
            "Handshake", "body", at: start + HandshakeFragment.headerLength,
            .needs(fragment.fragmentLength, has: fragment.body.byteCount))
        }
      }
      return .handshake(notes, nil)
    } catch {
      return .handshake(notes, error)
    }
  }

  /// The handshake that a fragment belongs to; a hello in a protected epoch begins another one: renegotiation.
  private func handshakeIndex(for fragment: borrowing HandshakeFragment, in epoch: UInt16) -> Int {
    let beginsHandshake = fragment.messageType == .clientHello || fragment.messageType == .helloRequest
    if let index = handshakes.lastIndex(where: { $0.epoch == epoch }), epoch > 0 || index == 0 {
      return index
    }
    if epoch > 0, beginsHandshake, handshakes.count < Self.maximumHandshakes {
      handshakes.append(Handshake(epoch: epoch))
      return handshakes.count - 1
    }
    // Finished comes in the epoch after that of its handshake.
    return handshakeIndex(before: epoch) ?? 0
  }

  private func handshakeIndex(in epoch: UInt16) -> Int? {
    handshakes.lastIndex { $0.epoch == epoch }
  }

  private func handshakeIndex(before epoch: UInt16) -> Int? {
    guard epoch > 0 else { return nil }
    return handshakes.lastIndex { $0.epoch == epoch - 1 }
  }

  private func verifyFinished(
    in notes: [HandshakeNote], of epoch: UInt16, from sender: Side, _ decryption: Decryption
  ) {
    guard notes.contains(where: { $0.type == .finished && $0.message != nil }),
      let index = handshakeIndex(before: epoch),
      let candidate = candidates, candidate.handshake == index,
      let source = epochs[sender].first(where: { $0.epoch == epoch })?.keySource,
      let master = candidate.keys.first(where: { $0.source == source })?.master,
      let isVerified = handshakes[index].verifiesFinished(of: sender, master: master, decryption.keySchedule)
    else { return }
    handshakes[index].noteVerification(of: sender, isVerified)
  }

  // MARK: Opening

  private func epochIndex(_ epoch: UInt16, of sender: Side) -> Int {
    if let index = epochs[sender].lastIndex(where: { $0.epoch == epoch }) { return index }
    if epochs[sender].count >= Self.maximumEpochs {
      // Epoch 0 stays, and so does what was proven, as long as there is anything else.
      let dispensable = epochs[sender].indices.dropFirst().first { epochs[sender][$0].keys == nil }
      epochs[sender].remove(at: dispensable ?? 1)
    }
    epochs[sender].append(EpochState(epoch))
    return epochs[sender].count - 1
  }

  /// Opens a record with the keys of its epoch, or with candidates for them; nil if there are none that could.
  private func open(
    _ record: borrowing Record, from sender: Side, _ index: Int, using decryption: Decryption
  ) -> RecordOpener.Outcome? {
    if let keys = epochs[sender][index].keys { return decryption.opener.open(record, with: keys) }
    guard record.contentType != .tls12CID, let handshake = handshakeIndex(before: record.epoch) else {
      let problem: KeyProblem = record.contentType == .tls12CID ? .connectionID : .handshakeIncomplete
      keyProblem = hasHandshake ? problem : .noHandshake
      return nil
    }
    guard epochs[sender][index].failedAttempts < Self.maximumFailedAttempts else { return nil }
    // Without the bodies no keys can be derived any more; why there are none is known from before.
    if handshakes[handshake].hasReleasedBodies, candidates?.handshake != handshake { return nil }
    do throws(KeyProblem) {
      for candidate in try candidateKeys(for: handshake, decryption) {
        let keys = candidate.keys[sender]
        if case .opened(let length) = decryption.opener.open(record, with: keys) {
          epochs[sender][index].keys = keys
          epochs[sender][index].keySource = candidate.source
          return .opened(length)
        }
      }
      epochs[sender][index].failedAttempts += 1
      throw handshakes[handshake].problem(afterTrying: candidates?.keys.count ?? 0, of: decryption.keyring)
    } catch {
      keyProblem = hasHandshake ? error : .noHandshake
      return nil
    }
  }

  /// The candidates for the epoch after a handshake, derived once for what is known of the handshake.
  private func candidateKeys(for index: Int, _ decryption: Decryption) throws(KeyProblem) -> [KeyCandidate] {
    let basis = handshakes[index].completedMessages
    if let candidates, candidates.handshake == index, candidates.basis == basis || !candidates.keys.isEmpty {
      return candidates.keys
    }
    let keys = try handshakes[index].keyCandidates(decryption)
    candidates = (index, basis, keys)
    return keys
  }

  // MARK: Holding

  /// Keeps a record if keys for it may come yet; false if it is not kept.
  private func hold(
    _ record: borrowing Record, from sender: Side, at stamp: PacketStamp, _ verdict: RecordNumbers.Verdict
  ) -> Bool {
    switch keyProblem {
    case .handshakeIncomplete, .messageMissing: break
    default: return false
    }
    let count = record.fragment.byteCount
    guard held.count < Self.maximumHeldRecords, heldBytes + count <= Self.maximumHeldBytes else {
      unheldRecords += 1
      return false
    }
    heldBytes += count
    held.append(
      HeldRecord(
        stamp: stamp, sender: sender, contentType: record.contentType, version: record.version, epoch: record.epoch,
        sequenceNumber: record.sequenceNumber, verdict: verdict, fragment: [UInt8](record.fragment)))
    return true
  }

  /// Opens what was held and can be opened now, in the order of capture.
  private func openHeldRecords(using decryption: Decryption, to observer: any RecordObserver) {
    guard !held.isEmpty else { return }
    let waiting = held
    held = []
    heldBytes = 0
    for item in waiting {
      let record = Record(
        contentType: item.contentType, version: item.version, epoch: item.epoch, sequenceNumber: item.sequenceNumber,
        connectionID: RawSpan(), length: item.fragment.count, fragment: item.fragment.span.bytes)
      let index = epochIndex(item.epoch, of: item.sender)
      if case .opened(let length) = open(record, from: item.sender, index, using: decryption) {
        reportOpened(
          record, length, item.stamp, item.sender, item.verdict, using: decryption, to: observer, wasHeld: true)
      } else {
        switch keyProblem {
        case .handshakeIncomplete, .messageMissing:
          held.append(item)
          heldBytes += item.fragment.count
        default: break
        }
      }
    }
    releaseBodies()
  }
}

/// What opens records: the secrets supplied, and libcrypto behind a pool.
package final class Decryption {
  /// The secrets supplied.
  package let keyring: Keyring
  /// Opens records.
  package let opener = RecordOpener()
  /// Derives keys.
  let keySchedule = KeySchedule12()

  /// Decryption with the secrets of `keyring`.
  package init(keyring: Keyring) {
    self.keyring = keyring
  }
}
