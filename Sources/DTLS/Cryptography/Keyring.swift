/// The secrets the user supplied, by what they are looked up with.
package struct Keyring: Sendable {
  private var keysByIdentity: [[UInt8]: [PresharedKey]] = [:]
  private var keysForAll: [PresharedKey] = []
  private var masterSecrets: [[UInt8]: SecretBytes] = [:]
  /// What `masterSecrets` has, in the order of addition.
  private var clientRandoms: [[UInt8]] = []
  private var trafficSecrets: [[UInt8]: TrafficSecrets] = [:]
  /// Private keys of servers, for key exchanges that encrypt to them.
  package private(set) var rsaPrivateKeys: [RSAPrivateKey] = []

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

  /// Adds the master secrets of a key log.
  package mutating func add(_ keyLog: KeyLog) {
    clientRandoms += keyLog.masterSecrets.keys.filter { masterSecrets[$0] == nil }.sorted {
      $0.lexicographicallyPrecedes($1)
    }
    masterSecrets.merge(keyLog.masterSecrets) { _, new in new }
    trafficSecrets.merge(keyLog.trafficSecrets) { _, new in new }
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

  /// The secrets of DTLS 1.3 that a key log gives for a ClientHello's random.
  func trafficSecrets(_ clientRandom: [UInt8]) -> TrafficSecrets? {
    trafficSecrets[clientRandom]
  }

  /// The randoms of ClientHellos for which a key log gives a master secret, those added last first.
  func clientRandoms(limit: Int) -> [[UInt8]] {
    clientRandoms.suffix(limit).reversed()
  }

  /// The master secret that a key log gives for a ClientHello's random.
  package func masterSecret(clientRandom: [UInt8]) -> SecretBytes? {
    masterSecrets[clientRandom]
  }
}
