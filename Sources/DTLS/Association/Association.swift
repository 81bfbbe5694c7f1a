import Bytes

/// A DTLS association as an observer follows it: its handshakes, its epochs, and the records of both ends.
///
/// It has no clock and does no input or output: records go in, reports come out.
package final class Association {
  /// The handshake that began the association, then renegotiations.
  package internal(set) var handshakes: [Handshake] = [Handshake(epoch: 0)]
  /// The first packet with a record in an epoch after 0.
  private(set) var firstProtected: PacketStamp?
  /// Why records could not be opened, the last time that was tried.
  package internal(set) var keyProblem: KeyProblem?
  /// Whether application data came from each end in an epoch after 0.
  package internal(set) var hasApplicationData = PerSide(both: false)
  /// Each end's epochs, in the order first seen.
  var epochs = PerSide<[EpochState]>(client: [EpochState(0)], server: [EpochState(0)])
  /// Number of the last packet of each end with a record that was opened.
  var lastOpened = PerSide(both: 0)
  /// Records kept until there are keys for them.
  var held = RecordHold()
  /// Keys that may be those of the epoch after a handshake, and what they were derived from.
  var candidates: (basis: KeyBasis, keys: [KeyCandidate])?
  /// The candidate that a record of either end proved, and the handshake whose keys it is.
  var proven: (handshake: Int, candidate: KeyCandidate)?
  /// Other spellings of the keys supplied, as candidates: made when none of the keys themselves opens a Finished.
  var variants: (handshake: Int, basis: Int, keys: [KeyCandidate])?
  /// A Finished that a key makes sense of, though its tag does not match.
  package internal(set) var damagedFinished: DamagedFinished?
  /// How many keys of the user's were candidates for the last Finished.
  package internal(set) var candidateCount = 0
  /// Secrets of DTLS 1.3 that may be those of the association, what was known of the handshake when they were last
  /// extended, and whether the server had chosen among the keys offered.
  var secretCandidates: (basis: (messages: Int, keyring: Int), isChosen: Bool, list: [SecretCandidate])?
  /// The one of them that a record of either end proved.
  var provenSecrets: SecretCandidate?
  /// Each end's highest epoch of DTLS 1.3 that a record proved.
  var currentEpochs = PerSide<EpochState?>(both: nil)
  /// The tickets that may resume a session, those of the association before it included.
  var tickets: [TicketKeys] = []
  /// How each end masks record numbers under ChaCha20, once a record proved it.
  package internal(set) var maskCounterOrders = PerSide<MaskCounterOrder?>(both: nil)
  /// The connection IDs that each end issued in NewConnectionId, besides the one in its hello.
  package internal(set) var issuedConnectionIDs = PerSide<[[UInt8]]>(both: [])
  /// Changes with everything that may make a record readable: a message that is complete, a candidate that is proven.
  var keyGeneration = 0
  /// Handshakes that may go on in place of this one.
  var rivals: [Handshake] = []
  /// The hellos in whose place the handshake of the association before goes on.
  var displaced: Handshake?
  /// Ways to fill gaps in the messages that were tried.
  var bridgeTrials = 0
  /// Gaps that were filled since this was last emptied.
  package internal(set) var newlyBridged: [BridgedGap] = []

  /// Nanoseconds by which a capture may have packets in the wrong order. A capture point that sees each direction on
  /// another path gets there; no client that was answered begins anew so soon.
  static let lateness: Int64 = 1_000_000_000
  /// Records that one end may send within that time after its handshake.
  static let maximumEarlyRecords: UInt64 = 16
  /// Whether the user may still give keys, as a key log that grows does.
  package var expectsKeys = false
  /// Whether records wait for keys.
  package var holdsRecords: Bool { !held.isEmpty }

  /// Epochs of one end that are remembered: handshakes of one association seldom exceed two.
  static let maximumEpochs = 8
  /// Handshakes that are remembered; a peer that renegotiates without end keeps the first and the last ones.
  static let maximumHandshakes = 8

  /// The connection IDs that both ends chose in their hellos, if both take part (RFC 9146 §3).
  package var connectionIDs: PerSide<[UInt8]>? {
    guard let client = handshakes[0].clientHello?.extensions.connectionID,
      let server = handshakes[0].serverHello?.extensions.connectionID
    else { return nil }
    return PerSide(client: client.cid, server: server.cid)
  }

  /// Connection IDs of one end that are remembered besides the one in its hello: more than it has reason to accept at a
  /// time (RFC 9147 §9). The newest stay.
  static let maximumIssuedConnectionIDs = 16

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

  /// Records in epochs that no handshake led to and that their sender had not gone to: it went on in another one.
  package var overtakenRecords: Int {
    Side.allCases.reduce(0) { sum, side in
      epochs[side].reduce(sum) { sum, epoch in
        let isOvertaken =
          epoch.epoch > 0 && epoch.keys == nil && epoch.trafficKeys == nil && epoch.lastSealed < lastOpened[side]
          && handshakeIndex(before: epoch.epoch) == nil
        return isOvertaken ? sum + epoch.sealed : sum
      }
    }
  }

  /// Whether records with a connection ID were seen (RFC 9146 §4).
  package internal(set) var hasConnectionIDRecords = false

  /// What reports call the secret that opened records of `side`; nil if none did.
  package func keySource(of side: Side) -> String? {
    epochs[side].lazy.compactMap(\.keySource).first
  }

  /// The highest record number of `side` in its last epoch, and that epoch.
  package func lastRecord(of side: Side) -> (epoch: UInt16, sequenceNumber: UInt64)? {
    epochs[side].last { $0.numbers.highest != nil }.map { ($0.epoch, $0.numbers.highest ?? 0) }
  }

  /// The lowest record number of `side` in its last epoch.
  package func firstRecord(of side: Side) -> (epoch: UInt16, sequenceNumber: UInt64)? {
    epochs[side].last { $0.numbers.lowest != nil }.map { ($0.epoch, $0.numbers.lowest ?? 0) }
  }

  /// Record numbers in epoch 0 that `side` skipped: records lost before the capture point.
  package func missingHandshakeRecords(of side: Side) -> UInt64 {
    epochs[side].first { $0.epoch == 0 }?.numbers.missing ?? 0
  }

  /// Records lost before the capture point: numbers of each end, in any epoch, that were skipped and never seen.
  package var missingRecords: PerSide<UInt64> {
    PerSide(
      client: epochs.client.reduce(0) { $0 + $1.numbers.missing },
      server: epochs.server.reduce(0) { $0 + $1.numbers.missing })
  }

  /// What each end's last Certificate message holds, in whichever handshake it came; nil before one came.
  package var certificates: PerSide<CertificateChain?> {
    PerSide(
      client: handshakes.last { $0.certificates.client != nil }?.certificates.client,
      server: handshakes.last { $0.certificates.server != nil }?.certificates.server)
  }

  /// Whether the server's own certificate is for the host that the client wants; nil if either is not known.
  package var serverNameMatches: Bool? {
    handshakes.last { $0.certificates.server != nil }?.serverNameMatches
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
    if record.contentType == .tls12CID { hasConnectionIDRecords = true }
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
      if case .handshake(let notes, _) = content {
        if sender == .client, notes.contains(where: \.completesHello) {
          handshakes[0].checkBinders(tickets, decryption)
        }
        openHeldRecords(using: decryption, to: observer)
      }
      rememberSession(of: content, decryption)
      return
    }
    if firstProtected == nil { firstProtected = stamp }
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
    guard hasHandshake else { return hasProtectedRecords && !maySucceed(hello: stamp) }
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

  /// Whether all that was captured may be of a handshake whose ClientHello is captured only at `stamp`.
  private func maySucceed(hello stamp: PacketStamp) -> Bool {
    guard let firstProtected else { return false }
    return isEarly && stamp.nanoseconds &- firstProtected.nanoseconds < Self.lateness
  }

  /// Whether all that was captured is a few of the first protected records of one end.
  var isEarly: Bool {
    Side.allCases.contains { epochs[$0].count == 1 }
      && Side.allCases.allSatisfy { side in
        epochs[side].dropFirst().allSatisfy { $0.epoch == 1 && ($0.numbers.highest ?? 0) < Self.maximumEarlyRecords }
      }
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
      if record.epoch == 0 { rivalsSwitch(sender, at: stamp) }
      return .changeCipherSpec(isRetransmission: handshakes[index].receiveChangeCipherSpec(from: sender, at: stamp))
    case .alert:
      do throws(DecodeError) {
        return .alert(try Alert(content))
      } catch {
        return record.isCut ? .alert(nil) : .malformed(error)
      }
    case .applicationData:
      return .applicationData
    case .ack:
      do throws(DecodeError) {
        return .ack(try ACK(content))
      } catch {
        return record.isCut ? .other : .malformed(error)
      }
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
    if epoch == 0, !rivals.isEmpty { rivalsReceive(fragment, from: sender, at: stamp) }
    let note = handshakes[index].receive(
      fragment, from: sender, isEncrypted: epoch > 0, isReused: verdict == .reused, at: stamp)
    if case .added(isComplete: true, _) = note.outcome {
      keyGeneration += 1
    }
    if case .newConnectionID(let message)? = note.message { noteIssued(message.cids, by: sender) }
    return note
  }

  /// The handshake that a fragment belongs to; a hello in a protected epoch, of whichever end, begins another one:
  /// renegotiation.
  private func handshakeIndex(for fragment: borrowing HandshakeFragment, in epoch: UInt16) -> Int {
    // Finished comes in the epoch after that of its handshake.
    if fragment.messageType == .finished, let index = handshakeIndex(before: epoch) { return index }
    if let index = handshakes.lastIndex(where: { $0.epoch == epoch }), epoch > 0 || index == 0 {
      return index
    }
    if epoch > 0, [.clientHello, .helloRequest, .serverHello].contains(fragment.messageType) {
      if handshakes.count >= Self.maximumHandshakes {
        // What is known by its place among the handshakes goes with it.
        handshakes.remove(at: 1)
        (candidates, proven) = (nil, nil)
      }
      handshakes.append(Handshake(epoch: epoch))
      return handshakes.count - 1
    }
    return handshakeIndex(before: epoch) ?? 0
  }

  /// Takes in connection IDs that `side` issued.
  private func noteIssued(_ cids: [[UInt8]], by side: Side) {
    issuedConnectionIDs[side] = (issuedConnectionIDs[side] + cids).suffix(Self.maximumIssuedConnectionIDs)
  }

  private func handshakeIndex(in epoch: UInt16) -> Int? {
    handshakes.lastIndex { $0.epoch == epoch }
  }

  func handshakeIndex(before epoch: UInt16) -> Int? {
    guard epoch > 0 else { return nil }
    return handshakes.lastIndex { $0.epoch == epoch - 1 }
  }
}
