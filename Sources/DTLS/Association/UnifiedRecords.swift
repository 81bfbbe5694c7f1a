import Bytes

/// Ciphertexts of DTLS 1.3, whose header has two bits of the epoch and a hidden part of the record number (RFC 9147 §4).
extension Association {
  /// Takes in a record with a unified header.
  func receiveUnified(
    _ record: borrowing Record, from sender: Side, at stamp: PacketStamp, using decryption: Decryption,
    to observer: any RecordObserver
  ) {
    if record.isCut {
      reportSealed(record, .cut, from: sender, at: stamp, to: observer)
      return
    }
    var hasKeys = false
    for number in epochNumbers(withLowBits: record.epoch, of: sender) {
      guard let keys = trafficKeys(number, of: sender, decryption) else { continue }
      hasKeys = true
      let epoch = epochState(number, of: sender)
      let next = epoch.numbers.highest.map { $0 &+ 1 } ?? 0
      guard case .opened(let length, let sequenceNumber) = decryption.opener.open(record, with: keys, expecting: next)
      else { continue }
      epoch.trafficKeys = keys
      if epoch.keySource == nil { epoch.keySource = trafficSecrets(decryption)?.source }
      let digest = RecordNumbers.digest(record.fragment)
      let verdict = epoch.numbers.verdict(sequenceNumber, digest: digest)
      epoch.numbers.insert(sequenceNumber, digest: digest)
      let full = Record(
        contentType: record.contentType, version: record.version, epoch: number, sequenceNumber: sequenceNumber,
        connectionID: record.connectionID, length: record.length, fragment: record.fragment, isUnified: true)
      reportOpened(full, length, stamp, sender, verdict, using: decryption, to: observer, wasHeld: false)
      return
    }
    if hasKeys {
      reportSealed(record, .notAuthentic, from: sender, at: stamp, to: observer)
      return
    }
    if let version = handshake.version, version != .dtls13 {
      // No record of this session: its version has no such header.
      reportSealed(record, .sealed, from: sender, at: stamp, to: observer)
      return
    }
    keyProblem =
      hasHandshake ? (handshake.serverHello == nil ? .handshakeIncomplete : .needsKeyLog(.tls13)) : .noHandshake
    // Epoch 3 comes with both Finished; handshake messages are in epoch 2.
    if record.epoch == 3, !hasHandshake || handshake.serverHello != nil { hasApplicationData[sender] = true }
    reportSealed(record, .sealed, from: sender, at: stamp, to: observer)
  }

  private func reportSealed(
    _ record: borrowing Record, _ protection: RecordReport.Protection, from sender: Side, at stamp: PacketStamp,
    to observer: any RecordObserver
  ) {
    report(record, as: record.contentType, stamp, sender, .next(skipped: 0), protection, .other, to: observer)
  }

  /// The epochs that a record with these low bits may be in, the likeliest first: the current one, the next, and those
  /// that came before (RFC 9147 §4.2.2).
  private func epochNumbers(withLowBits bits: UInt16, of sender: Side) -> [UInt16] {
    let current = epochs[sender].last { $0.trafficKeys != nil }?.epoch ?? 1
    let before = (1...4).compactMap { current > $0 ? current - $0 : nil as UInt16? }
    return ([current, current &+ 1, current &+ 2] + before).filter { $0 & 3 == bits && $0 > 0 }
  }

  private func trafficSecrets(_ decryption: Decryption) -> (source: String, secrets: TrafficSecrets)? {
    handshake.clientHello.flatMap { decryption.keyring.trafficSecrets($0.random.bytes) }
  }

  /// The keys of an end's epoch, from the secrets of a key log: 1 early data, 2 handshake, 3 application data, and then a
  /// generation more with every KeyUpdate (RFC 9147 §6.1).
  private func trafficKeys(_ number: UInt16, of sender: Side, _ decryption: Decryption) -> TrafficKeys? {
    if let known = epochs[sender].last(where: { $0.epoch == number })?.trafficKeys { return known }
    guard let secrets = trafficSecrets(decryption)?.secrets, let parameters = handshake.cipherSuite?.parameters,
      handshake.version == .dtls13
    else { return nil }
    let secret: SecretBytes?
    switch number {
    case 1: secret = sender == .client ? secrets.clientEarly : nil
    case 2: secret = secrets.handshake[sender]
    case 3: secret = secrets.application[sender]
    default:
      guard let before = epochs[sender].last(where: { $0.epoch == number - 1 })?.trafficKeys else { return nil }
      secret = decryption.keySchedule13.nextGeneration(of: before.secret, parameters.prfHash)
    }
    return secret.flatMap { decryption.keySchedule13.trafficKeys($0, parameters) }
  }
}
