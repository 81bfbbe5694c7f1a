import Cryptography

/// Secrets that may be those of a session of DTLS 1.3, from one source: a key log, or a pre-shared key from which they
/// follow (RFC 8446 §7.1).
///
/// Only a record that they open proves them. They grow with the messages that they depend on; every secret and every key
/// is derived once.
final class SecretCandidate {
  /// What reports call the source.
  let source: String
  /// The secrets that are known.
  private(set) var secrets: TrafficSecrets
  /// What the keys of the session's tickets are derived from.
  private(set) var resumptionSecret: SecretBytes?
  /// The message that the next secret depends on and that is missing.
  private(set) var gap: Transcript.Gap?
  /// Where the secrets begin that follow from a pre-shared key, and with which hash.
  private let earlySecret: (secret: SecretBytes, hash: HashAlgorithm)?
  private var keys = PerSide<[(epoch: UInt16, keys: [TrafficKeys])]>(both: [])

  /// Epochs after the one in force whose keys are tried: the two bits in a header tell no more apart (RFC 9147 §4.2.2).
  static let lookAhead: UInt16 = 4
  /// Epochs of an end whose keys are kept: those around the one in force, for records that come late or early.
  static let maximumEpochs = 12
  /// Suites of a ClientHello that are tried on early data, which comes before the server chooses one.
  static let maximumEarlySuites = 8

  /// The secrets of a key log, which reports call `source`.
  init(keyLog secrets: TrafficSecrets, source: String) {
    self.source = source
    self.secrets = secrets
    earlySecret = nil
  }

  /// The secrets that follow from a key whose binder was verified; nil if it was not.
  init?(_ key: OfferedKey) {
    guard case .verified(let source, _) = key.binder, let earlySecret = key.earlySecret else { return nil }
    self.source = source
    self.earlySecret = earlySecret
    secrets = TrafficSecrets()
  }

  // MARK: Secrets

  /// Derives from a pre-shared key what the messages of the handshake allow by now.
  func extend(with handshake: Handshake, _ schedule: KeySchedule13) {
    guard let (early, hash) = earlySecret else { return }
    gap = nil
    do throws(Transcript.Gap) {
      if secrets.clientEarly == nil, handshake.helloRetrySequence == nil {
        secrets.clientEarly = schedule.derive(
          early, "c e traffic", transcript: try handshake.transcript13(upTo: .clientHello, hash), hash)
      }
      // Everything else depends on a key exchange as well, unless the mode is psk_ke.
      guard handshake.pskMode == .pskKE, handshake.cipherSuite?.parameters?.prfHash == hash,
        let secret = schedule.nextSecret(after: early, hash)
      else { return }
      if secrets.handshake.client == nil {
        let transcript = try handshake.transcript13(upTo: .serverHello, hash)
        secrets.handshake.client = schedule.derive(secret, "c hs traffic", transcript: transcript, hash)
        secrets.handshake.server = schedule.derive(secret, "s hs traffic", transcript: transcript, hash)
      }
      guard resumptionSecret == nil, let main = schedule.nextSecret(after: secret, hash) else { return }
      if secrets.application.client == nil {
        let transcript = try handshake.transcript13(upTo: .throughFinished(.server), hash)
        secrets.application.client = schedule.derive(main, "c ap traffic", transcript: transcript, hash)
        secrets.application.server = schedule.derive(main, "s ap traffic", transcript: transcript, hash)
      }
      let transcript = try handshake.transcript13(upTo: .throughFinished(.client), hash)
      resumptionSecret = schedule.derive(main, "res master", transcript: transcript, hash)
    } catch {
      gap = error
    }
  }

  /// Whether verify_data of the Finished of `side` matches the transcript; nil if that cannot be told.
  func verifiesFinished(of side: Side, in handshake: Handshake, _ schedule: KeySchedule13) -> Bool? {
    guard let hash = handshake.cipherSuite?.parameters?.prfHash, let secret = secrets.handshake[side],
      let sent = handshake.streams[side].entries.first(where: { $0.type == .finished })?.body,
      let transcript = try? handshake.transcript13(upTo: .finished(side), hash)
    else { return nil }
    return schedule.verifyData(baseKey: secret, transcript: transcript, hash)?.withBytes { $0.elementsEqual(sent) }
  }

  // MARK: Keys

  /// The keys of an end's epoch: 1 early data, 2 handshake, 3 application data, and then a generation more with every
  /// KeyUpdate (RFC 9147 §6.1). Of early data one for each suite that it may have; else one or none.
  func keys(_ epoch: UInt16, of side: Side, in handshake: Handshake, _ decryption: Decryption) -> [TrafficKeys] {
    if let known = keys[side].first(where: { $0.epoch == epoch }) { return known.keys }
    let schedule = decryption.keySchedule13
    var derived: [TrafficKeys] = []
    if epoch == 1 {
      guard side == .client, let secret = secrets.clientEarly else { return [] }
      derived = handshake.suites(withHashLength: secret.count).compactMap {
        schedule.trafficKeys(secret, $0, for: decryption.opener)
      }
    } else {
      guard let parameters = handshake.cipherSuite?.parameters else { return [] }
      let secret: SecretBytes?
      switch epoch {
      case 2: secret = secrets.handshake[side]
      case 3: secret = secrets.application[side]
      default:
        // Those of an epoch that is long over are gone.
        guard let newest = keys[side].map(\.epoch).max(), newest < epoch, epoch - newest <= Self.lookAhead else {
          return []
        }
        let before = keys(epoch - 1, of: side, in: handshake, decryption).first?.secret
        secret = before.flatMap { schedule.nextGeneration(of: $0, parameters.prfHash) }
      }
      derived = secret.flatMap { schedule.trafficKeys($0, parameters, for: decryption.opener) }.map { [$0] } ?? []
    }
    guard !derived.isEmpty else { return [] }
    keys[side].append((epoch, derived))
    if keys[side].count > Self.maximumEpochs {
      keys[side].indices.min { keys[side][$0].epoch < keys[side][$1].epoch }.map { _ = keys[side].remove(at: $0) }
    }
    return derived
  }
}

extension Handshake {
  /// How the pre-shared key that the server chose is used: with a key exchange if both have a share for it (RFC 8446
  /// §4.2.9); nil if it chose none.
  package var pskMode: PSKKeyExchangeMode? {
    guard version == .dtls13, let hello = serverHello, hello.extensions.preSharedKey != nil else { return nil }
    return hello.extensions.keyShare == nil ? .pskKE : .pskDHEKE
  }

  /// The parameters of the suites of DTLS 1.3 that the client offers and whose hash is so long.
  fileprivate func suites(withHashLength length: Int) -> [CipherSuiteParameters] {
    let offered = clientHello?.cipherSuites.prefix(64).compactMap(\.parameters) ?? []
    let fitting = offered.filter { $0.keyExchange == .tls13 && $0.prfHash.length == length }
    return Array(fitting.prefix(SecretCandidate.maximumEarlySuites))
  }
}
