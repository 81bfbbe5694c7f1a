/// Why the records of an epoch cannot be opened.
package enum KeyProblem: Error, Hashable, Sendable {
  /// The handshake has not come to the point where keys exist.
  case handshakeIncomplete
  /// No part of the handshake was captured.
  case noHandshake
  /// A message that the keys depend on was not captured.
  case messageMissing(sender: Side, messageSequence: UInt16)
  /// Keys could be derived from a pre-shared key, and none was given for this identity.
  case noKey(identity: [UInt8])
  /// This many keys were tried, and none opens the records.
  case wrongKey(identity: [UInt8]?, tried: Int)
  /// The premaster secret comes from a key exchange that the packets alone do not disclose.
  case needsKeyLog(KeyExchangeAlgorithm?)
  /// Besides a pre-shared key a key exchange goes into the secrets (psk_dhe_ke, RFC 8446 §4.2.9); what the binder says of
  /// the keys supplied.
  case needsKeyLogBesidesPSK(OfferedKey.Binder)
  /// A resumed session uses the master secret of an earlier one, which was not captured or not decrypted.
  case resumedFromUnknownSession
  /// The suite has no meaning here, or libcrypto lacks its cipher.
  case unsupportedSuite(CipherSuite)
  /// This version's key schedule is not supported.
  case unsupportedVersion(ProtocolVersion)
}
