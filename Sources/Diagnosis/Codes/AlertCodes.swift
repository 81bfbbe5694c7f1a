extension StatusCode {
  /// Alerts: who sends each, and why. Their names are the registry's.
  static let alerts: [StatusCode] = [
    alert(
      0,
      """
      Either end, when it has nothing more to send: the regular end of a session, of level warning and mostly \
      encrypted.
      """,
      [.closeNotify, .serverIdleCloseMissed, .sessionEvicted]),
    alert(
      10,
      """
      The end that received a message which has no place at this point: the two ends are in different states, as after \
      a restart in mid-handshake.
      """,
      [.concurrentHandshakes]),
    alert(
      20,
      """
      The end that received a record it cannot authenticate: Mbed TLS sends it for a Finished under a wrong pre-shared \
      key. Damage on the way gives it once.
      """,
      [.pskMismatchAlert, .recordCorrupted, .resumptionBadMac, .ecjpakeWrongPassword]),
    alert(
      21,
      "Nobody today: it is reserved, because telling it from bad_record_mac helped attackers.", [.pskMismatchAlert]),
    alert(
      22,
      "The end that received a record which is longer than allowed, or than was agreed with record_size_limit.",
      [.inContentLenTooSmall]),
    alert(30, "Nobody today: compression of records is not used any more."),
    alert(
      40,
      """
      Mostly the server, before its ServerHello: no cipher suite that the client offers can be used, or an extension \
      that it insists on is missing.
      """,
      [.noSharedSuite, .espPskOff, .espPlainPskKxOff, .pkiVsPsk, .suiteCipherMismatchCcm8, .emsOrRenegRequired]),
    alert(
      41,
      "libcoap's server on Mbed TLS, for a client without certificate; reserved in today's TLS.", [.clientCertMissing]),
    alert(
      42,
      """
      The end that verifies: the certificate is malformed, its signature is wrong, or with Mbed TLS its name is not \
      the expected one.
      """,
      [.certNameMismatch, .certDate, .clientCertMissing]),
    alert(43, "The end that verifies: it cannot use a certificate of this type or with this algorithm.", [.pkiVsPsk]),
    alert(44, "The end that verifies: the certificate was revoked by its issuer."),
    alert(
      45,
      "The end that verifies: the certificate is expired or not valid yet, by the clock of that end.",
      [.certDate, .deviceClockUnset]),
    alert(
      46,
      "The end that verifies: the certificate is not acceptable for a reason that no other alert names.",
      [.certUnknownCa, .certDate, .certNameMismatch]),
    alert(
      47,
      "The end that received a value which is out of range or contradicts another.",
      [.badHelloParameter, .pskMismatchDtls13]),
    alert(48, "The end that verifies: it has no trusted certificate that leads to the issuer.", [.certUnknownCa]),
    alert(49, "The server: the certificate is good, and its owner may not have access."),
    alert(
      50,
      "The end that received a message which it cannot decode: a length does not fit, or a field is cut.",
      [.badHelloParameter, .clienthelloFragmented]),
    alert(
      51,
      """
      The end for which a signature, a binder or a Finished does not verify; tinyDTLS's sample sends it for an unknown \
      identity.
      """,
      [.pskIdentityUnknownTinydtls, .pskMismatchDtls13, .pskMismatchAlert]),
    alert(52, "The end that was asked for more connection IDs than it is willing to give (DTLS 1.3)."),
    alert(60, "Nobody today: it belonged to export ciphers."),
    alert(
      70,
      """
      The server if it accepts no version that the client offers, or the client if the server selects one that it did \
      not offer.
      """,
      [
        .protocolVersionMismatch, .dtls10OnlyClient, .dtls13OnlyClient, .dtls13OnlyServer, .dtls12OnlyClient,
        .dtls10OnlyServer,
      ]),
    alert(71, "The server: suites in common exist, and none is strong enough for it.", [.noSharedSuite]),
    alert(
      80,
      "The end that failed for a reason of its own, as for want of memory; GnuTLS's client sends it when it gives up.",
      [.handshakeAbandonedEarly, .pskMissingOnClient, .serverHeapOrSessionLimit]),
    alert(
      86,
      "The server: the client came back with a lower version than both have, which could be an attack.",
      [.protocolVersionMismatch]),
    alert(90, "The end whose user or application gave the handshake up.", [.handshakeAbandonedEarly]),
    alert(100, "The end that declines to renegotiate; the session goes on.", [.warningNoRenegotiation]),
    alert(109, "The end that received a hello without an extension that the protocol demands.", [.badHelloParameter]),
    alert(110, "The client: the server's hello has an extension that it did not ask for.", [.unsolicitedExtension]),
    alert(111, "The server: it could not fetch the certificate from the address that the client gave."),
    alert(112, "The server: it has nothing under the name that the client asked for.", [.certNameMismatch]),
    alert(113, "The client: the server's statement on the certificate's revocation is not acceptable."),
    alert(114, "The server: the certificate does not have the hash that the client gave."),
    alert(
      115,
      "The server: it does not know the client's PSK identity. The key was not looked at.",
      [.pskIdentityUnknownAlert, .pskIdentityUnknownDtls13]),
    alert(
      116,
      "The server: the client sent no certificate and must (DTLS 1.3, and GnuTLS for 1.2).", [.clientCertMissing]),
    alert(117, "The end that failed for a reason that no other alert names."),
    alert(120, "The server: it has none of the application protocols that the client offers (ALPN)."),
    alert(121, "The server: the client must use encrypted ClientHello with the keys that come along."),
  ]
}
