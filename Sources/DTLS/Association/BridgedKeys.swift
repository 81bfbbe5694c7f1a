import Cryptography

/// Opening records of a handshake with gaps, and verifying its Finished, by what may have been in the gaps.
extension Association {
  /// Ways to fill the gaps of one association that are tried, over all its records: the lines of a key log twice, so that
  /// a forged record in front does no harm. Each costs about a key derivation.
  static let maximumBridgeTrials = 2 * Handshake.maximumKeyLogLines

  /// Opens a record with keys of the handshake as it was if its gaps are filled, or with those of a rival; nil if no way
  /// to fill them does.
  func openBridging(
    _ record: borrowing Record, from sender: Side, _ epoch: EpochState, of handshake: Int, _ decryption: Decryption
  ) -> RecordOpener.Outcome? {
    guard proven == nil || proven?.handshake != handshake, bridgeTrials < Self.maximumBridgeTrials else { return nil }
    bridgeTrials += 1
    let hasClientSwitched = epochs.client.contains { $0.epoch == record.epoch }
    let rivals = handshake == 0 ? rivals : []
    for (place, basis) in ([handshakes[handshake]] + rivals).enumerated() {
      let bridgings = basis.bridgings(decryption.keyring, hasClientSwitched: hasClientSwitched)
      for gaps in (place > 0 ? [[]] : []) + bridgings {
        let candidates = (try? basis.bridging(gaps).keyCandidates(decryption)) ?? []
        bridgeTrials += candidates.count
        for candidate in candidates {
          guard case .opened(let length) = decryption.opener.open(record, with: candidate.keys[sender]) else {
            continue
          }
          if place > 0 { takeOver(place - 1) }
          bridge(basis.proven(gaps, by: candidate), of: handshake)
          adopt(candidate, for: epoch, of: sender, handshake)
          return .opened(length)
        }
        guard bridgeTrials < Self.maximumBridgeTrials else { return nil }
      }
    }
    return nil
  }

  /// Whether verify_data of the Finished of `side` matches the messages captured, or those with what fills their gaps; nil
  /// if that cannot be told.
  func verifiesFinished(of side: Side, _ handshake: Int, master: SecretBytes, _ decryption: Decryption) -> Bool? {
    let isVerified = handshakes[handshake].verifiesFinished(of: side, master: master, decryption.keySchedule)
    guard isVerified != true, bridgeTrials < Self.maximumBridgeTrials,
      let gaps = handshakes[handshake].bridging(
        toFinishedOf: side, master: master, decryption, trials: &bridgeTrials)
    else { return isVerified }
    bridge(gaps, of: handshake)
    return true
  }

  private func bridge(_ gaps: [BridgedGap], of handshake: Int) {
    for gap in gaps { handshakes[handshake].bridge(gap) }
    newlyBridged += gaps
  }

  /// Every gap that was filled, a ChangeCipherSpec that was lost among them: that a record of the next epoch opens shows
  /// that its sender had switched.
  package var bridgedGaps: [BridgedGap] {
    handshakes.flatMap { handshake in
      let switches = Side.allCases.filter { side in
        handshake.changeCipherSpecs[side].isEmpty
          && epochs[side].contains { $0.epoch == handshake.epoch &+ 1 && $0.keys != nil }
      }
      return handshake.bridgedGaps + switches.map(BridgedGap.init(changeCipherSpecFrom:))
    }
  }

  /// Takes the gaps that were filled since this was last asked.
  package func takeNewlyBridged() -> [BridgedGap] {
    defer { newlyBridged = [] }
    return newlyBridged
  }
}
