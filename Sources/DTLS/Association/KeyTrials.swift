import Bytes

/// A Finished that came to its receiver altered: a key makes sense of it, and its tag does not match.
package struct DamagedFinished: Sendable {
  /// The packet it came in.
  package let stamp: PacketStamp
  /// Who sent it.
  package let sender: Side
  /// What reports call the secret behind the key.
  package let keySource: String
}

/// Finding out what an end used for a key when it is none of those supplied.
extension Association {
  /// Records of one direction and epoch on which other spellings are tried: a Finished and two repetitions of it.
  static let maximumVariantTrials = 3

  /// Opens a Finished with another spelling of the keys, which that proves; nil if none opens it.
  func openWithVariants(
    _ record: borrowing Record, from sender: Side, _ epoch: EpochState, of handshake: Int, _ decryption: Decryption
  ) -> RecordOpener.Outcome? {
    guard record.contentType == .handshake || record.contentType == .tls12CID,
      handshakes[handshake].cipherSuite?.parameters?.keyExchange == .psk, !handshakes[handshake].isResumed,
      decryption.keyring.triesOtherSpellings, let identity = handshakes[handshake].pskIdentity,
      epoch.variantTrials < Self.maximumVariantTrials
    else { return nil }
    epoch.variantTrials += 1
    for candidate in variantKeys(for: handshake, identity, decryption) {
      if let outcome = open(record, from: sender, epoch, with: candidate, of: handshake, decryption) {
        keyProblem = nil
        return outcome
      }
    }
    return nil
  }

  /// Other spellings as candidates, derived once for what is known of the handshake.
  private func variantKeys(for index: Int, _ identity: [UInt8], _ decryption: Decryption) -> [KeyCandidate] {
    let basis = handshakes[index].completedMessages
    if let variants, variants.handshake == index, variants.basis == basis { return variants.keys }
    let other = Decryption(decryption, keyring: decryption.keyring.variants(for: identity))
    let keys = (try? handshakes[index].keyCandidates(other)) ?? []
    variants = (index, basis, keys)
    return keys
  }

  /// Notes that a record which no key opens is a Finished under one of them all the same: its bytes were altered on the
  /// way, and the key is right.
  func noteDamage(
    _ record: borrowing Record, from sender: Side, at stamp: PacketStamp, of handshake: Int, _ decryption: Decryption
  ) {
    guard damagedFinished == nil, record.contentType == .handshake, let keys = candidates,
      keys.basis.handshake == handshake
    else { return }
    let opener = decryption.opener
    for candidate in keys.keys {
      guard let length = opener.openUnauthenticated(record, with: candidate.keys[sender]) else { continue }
      let content = opener.plaintext(length)
      guard Self.isFinished(content) else { continue }
      damagedFinished = DamagedFinished(stamp: stamp, sender: sender, keySource: candidate.source)
      return
    }
  }

  /// Whether bytes are a Finished by their header: whole, and with verify_data as long as it has to be.
  private static func isFinished(_ content: RawSpan) -> Bool {
    var reader = ByteReader(content, as: "Handshake")
    guard content.byteCount == HandshakeFragment.headerLength + Finished.verifyDataLength,
      let type = try? reader.readUInt8("msg_type"), let length = try? reader.readUInt24("length")
    else { return false }
    return type == HandshakeType.finished.rawValue && length == Finished.verifyDataLength
  }
}
