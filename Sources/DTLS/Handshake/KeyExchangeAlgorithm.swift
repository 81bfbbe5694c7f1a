/// How client and server agree on the premaster secret, which decides the form of ServerKeyExchange and
/// ClientKeyExchange.
package enum KeyExchangeAlgorithm: Hashable, Sendable {
  /// RFC 4279 §2.
  case psk
  /// RFC 4279 §3.
  case dhePSK
  /// RFC 5489 §2.
  case ecdhePSK
  /// RFC 4279 §4.
  case rsaPSK
  /// RFC 5246 §7.4.7.1.
  case rsa
  /// Ephemeral Diffie-Hellman with a signature, or without one (DH_anon) (RFC 5246 §7.4.3).
  case dhe(isAnonymous: Bool)
  /// Ephemeral elliptic-curve Diffie-Hellman with a signature, or without one (ECDH_anon) (RFC 8422 §5.4).
  case ecdhe(isAnonymous: Bool)
  /// Diffie-Hellman with the keys in the certificates (RFC 5246 §7.4.7.2).
  case dh
  /// Elliptic-curve Diffie-Hellman with the keys in the certificates (RFC 4492 §2.1).
  case ecdh
  /// Password-authenticated exchange of Thread (draft-cragie-tls-ecjpake).
  case ecjpake
  /// Negotiated by extensions, not by the suite (RFC 8446 §B.4).
  case tls13
  /// A key exchange that is not dissected further (SRP, Kerberos, GOST, ECCPWD and others).
  case other
}
