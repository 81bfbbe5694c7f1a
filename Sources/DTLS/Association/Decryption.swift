import Bytes

/// What opens records: the secrets supplied, and libcrypto behind a pool.
package final class Decryption {
  /// The secrets supplied, and those that came with the captures.
  package private(set) var keyring: Keyring
  /// Opens records.
  package let opener: RecordOpener
  /// Derives keys.
  let keySchedule = KeySchedule12()
  /// The master secrets of the sessions that may be resumed.
  var resumableSessions: RecentTable<[UInt8], SourcedSecret>
  /// Derives keys of DTLS 1.3.
  let keySchedule13 = KeySchedule13()

  /// Names of sessions whose master secrets are kept for those that resume them: as many as sessions that are live.
  package static let maximumResumableSessions = 65_536

  /// Decryption with the secrets of `keyring`, one of `shards` that each keep an equal part of what is kept.
  package init(keyring: Keyring, shards: Int = 1) {
    self.keyring = keyring
    resumableSessions = RecentTable(limit: Self.maximumResumableSessions / shards)
    opener = RecordOpener()
  }

  /// The same with other secrets.
  init(_ other: Decryption, keyring: Keyring) {
    self.keyring = keyring
    resumableSessions = RecentTable(limit: Self.maximumResumableSessions)
    opener = other.opener
  }

  /// Takes in secrets that a capture holds.
  package func add(_ keyLog: KeyLog) {
    keyring.add(keyLog, from: .capture)
  }

  /// Takes in what a file of the user says now.
  package func add(_ keys: SuppliedKeys) {
    switch keys {
    case .keyLog(let log): keyring.add(log, from: .growingFile)
    case .presharedKeys(let keys): keyring.replacePresharedKeys(keys)
    }
  }
}
