import Bytes

/// The secrets that the user supplied and that captures hold, by what they are looked up with.
package struct Keyring: Sendable {
  private var keysByIdentity: [[UInt8]: [PresharedKey]] = [:]
  private var keysForAll: [PresharedKey] = []
  private var suppliedSecrets: [KeyLog.Name: SessionSecrets] = [:]
  private var capturedSecrets = RecentTable<KeyLog.Name, SessionSecrets>(limit: Keyring.maximumCapturedSessions)
  private var grownSecrets = RecentTable<KeyLog.Name, SessionSecrets>(limit: Keyring.maximumCapturedSessions)
  /// Randoms of ClientHellos for which there is a master secret, in the order of addition: those added last.
  private var clientRandoms: [[UInt8]] = []
  /// Private keys of servers, for key exchanges that encrypt to them.
  package private(set) var rsaPrivateKeys: [RSAPrivateKey] = []
  /// Changes with every secret that is added: what could not be opened before may be tried again.
  private(set) var generation = 0

  /// Sessions whose secrets are kept of those that captures hold, and as many of those that a growing key log says: some
  /// 64 MiB, and as many sessions as are live.
  static let maximumCapturedSessions = 65_536

  /// Whether keys are tried in other spellings, and those that come with examples, where none of the keys themselves is
  /// an end's.
  package var triesOtherSpellings = true

  /// An empty keyring.
  package init() {}

  /// Whether any pre-shared key was supplied.
  package var hasPresharedKeys: Bool { !keysByIdentity.isEmpty || !keysForAll.isEmpty }

  /// Adds a key; several for one identity are tried in the order of their addition.
  package mutating func add(_ key: PresharedKey) {
    if let identity = key.identity {
      keysByIdentity[identity, default: []].append(key)
    } else {
      keysForAll.append(key)
    }
  }

  /// Where a key log comes from.
  package enum KeyLogSource: Sendable {
    /// A file that the user gave.
    case file
    /// A file that the user gave, and that is read on while it grows.
    case growingFile
    /// A decryption secrets block of a capture.
    case capture

    /// What reports call it.
    var name: String { self == .capture ? "dsb" : "keylog" }
  }

  /// Randoms that are remembered in the order of addition: more than are tried where a ClientHello is missing.
  static let maximumClientRandoms = 1024

  /// Adds what a key log says; of one session, in place of what an earlier one from the same source said.
  package mutating func add(_ keyLog: KeyLog, from source: KeyLogSource = .file) {
    generation += 1
    for (name, secrets) in keyLog.secrets {
      switch source {
      case .file: suppliedSecrets[name, default: SessionSecrets()].merge(secrets)
      case .growingFile: Self.merge(secrets, of: name, into: &grownSecrets)
      case .capture: Self.merge(secrets, of: name, into: &capturedSecrets)
      }
    }
    let added = keyLog.secrets.compactMap { name, secrets -> [UInt8]? in
      if case .clientRandom(let random) = name, secrets.master != nil { random } else { nil }
    }
    clientRandoms += added.sorted { $0.lexicographicallyPrecedes($1) }
    if clientRandoms.count > Self.maximumClientRandoms {
      clientRandoms.removeFirst(clientRandoms.count - Self.maximumClientRandoms)
    }
  }

  private static func merge(
    _ secrets: SessionSecrets, of name: KeyLog.Name, into table: inout RecentTable<KeyLog.Name, SessionSecrets>
  ) {
    var known = table[name] ?? SessionSecrets()
    known.merge(secrets)
    table.insert(known, for: name)
  }

  /// Puts `keys` in place of all pre-shared keys.
  package mutating func replacePresharedKeys(_ keys: [PresharedKey]) {
    generation += 1
    (keysByIdentity, keysForAll) = ([:], [])
    for key in keys { add(key) }
  }

  /// Adds a server's private key.
  package mutating func add(_ key: RSAPrivateKey) {
    rsaPrivateKeys.append(key)
  }

  /// The keys to try for a client that gave `identity`: its own first, then those without an identity.
  package func candidates(for identity: [UInt8]) -> [PresharedKey] {
    keysByIdentity[identity, default: []] + keysForAll
  }

  /// The identities that keys were supplied for, so many at most as foreign keys are tried.
  var identities: [[UInt8]] {
    Array(keysByIdentity.keys.sorted { $0.lexicographicallyPrecedes($1) }.prefix(Self.maximumForeignKeys))
  }

  /// Keys of other identities that are tried for an identity without a key: a server that takes one key for all, as
  /// libcoap's does, does not care which identity a client gives. Bounded, because each costs a key derivation.
  static let maximumForeignKeys = 64

  /// The keys of other identities to try for `identity` when it has none of its own.
  package func foreignCandidates(for identity: [UInt8]) -> [PresharedKey] {
    let others = keysByIdentity.filter { $0.key != identity }.sorted { $0.key.lexicographicallyPrecedes($1.key) }
    return Array(others.flatMap(\.value).prefix(Self.maximumForeignKeys))
  }

  /// What key logs say of a session, those of the user first, and what reports call each.
  func secrets(of name: KeyLog.Name) -> [(source: String, secrets: SessionSecrets)] {
    let found = [
      (KeyLogSource.file, suppliedSecrets[name]), (.growingFile, grownSecrets[name]), (.capture, capturedSecrets[name]),
    ]
    return found.compactMap { source, secrets in secrets.map { (source.name, $0) } }
  }

  /// The randoms of ClientHellos for which a key log gives a master secret, those added last first.
  func clientRandoms(limit: Int) -> [[UInt8]] {
    clientRandoms.suffix(limit).reversed()
  }

  /// The secrets of DTLS 1.3 that a key log has for a ClientHello's random, and what reports call it.
  func trafficSecrets(_ clientRandom: [UInt8]) -> (source: String, secrets: TrafficSecrets)? {
    secrets(of: .clientRandom(clientRandom)).first.map { ($0.source, $0.secrets.traffic) }
  }
}
