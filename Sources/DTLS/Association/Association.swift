import Bytes

/// A DTLS association as an observer follows it: its handshakes, its epochs, and the records of both ends.
///
/// It has no clock and does no input or output: records go in, reports come out.
package final class Association {
  /// The handshake that began the association, then renegotiations.
  package internal(set) var handshakes: [Handshake] = [Handshake(epoch: 0)]
  /// Why records could not be opened, the last time that was tried.
  package internal(set) var keyProblem: KeyProblem?
  /// Whether application data came from each end in an epoch after 0.
  package internal(set) var hasApplicationData = PerSide(both: false)
  /// Each end's epochs, in the order first seen.
  var epochs = PerSide<[EpochState]>(client: [EpochState(0)], server: [EpochState(0)])
  /// Records kept until there are keys for them.
  var held = RecordHold()
  /// Keys that may be those of the epoch after a handshake, and what they were derived from.
  var candidates: (basis: KeyBasis, keys: [KeyCandidate])?
  /// The candidate that a record of either end proved, and the handshake whose keys it is.
  var proven: (handshake: Int, candidate: KeyCandidate)?
  /// Changes with everything that may make a record readable: a message that is complete, a candidate that is proven.
  var keyGeneration = 0

  /// Nanoseconds by which a capture may have packets in the wrong order. A capture point that sees each direction on
  /// another path gets there; no client that was answered begins anew so soon.
  static let lateness: Int64 = 1_000_000_000
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

  /// Whether records could not be kept until there were keys, because there were too many.
  package var hasRefusedRecords: Bool { held.hasRefused }

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
      receiveUnified(record, from: sender, at: stamp, using: decryption, to: observer)
      return
    }
    let epoch = epochState(record.epoch, of: sender)
    // With proven keys the tag tells whether a number that was seen is on the same record, and better.
    let digest = epoch.keys == nil ? RecordNumbers.digest(record.fragment) : nil
    var verdict = epoch.verdict(record.sequenceNumber, digest: digest, isCut: record.isCut)
    if record.epoch == 0 {
      if verdict.isImplausible {
        verdict = .next(skipped: 0)
      } else {
        epoch.numbers.insert(record.sequenceNumber, digest: digest ?? 0)
      }
      if sender == .server, handshake.streams.server.entries.isEmpty, case .next = verdict {
        // Up to its first flight a server takes its record numbers from the client's hellos (RFC 6347 §4.2.1): a gap
        // there says nothing of loss.
        verdict = .next(skipped: 0)
        epoch.numbers.forgetGaps()
      }
      let content = read(record.fragment, of: record, as: record.contentType, from: sender, at: stamp, verdict: verdict)
      let protection: RecordReport.Protection = record.isCut ? .cut : .none
      report(
        record, as: record.contentType, stamp, sender, verdict, protection, content, to: observer,
        payload: record.fragment)
      if case .handshake = content { openHeldRecords(using: decryption, to: observer) }
      rememberSession(of: content, decryption)
      return
    }
    receiveProtected(record, from: sender, at: stamp, epoch, digest, verdict, using: decryption, to: observer)
  }

  /// Whether a record begins another association on the same endpoints: a ClientHello in epoch 0 that is neither a copy
  /// nor the continuation of this one's.
  package func isSuperseded(by record: borrowing Record, from sender: Side, at stamp: PacketStamp) -> Bool {
    guard record.epoch == 0, record.contentType == .handshake, !record.isUnified else { return false }
    var reader = ByteReader(record.fragment, as: "Handshake")
    guard let fragment = try? HandshakeFragment(decoding: &reader) else { return false }
    if fragment.messageType == .serverHello, sender == .server { return isAnotherServerHello(fragment) }
    guard fragment.messageType == .clientHello else { return false }
    if sender == .server { return true }
    guard hasHandshake else { return hasProtectedRecords }
    // A ClientHello that was captured after the ServerHello that answers it.
    if handshake.clientHello == nil,
      let answered = handshake.streams.server.last(.serverHello)?.copies.first?.packets.first,
      stamp.nanoseconds &- answered.nanoseconds < Self.lateness
    {
      return false
    }
    guard fragment.fragmentOffset == 0, let hello = ClientHello(prefix: fragment.body) else {
      // The middle of a ClientHello: of this association, unless its hellos are over.
      return handshake.comparing(fragment) ?? (handshake.serverHello != nil)
    }
    if let known = handshake.clientHello {
      if hello.random != known.random {
        return !handshake.wasChallenged(with: hello.cookie, in: fragment.messageSequence)
      }
      // A client that has sent Finished does not repeat its hello: this one draws the same random bits again.
      return handshake.finished.client.map { stamp.nanoseconds &- $0.stamp.nanoseconds > Self.lateness } ?? false
    }
    return handshake.serverHello != nil && hasProtectedRecords
  }

  /// Whether a ServerHello is that of another handshake, whose ClientHello was not captured: it comes after both Finished
  /// with other random bits.
  private func isAnotherServerHello(_ fragment: borrowing HandshakeFragment) -> Bool {
    guard handshake.isComplete, let known = handshake.serverHello, fragment.isWhole, !fragment.isCut,
      let hello = try? ServerHello(fragment.body)
    else { return false }
    return hello.random != known.random && !hello.isHelloRetryRequest
  }

  // MARK: Reporting

  func report(
    _ record: borrowing Record, as contentType: ContentType, _ stamp: PacketStamp, _ sender: Side,
    _ verdict: RecordNumbers.Verdict,
    _ protection: RecordReport.Protection, _ content: consuming RecordReport.Content, to observer: any RecordObserver,
    payload: RawSpan = RawSpan(), wasHeld: Bool = false
  ) {
    observer.receive(
      RecordReport(
        record, as: contentType, at: stamp, from: sender, verdict: verdict, protection: protection, content: content,
        payload: payload,
        wasHeld: wasHeld))
  }

  // MARK: Reading

  /// Reads the content of a record, and takes in its handshake messages unless it is a duplicate.
  func read(
    _ content: RawSpan, of record: borrowing Record, as contentType: ContentType, from sender: Side,
    at stamp: PacketStamp,
    verdict: RecordNumbers.Verdict
  ) -> RecordReport.Content {
    switch contentType {
    case .handshake:
      return readHandshake(content, of: record, from: sender, at: stamp, verdict)
    case .changeCipherSpec:
      // DTLS 1.0 before its RFC had a message_seq behind the one byte.
      guard content.byte(at: 0) == 1 || record.isCut else {
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
        return record.isCut ? .alert(nil) : .malformed(error)
      }
    case .applicationData:
      return .applicationData
    default:
      return .other
    }
  }

  private func readHandshake(
    _ content: RawSpan, of record: borrowing Record, from sender: Side, at stamp: PacketStamp,
    _ verdict: RecordNumbers.Verdict
  ) -> RecordReport.Content {
    let epoch = record.epoch
    var notes: [HandshakeNote] = []
    var reader = ByteReader(content, as: "Handshake")
    do throws(DecodeError) {
      while !reader.isAtEnd {
        let start = reader.offset
        if record.isCut, let fragment = HandshakeFragment(cut: reader, recordLength: record.length - start) {
          notes.append(take(fragment, in: epoch, from: sender, at: stamp, verdict))
          break
        }
        let fragment = try HandshakeFragment(decoding: &reader)
        notes.append(take(fragment, in: epoch, from: sender, at: stamp, verdict))
        if fragment.isCut {
          throw DecodeError(
            "Handshake", "body", at: start + HandshakeFragment.headerLength,
            .needs(fragment.fragmentLength, has: fragment.body.byteCount))
        }
      }
      return .handshake(notes, nil)
    } catch {
      // Of a record that is cut, the cut is what is wrong, and it is said where it is found.
      return .handshake(notes, record.isCut ? nil : error)
    }
  }

  /// Takes in a fragment, unless the record was there before, and says what it did.
  private func take(
    _ fragment: borrowing HandshakeFragment, in epoch: UInt16, from sender: Side, at stamp: PacketStamp,
    _ verdict: RecordNumbers.Verdict
  ) -> HandshakeNote {
    if verdict == .duplicate { return HandshakeNote(fragment) }
    let index = handshakeIndex(for: fragment, in: epoch)
    let note = handshakes[index].receive(
      fragment, from: sender, isEncrypted: epoch > 0, isReused: verdict == .reused, at: stamp)
    if case .added(isComplete: true, _) = note.outcome {
      keyGeneration += 1
    }
    return note
  }

  /// The handshake that a fragment belongs to; a hello in a protected epoch begins another one: renegotiation.
  private func handshakeIndex(for fragment: borrowing HandshakeFragment, in epoch: UInt16) -> Int {
    let beginsHandshake = fragment.messageType == .clientHello || fragment.messageType == .helloRequest
    if let index = handshakes.lastIndex(where: { $0.epoch == epoch }), epoch > 0 || index == 0 {
      return index
    }
    if epoch > 0, beginsHandshake {
      if handshakes.count >= Self.maximumHandshakes {
        // What is known by its place among the handshakes goes with it.
        handshakes.remove(at: 1)
        (candidates, proven) = (nil, nil)
      }
      handshakes.append(Handshake(epoch: epoch))
      return handshakes.count - 1
    }
    // Finished comes in the epoch after that of its handshake.
    return handshakeIndex(before: epoch) ?? 0
  }

  private func handshakeIndex(in epoch: UInt16) -> Int? {
    handshakes.lastIndex { $0.epoch == epoch }
  }

  func handshakeIndex(before epoch: UInt16) -> Int? {
    guard epoch > 0 else { return nil }
    return handshakes.lastIndex { $0.epoch == epoch - 1 }
  }
}
