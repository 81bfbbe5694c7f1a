import Cryptography
import Bytes

/// A key log in the format of NSS and RFC 9850: one line `LABEL name secret` a secret.
///
///     CLIENT_RANDOM client_random master_secret
///     PMS_CLIENT_RANDOM client_random premaster_secret
///     RSA encrypted_premaster_secret[8] premaster_secret
///     RSA Session-ID:session_id Master-Key:master_secret
///     CLIENT_TRAFFIC_SECRET_0 client_random secret                  (and the other labels of TLS 1.3)
package struct KeyLog: Sendable {
  /// What a line names a session by.
  package enum Name: Hashable, Sendable {
    /// The random of its ClientHello.
    case clientRandom([UInt8])
    /// The first bytes of the premaster secret as ClientKeyExchange has it: encrypted to the server's RSA key.
    case encryptedPremasterSecret([UInt8])
    /// The session_id that ServerHello gives it.
    case sessionID([UInt8])

    /// Bytes of an encrypted premaster secret that name it.
    static let prefixLength = 8
  }

  /// What is known of each session.
  package private(set) var secrets: [Name: SessionSecrets] = [:]
  /// Lines that are neither empty, nor a comment, nor of the form that a label demands.
  package private(set) var malformedLines = 0

  /// Reads a whole log. Lines end in LF, CR or CRLF; hexadecimal digits may be of either case; labels that are not known
  /// are skipped, as RFC 9850 demands.
  package init(_ text: [UInt8]) {
    for line in text.split(whereSeparator: { $0 == 0x0a || $0 == 0x0d }) where line.first != UInt8(ascii: "#") {
      let words = line.split(separator: UInt8(ascii: " "))
      guard let label = words.first, words.count == 3 else {
        malformedLines += 1
        continue
      }
      if !add(String(decoding: label, as: UTF8.self), words[1], words[2]) { malformedLines += 1 }
    }
  }

  /// Takes in a line; false if it is not of the form that its label demands.
  private mutating func add(_ label: String, _ name: ArraySlice<UInt8>, _ secret: ArraySlice<UInt8>) -> Bool {
    if label == "RSA" { return addRSA(name, secret) }
    guard let row = SessionSecrets.rows[label] else { return true }
    guard let random = Hex.bytes(name), random.count == Random.length else { return false }
    return add(secret, row, of: .clientRandom(random))
  }

  /// Takes in a line of one of the two forms that NSS wrote before it named sessions by their randoms.
  private mutating func addRSA(_ name: ArraySlice<UInt8>, _ secret: ArraySlice<UInt8>) -> Bool {
    let (session, master) = ("Session-ID:".utf8, "Master-Key:".utf8)
    if name.starts(with: session), secret.starts(with: master) {
      guard let id = Hex.bytes(name.dropFirst(session.count)), !id.isEmpty else { return false }
      return add(secret.dropFirst(master.count), SessionSecrets.masterRow, of: .sessionID(id))
    }
    guard let prefix = Hex.bytes(name), prefix.count == Name.prefixLength else { return false }
    return add(secret, SessionSecrets.encryptedPremasterRow, of: .encryptedPremasterSecret(prefix))
  }

  private mutating func add(_ secret: ArraySlice<UInt8>, _ row: SessionSecrets.Row, of name: Name) -> Bool {
    guard let bytes = Hex.bytes(secret), !bytes.isEmpty, row.lengths?.contains(bytes.count) ?? true else {
      return false
    }
    secrets[name, default: SessionSecrets()][keyPath: row.path] = SecretBytes(bytes)
    return true
  }
}

/// What a key log says of one session.
package struct SessionSecrets: Sendable {
  /// The master secret of DTLS 1.0 and 1.2.
  package var master: SecretBytes?
  /// The premaster secret that it comes from.
  package var premaster: SecretBytes?
  /// The secrets of DTLS 1.3.
  package var traffic = TrafficSecrets()

  /// Where the secret of a line goes, and which lengths in bytes it may have; nil for any.
  struct Row: Sendable {
    let path: any WritableKeyPath<SessionSecrets, SecretBytes?> & Sendable
    let lengths: Set<Int>?

    init(_ path: any WritableKeyPath<SessionSecrets, SecretBytes?> & Sendable, _ lengths: Set<Int>?) {
      self.path = path
      self.lengths = lengths
    }
  }

  static let masterRow = Row(\.master, [KeySchedule12.masterSecretLength])
  /// What is encrypted to an RSA key is as long as a master secret (RFC 5246 §7.4.7.1).
  static let encryptedPremasterRow = Row(\.premaster, [KeySchedule12.masterSecretLength])

  /// One row a label that names the session by the ClientHello's random: those of RFC 9850, the older one of NSS, and those
  /// that some libraries write without `_0`.
  static let rows: [String: Row] = [
    "CLIENT_RANDOM": masterRow,
    "PMS_CLIENT_RANDOM": Row(\.premaster, nil),
    "CLIENT_EARLY_TRAFFIC_SECRET": Row(\.traffic.clientEarly, TrafficSecrets.lengths),
    "CLIENT_HANDSHAKE_TRAFFIC_SECRET": Row(\.traffic.handshake.client, TrafficSecrets.lengths),
    "SERVER_HANDSHAKE_TRAFFIC_SECRET": Row(\.traffic.handshake.server, TrafficSecrets.lengths),
    "CLIENT_TRAFFIC_SECRET_0": Row(\.traffic.application.client, TrafficSecrets.lengths),
    "SERVER_TRAFFIC_SECRET_0": Row(\.traffic.application.server, TrafficSecrets.lengths),
    "CLIENT_TRAFFIC_SECRET": Row(\.traffic.application.client, TrafficSecrets.lengths),
    "SERVER_TRAFFIC_SECRET": Row(\.traffic.application.server, TrafficSecrets.lengths),
  ]

  /// Takes over what `other` knows, in place of what was known.
  mutating func merge(_ other: SessionSecrets) {
    for row in Self.rows.values {
      if let secret = other[keyPath: row.path] { self[keyPath: row.path] = secret }
    }
  }
}

/// The secrets of a session of DTLS 1.3 that records are protected with (RFC 8446 §7.1).
package struct TrafficSecrets: Sendable {
  /// Of early data.
  package var clientEarly: SecretBytes?
  /// Of handshake messages.
  package var handshake = PerSide<SecretBytes?>(both: nil)
  /// Of application data, before any KeyUpdate.
  package var application = PerSide<SecretBytes?>(both: nil)

  /// Nothing known.
  package init() {}

  /// Lengths in bytes that a secret may have: those of the hashes of the suites.
  static let lengths: Set<Int> = [HashAlgorithm.sha256.length, HashAlgorithm.sha384.length]
}
