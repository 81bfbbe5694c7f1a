/// What opens records: the secrets supplied, and libcrypto behind a pool.
package final class Decryption {
  /// The secrets supplied.
  package let keyring: Keyring
  /// Opens records.
  package let opener: RecordOpener
  /// Derives keys.
  let keySchedule = KeySchedule12()
  /// Derives keys of DTLS 1.3.
  let keySchedule13 = KeySchedule13()

  /// Decryption with the secrets of `keyring`.
  package init(keyring: Keyring) {
    self.keyring = keyring
    opener = RecordOpener()
  }

  /// The same with other secrets.
  init(_ other: Decryption, keyring: Keyring) {
    self.keyring = keyring
    opener = other.opener
  }
}
