import Cryptography
import Bytes

/// What may have been in messages that were not captured: guesses, of which only what is proven counts.
extension Handshake {
  /// Ways to fill the gaps of one handshake, at most.
  static let maximumBridgings = 64
  /// Lines of a key log that are tried for a ClientHello that was lost: each costs a key block, and most captures that
  /// begin in mid-handshake come with a log of few sessions.
  static let maximumKeyLogLines = 128
  /// Contradicting copies of messages of one handshake that are tried: with each other, that makes 15 ways.
  static let maximumTriedVariants = 4

  /// Every way to fill the gaps in the messages that keys and Finished depend on, the likeliest first; none if there is
  /// no gap.
  ///
  /// - Parameter hasClientSwitched: whether anything of the client was captured that comes after its ClientKeyExchange.
  ///   Before that, the message may just not have been sent yet.
  func bridgings(_ keyring: Keyring, hasClientSwitched: Bool) -> [[BridgedGap]] {
    guard !hasReleasedBodies, serverHello != nil, version == .dtls10 || version == .dtls12 else { return [] }
    guard clientHello != nil else { return keyLogBridgings(keyring) }
    let steps: [(Handshake) -> [[BridgedGap]]] = [
      { $0.variantBridgings }, { $0.clientHelloBridgings }, { $0.serverHelloDoneBridgings },
      { hasClientSwitched ? $0.clientKeyExchangeBridgings(keyring) : [[]] },
    ]
    var found: [[BridgedGap]] = [[]]
    for step in steps {
      let longer = found.flatMap { gaps in step(bridging(gaps)).map { gaps + $0 } }
      found = Array(longer.prefix(Self.maximumBridgings))
    }
    return found.filter { !$0.isEmpty }
  }

  /// The ClientHello was lost: the key log has its random, if it has the session at all.
  private func keyLogBridgings(_ keyring: Keyring) -> [[BridgedGap]] {
    keyring.clientRandoms(limit: Self.maximumKeyLogLines).map {
      [BridgedGap(.clientHello, from: .client, nil, .keyLog(clientRandom: $0), body: nil)]
    }
  }

  /// Copies of one message contradict each other: which of them the ends went on with, the first or a later one.
  private var variantBridgings: [[BridgedGap]] {
    let all = Side.allCases.flatMap { side in streams[side].variants.map { (sender: side, variant: $0) } }
    let variants = all.sorted { $0.variant.stamp.number > $1.variant.stamp.number }.prefix(Self.maximumTriedVariants)
    return (0..<(1 << variants.count)).compactMap { choice -> [BridgedGap]? in
      let chosen = variants.enumerated().filter { choice >> $0.offset & 1 == 1 }.map(\.element)
      let places = Set(chosen.map { [$0.sender == .client ? 0 : 1, Int($0.variant.messageSequence)] })
      guard places.count == chosen.count else { return nil }
      return chosen.map {
        BridgedGap(
          $0.variant.type, from: $0.sender, $0.variant.messageSequence, .laterCopy($0.variant.stamp),
          body: $0.variant.body)
      }
    }
  }

  /// The ClientHello with the cookie was lost: but for the cookie it is the one before. Most clients count it 1, and some
  /// count it 0 again.
  private var clientHelloBridgings: [[BridgedGap]] {
    guard let clientHello, clientHello.cookie.isEmpty, let cookieExchange,
      let before = entries(of: .client).last(where: { $0.type == .clientHello }), let body = before.body
    else { return [[]] }
    let cookiePlace = 2 + Random.length + 1 + clientHello.sessionID.count
    return cookieExchange.demanded.flatMap { cookie in
      [before.messageSequence &+ 1, before.messageSequence].map { messageSequence in
        let withCookie = body[..<cookiePlace] + [UInt8(truncatingIfNeeded: cookie.count)] + cookie
        return [
          BridgedGap(
            .clientHello, from: .client, messageSequence, .demandedCookie,
            body: withCookie + body[(cookiePlace + 1)...])
        ]
      }
    }
  }

  /// The ServerHelloDone was lost: it comes after the last message of the server's flight that was captured.
  private var serverHelloDoneBridgings: [[BridgedGap]] {
    guard !isResumed, !entries(of: .server).contains(where: { $0.type == .serverHelloDone }),
      let messageSequence = firstMissing(of: .server)
    else { return [[]] }
    return [[BridgedGap(.serverHelloDone, from: .server, messageSequence, .emptyBody, body: [])]]
  }

  /// The ClientKeyExchange was lost: with a PSK suite it holds one of the identities that came with keys.
  private func clientKeyExchangeBridgings(_ keyring: Keyring) -> [[BridgedGap]] {
    guard !isResumed, cipherSuite?.parameters?.keyExchange == .psk,
      !entries(of: .client).contains(where: { $0.type == .clientKeyExchange && $0.isComplete }),
      let messageSequence = firstMissing(of: .client)
    else { return [[]] }
    // Keys that are not bound to the messages need no identity, and so can be those that came without one.
    let identities = keyring.identities + (hasExtendedMasterSecret ? [] : [[]])
    return identities.map { identity in
      let length = [UInt8(truncatingIfNeeded: identity.count >> 8), UInt8(truncatingIfNeeded: identity.count)]
      return [BridgedGap(.clientKeyExchange, from: .client, messageSequence, .suppliedKey, body: length + identity)]
    }
  }

  /// What of `gaps` the keys of `candidate`, which open a record, depend on.
  func proven(_ gaps: [BridgedGap], by candidate: KeyCandidate) -> [BridgedGap] {
    if candidate.isBoundToMessages { return gaps }
    return gaps.compactMap { gap in
      switch (gap.message, gap.ground) {
      case (.handshake(.clientHello), .keyLog), (.handshake(.clientHello), .laterCopy), (.handshake(.serverHello), _):
        gap
      case (.handshake(.clientKeyExchange), .suppliedKey): gap.withoutBody
      default: nil
      }
    }
  }

  /// The way to fill the gaps with which the Finished of `side` matches; nil if there is none.
  func bridging(
    toFinishedOf side: Side, master: SecretBytes, _ decryption: Decryption, trials: inout Int
  ) -> [BridgedGap]? {
    for gaps in [[]] + bridgings(decryption.keyring, hasClientSwitched: true) {
      let finished = bridging(gaps).finishedBridging(of: side.peer, master, decryption.keySchedule)
      let withFinished = finished.map { [gaps + [$0]] } ?? []
      for gaps in [gaps] + withFinished where !gaps.isEmpty {
        guard trials < Association.maximumBridgeTrials else { return nil }
        trials += 1
        if bridging(gaps).verifiesFinished(of: side, master: master, decryption.keySchedule) == true { return gaps }
      }
    }
    return nil
  }

  /// The Finished of `side`, if it was lost.
  private func finishedBridging(of side: Side, _ master: SecretBytes, _ keySchedule: KeySchedule12) -> BridgedGap? {
    guard streams[side].last(.finished) == nil, let messageSequence = firstMissing(of: side), let version,
      let parameters = cipherSuite?.parameters,
      let transcript = try? bridging([
        BridgedGap(.finished, from: side, messageSequence, .masterSecret, body: [])
      ]).transcript(upTo: .finished(side)),
      let verifyData = keySchedule.verifyData(
        master: master, sender: side, transcript: transcript,
        hash: TranscriptHash(version: version, parameters: parameters))
    else { return nil }
    return BridgedGap(.finished, from: side, messageSequence, .masterSecret, body: verifyData.withBytes { [UInt8]($0) })
  }
}
