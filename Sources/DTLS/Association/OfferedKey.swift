import Cryptography

/// A pre-shared key that a ClientHello of DTLS 1.3 offers, and what its binder says of the keys supplied.
package struct OfferedKey: Sendable {
  /// What the binder, an HMAC over the ClientHello, proves (RFC 8446 §4.2.11.2).
  package enum Binder: Hashable, Sendable {
    /// The client has the key that reports call so; whether it was supplied for this identity, or is one of others.
    case verified(source: String, isOfIdentity: Bool)
    /// The client has none of so many keys, which were supplied.
    case refuted(tried: Int)
    /// No key was supplied for the identity, and no other one is the client's.
    case noKey
    /// What it covers was not captured, or the key is that of a ticket.
    case unchecked
  }

  /// A ticket, or what client and server agreed to call the key.
  package let identity: [UInt8]
  /// Whether the key comes from outside and not from a ticket: it has no age (RFC 8446 §4.2.11).
  package let isExternal: Bool
  /// What the binder proves.
  package internal(set) var binder = Binder.unchecked
  /// Where the secrets of the session begin, if the binder was verified, and with which hash.
  var earlySecret: (secret: SecretBytes, hash: HashAlgorithm)?
}

extension Handshake {
  /// Keys of one ClientHello whose binders are checked: a client offers its tickets and seldom more than one key.
  static let maximumCheckedBinders = 8

  /// Checks the binders of the last ClientHello with every key of the keyring that may fit: those of the identity first,
  /// then those of others.
  ///
  /// - Parameter tickets: what is known of tickets, whose keys are tried for them.
  mutating func checkBinders(_ tickets: [TicketKeys], _ decryption: Decryption) {
    guard case .offered(let psks)? = clientHello?.extensions.preSharedKey, clientHelloSequence != nil else {
      offeredKeys = []
      return
    }
    let before = offeredKeys
    offeredKeys = psks.identities.enumerated().map { index, offered in
      let ticket = tickets.last { $0.ticket == offered.identity }
      var key = OfferedKey(
        identity: offered.identity, isExternal: ticket == nil && offered.obfuscatedTicketAge == 0)
      guard index < min(psks.binders.count, Self.maximumCheckedBinders) else { return key }
      check(&key, binder: psks.binders[index], bindersByteCount: psks.bindersByteCount, ticket, decryption)
      // What the first ClientHello proved stands, if what the second one covers was not captured.
      if key.binder == .unchecked, let known = before.first(where: { $0.identity == key.identity }) { return known }
      return key
    }
  }

  private func check(
    _ key: inout OfferedKey, binder: [UInt8], bindersByteCount: Int, _ ticket: TicketKeys?, _ decryption: Decryption
  ) {
    // The hash is the key's own, and the binder as long as its digest.
    guard let hash = [HashAlgorithm.sha256, .sha384].first(where: { $0.length == binder.count }),
      let transcript = try? transcript13(upTo: .binders(byteCount: bindersByteCount), hash)
    else { return }
    let schedule = decryption.keySchedule13
    let isExternal = key.isExternal
    /// The early secret of a key, if that verifies the binder.
    func verified(by presharedKey: SecretBytes) -> SecretBytes? {
      schedule.earlySecret(presharedKey: presharedKey, hash).flatMap { early in
        let expected = schedule.binder(earlySecret: early, isExternal: isExternal, transcript: transcript, hash)
        return expected?.withBytes { $0.elementsEqual(binder) } == true ? early : nil
      }
    }
    guard isExternal else {
      guard let ticket, let early = ticket.keys.lazy.compactMap(verified).first else { return }
      key.binder = .verified(source: ticket.source, isOfIdentity: true)
      key.earlySecret = (early, hash)
      return
    }
    let own = decryption.keyring.candidates(for: key.identity)
    let foreign = decryption.keyring.foreignCandidates(for: key.identity)
    for (index, candidate) in (own + foreign).enumerated() {
      guard let early = verified(by: candidate.key) else { continue }
      key.binder = .verified(source: candidate.name, isOfIdentity: index < own.count)
      key.earlySecret = (early, hash)
      return
    }
    key.binder = own.isEmpty ? .noKey : .refuted(tried: own.count)
  }
}
