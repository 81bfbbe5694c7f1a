extension StatusCode {
  /// Errors of Mbed TLS in sessions: its ssl.h.
  static let mbedTLSSession: [StatusCode] = [
    mbedTLS(
      0x7000, "MBEDTLS_ERR_SSL_CRYPTO_IN_PROGRESS",
      "A cryptographic operation is under way and must be called again."),
    mbedTLS(
      0x7080, "MBEDTLS_ERR_SSL_FEATURE_UNAVAILABLE",
      "What the handshake asks for is not built in; on a server, mostly a ClientHello in fragments.",
      [.clienthelloFragmented]),
    mbedTLS(0x7100, "MBEDTLS_ERR_SSL_BAD_INPUT_DATA", "A function was called with arguments that it cannot use."),
    mbedTLS(
      0x7180, "MBEDTLS_ERR_SSL_INVALID_MAC",
      "A record did not authenticate: a wrong pre-shared key if it was the Finished, else damage on the way.",
      [.pskMismatchAlert, .recordCorrupted, .appMacFailure]),
    mbedTLS(
      0x7200, "MBEDTLS_ERR_SSL_INVALID_RECORD",
      "A record has an impossible header, or is larger than the input buffer.", [.inContentLenTooSmall]),
    mbedTLS(
      0x7280, "MBEDTLS_ERR_SSL_CONN_EOF",
      "The connection ended below TLS, or the input function had no more bytes.", [.serverProcessGone]),
    mbedTLS(
      0x7300, "MBEDTLS_ERR_SSL_UNKNOWN_CIPHER", in: .upTo2,
      "A cipher is not known to this build.", [.noSharedSuite]),
    mbedTLS(
      0x7300, "MBEDTLS_ERR_SSL_DECODE_ERROR", in: .from3,
      "A message could not be decoded: a fragmented ClientHello, an empty identity, or a stray alert for a server.",
      [.clienthelloFragmented, .pskIdentityEmpty, .closeNotifyHitsNewListener]),
    mbedTLS(
      0x7380, "MBEDTLS_ERR_SSL_NO_CIPHER_CHOSEN", in: .upTo2,
      "The server and the client have no usable cipher suite in common.",
      [.noSharedSuite, .espPskOff, .espPlainPskKxOff]),
    mbedTLS(
      0x7400, "MBEDTLS_ERR_SSL_NO_RNG",
      "No random number generator was given to the configuration: mbedtls_ssl_conf_rng() is missing."),
    mbedTLS(
      0x7480, "MBEDTLS_ERR_SSL_NO_CLIENT_CERTIFICATE",
      "The client sent no certificate and the server demands one.", [.clientCertMissing]),
    mbedTLS(
      0x7500, "MBEDTLS_ERR_SSL_CERTIFICATE_TOO_LARGE", in: .upTo2,
      "The own certificate chain does not fit into the output buffer: raise CONFIG_MBEDTLS_SSL_OUT_CONTENT_LEN."),
    mbedTLS(
      0x7500, "MBEDTLS_ERR_SSL_UNSUPPORTED_EXTENSION", in: .from3,
      "The peer sent an extension that was not asked for, or that cannot be processed.", [.unsolicitedExtension]),
    mbedTLS(
      0x7580, "MBEDTLS_ERR_SSL_CERTIFICATE_REQUIRED", in: .upTo2,
      "The own certificate is not set, and the cipher suite needs it.", [.pkiVsPsk]),
    mbedTLS(
      0x7580, "MBEDTLS_ERR_SSL_NO_APPLICATION_PROTOCOL", in: .from3,
      "The two ends have no application protocol (ALPN) in common."),
    mbedTLS(
      0x7600, "MBEDTLS_ERR_SSL_PRIVATE_KEY_REQUIRED",
      "The own private key or pre-shared key is not set, but needed.", [.pskMissingOnClient, .pskRejectedByServerStack]),
    mbedTLS(
      0x7680, "MBEDTLS_ERR_SSL_CA_CHAIN_REQUIRED",
      "No trusted certificates are set, and the peer's certificate must be verified.", [.certUnknownCa]),
    mbedTLS(
      0x7700, "MBEDTLS_ERR_SSL_UNEXPECTED_MESSAGE",
      "A message came that has no place at this point of the handshake.", [.concurrentHandshakes]),
    mbedTLS(
      0x7780, "MBEDTLS_ERR_SSL_FATAL_ALERT_MESSAGE",
      "The peer ended the connection with a fatal alert: the capture shows which one.",
      [.pskMismatchAlert, .noSharedSuite, .pskIdentityUnknownAlert]),
    mbedTLS(
      0x7800, "MBEDTLS_ERR_SSL_PEER_VERIFY_FAILED", in: .upTo2,
      "The peer's certificate could not be verified.", [.certUnknownCa]),
    mbedTLS(
      0x7800, "MBEDTLS_ERR_SSL_UNRECOGNIZED_NAME", in: .from3,
      "The server has no certificate for the name that the client asked for.", [.certNameMismatch]),
    mbedTLS(
      0x7880, "MBEDTLS_ERR_SSL_PEER_CLOSE_NOTIFY",
      "The peer closed the session in order. This is no error.", [.closeNotify]),
    mbedTLS(
      0x7900, "MBEDTLS_ERR_SSL_BAD_HS_CLIENT_HELLO", in: .upTo2,
      "A ClientHello could not be processed: it is in fragments, or something else was taken for one.",
      [.clienthelloFragmented, .closeNotifyHitsNewListener]),
    mbedTLS(
      0x7980, "MBEDTLS_ERR_SSL_BAD_HS_SERVER_HELLO", in: .upTo2,
      "A ServerHello could not be processed: a version, suite or extension that was not offered.",
      [.protocolVersionMismatch, .unsolicitedExtension]),
    mbedTLS(
      0x7A00, "MBEDTLS_ERR_SSL_BAD_HS_CERTIFICATE", in: .upTo2,
      "A Certificate message could not be processed.", [.certUnknownCa]),
    mbedTLS(
      0x7A00, "MBEDTLS_ERR_SSL_BAD_CERTIFICATE", in: .from3,
      "A Certificate message could not be processed.", [.certUnknownCa]),
    mbedTLS(
      0x7A80, "MBEDTLS_ERR_SSL_BAD_HS_CERTIFICATE_REQUEST", in: .upTo2,
      "A CertificateRequest could not be processed.", [.clientCertMissing]),
    mbedTLS(
      0x7B00, "MBEDTLS_ERR_SSL_BAD_HS_SERVER_KEY_EXCHANGE", in: .upTo2,
      "A ServerKeyExchange could not be processed.", [.badHelloParameter]),
    mbedTLS(
      0x7B00, "MBEDTLS_ERR_SSL_RECEIVED_NEW_SESSION_TICKET", in: .from3,
      "A session ticket was received. This is no error.", [.newSessionTicket]),
    mbedTLS(
      0x7B80, "MBEDTLS_ERR_SSL_BAD_HS_SERVER_HELLO_DONE", in: .upTo2,
      "A ServerHelloDone could not be processed."),
    mbedTLS(0x7B80, "MBEDTLS_ERR_SSL_CANNOT_READ_EARLY_DATA", in: .from3, "There is no early data to read."),
    mbedTLS(
      0x7C00, "MBEDTLS_ERR_SSL_BAD_HS_CLIENT_KEY_EXCHANGE", in: .upTo2,
      "A ClientKeyExchange could not be processed: mostly an empty or malformed identity.", [.pskIdentityEmpty]),
    mbedTLS(0x7C00, "MBEDTLS_ERR_SSL_RECEIVED_EARLY_DATA", in: .from3, "Early data was received. This is no error."),
    mbedTLS(
      0x7C80, "MBEDTLS_ERR_SSL_BAD_HS_CLIENT_KEY_EXCHANGE_RP", in: .upTo2,
      "The public value in a ClientKeyExchange could not be read."),
    mbedTLS(
      0x7C80, "MBEDTLS_ERR_SSL_CANNOT_WRITE_EARLY_DATA", in: .from3,
      "Early data cannot be written in this connection."),
    mbedTLS(
      0x7D00, "MBEDTLS_ERR_SSL_BAD_HS_CLIENT_KEY_EXCHANGE_CS", in: .upTo2,
      "The shared secret could not be computed from a ClientKeyExchange."),
    mbedTLS(
      0x7D80, "MBEDTLS_ERR_SSL_BAD_HS_CERTIFICATE_VERIFY", in: .upTo2,
      "A CertificateVerify does not verify.", [.clientCertMissing]),
    mbedTLS(
      0x7E00, "MBEDTLS_ERR_SSL_BAD_HS_CHANGE_CIPHER_SPEC", in: .upTo2,
      "A ChangeCipherSpec could not be processed.", [.finishedBeforeCcs]),
    mbedTLS(
      0x7E80, "MBEDTLS_ERR_SSL_BAD_HS_FINISHED", in: .upTo2,
      "A Finished opens but does not verify: the two ends saw different handshakes.",
      [.resumptionBadMac, .concurrentHandshakes]),
    mbedTLS(
      0x7E80, "MBEDTLS_ERR_SSL_CACHE_ENTRY_NOT_FOUND", in: .from3,
      "The session is not in the server's cache: a full handshake follows.", [.noSessionResumption]),
    mbedTLS(0x7F00, "MBEDTLS_ERR_SSL_ALLOC_FAILED", "Memory could not be allocated.", [.serverHeapOrSessionLimit]),
    mbedTLS(0x7F80, "MBEDTLS_ERR_SSL_HW_ACCEL_FAILED", "A hardware accelerator failed."),
    mbedTLS(
      0x6F80, "MBEDTLS_ERR_SSL_HW_ACCEL_FALLTHROUGH",
      "The hardware accelerator left the operation to software. This is no error."),
    mbedTLS(
      0x6F00, "MBEDTLS_ERR_SSL_COMPRESSION_FAILED", in: .upTo2,
      "A record could not be compressed or decompressed."),
    mbedTLS(
      0x6E80, "MBEDTLS_ERR_SSL_BAD_HS_PROTOCOL_VERSION", in: .upTo2,
      "The two ends have no protocol version in common.",
      [.protocolVersionMismatch, .dtls10OnlyClient, .dtls13OnlyServer]),
    mbedTLS(
      0x6E80, "MBEDTLS_ERR_SSL_BAD_PROTOCOL_VERSION", in: .from3,
      "The two ends have no protocol version in common.",
      [.protocolVersionMismatch, .dtls10OnlyClient, .dtls13OnlyServer]),
    mbedTLS(
      0x6E00, "MBEDTLS_ERR_SSL_BAD_HS_NEW_SESSION_TICKET", in: .upTo2,
      "A NewSessionTicket could not be processed.", [.newSessionTicket]),
    mbedTLS(
      0x6E00, "MBEDTLS_ERR_SSL_HANDSHAKE_FAILURE", in: .from3,
      "The handshake cannot go on: mostly no usable cipher suite in common.",
      [.noSharedSuite, .espPskOff, .espPlainPskKxOff]),
    mbedTLS(
      0x6D80, "MBEDTLS_ERR_SSL_SESSION_TICKET_EXPIRED",
      "The session ticket is too old: a full handshake follows.", [.noSessionResumption]),
    mbedTLS(
      0x6D00, "MBEDTLS_ERR_SSL_PK_TYPE_MISMATCH",
      "The type of the public key is not what the cipher suite needs.", [.pkiVsPsk]),
    mbedTLS(
      0x6C80, "MBEDTLS_ERR_SSL_UNKNOWN_IDENTITY",
      "The client's PSK identity is not known.", [.pskIdentityUnknownAlert]),
    mbedTLS(0x6C00, "MBEDTLS_ERR_SSL_INTERNAL_ERROR", "The library met a state that it should never be in."),
    mbedTLS(
      0x6B80, "MBEDTLS_ERR_SSL_COUNTER_WRAPPING",
      "A record or message number would begin anew: the session must end."),
    mbedTLS(
      0x6B00, "MBEDTLS_ERR_SSL_WAITING_SERVER_HELLO_RENEGO",
      "The ServerHello of a renegotiation came where data was expected: call the handshake on."),
    mbedTLS(
      0x6A80, "MBEDTLS_ERR_SSL_HELLO_VERIFY_REQUIRED",
      """
      The server asked the client for its cookie. This is no error: reset the session and wait for the next \
      ClientHello.
      """,
      [.hvrNormal]),
    mbedTLS(
      0x6A00, "MBEDTLS_ERR_SSL_BUFFER_TOO_SMALL",
      "A buffer is too small for what is to be written or read.", [.inContentLenTooSmall]),
    mbedTLS(
      0x6980, "MBEDTLS_ERR_SSL_NO_USABLE_CIPHERSUITE", in: .upTo2,
      "None of the suites in common can be used with the certificates or keys at hand.", [.noSharedSuite]),
    mbedTLS(0x6900, "MBEDTLS_ERR_SSL_WANT_READ", "Nothing to read yet: call again. This is no error."),
    mbedTLS(0x6880, "MBEDTLS_ERR_SSL_WANT_WRITE", "The output is full: call again. This is no error."),
    mbedTLS(
      0x6800, "MBEDTLS_ERR_SSL_TIMEOUT",
      "The handshake or the read timed out: retransmissions were not answered.",
      [.serverUnreachable, .serverDeaf, .pskMismatchSilent, .handshakeAbandonedEarly]),
    mbedTLS(
      0x6780, "MBEDTLS_ERR_SSL_CLIENT_RECONNECT",
      "The client began a new handshake from the same port: call the handshake at once.", [.clientRestartSamePort]),
    mbedTLS(
      0x6700, "MBEDTLS_ERR_SSL_UNEXPECTED_RECORD",
      "A record came that has no place here; the record is dropped.", [.appMacFailure]),
    mbedTLS(0x6680, "MBEDTLS_ERR_SSL_NON_FATAL", "An alert that does not end the session was handled."),
    mbedTLS(
      0x6600, "MBEDTLS_ERR_SSL_INVALID_VERIFY_HASH", in: .upTo2,
      "The peer's signature uses a hash that was not offered."),
    mbedTLS(
      0x6600, "MBEDTLS_ERR_SSL_ILLEGAL_PARAMETER", in: .from3,
      "A value in a handshake message is out of range.", [.badHelloParameter]),
    mbedTLS(
      0x6580, "MBEDTLS_ERR_SSL_CONTINUE_PROCESSING",
      "More messages are waiting: call again. For use inside the library."),
    mbedTLS(
      0x6500, "MBEDTLS_ERR_SSL_ASYNC_IN_PROGRESS",
      "An asynchronous operation with the private key is under way: call again."),
    mbedTLS(
      0x6480, "MBEDTLS_ERR_SSL_EARLY_MESSAGE",
      "A message came before those that precede it, and is kept. For use inside the library."),
    mbedTLS(
      0x6000, "MBEDTLS_ERR_SSL_UNEXPECTED_CID",
      "A record has a connection ID that is not the expected one, and is dropped.", [.cidUnknown]),
    mbedTLS(
      0x5F00, "MBEDTLS_ERR_SSL_VERSION_MISMATCH",
      "Serialized data was written by another version or configuration of the library."),
    mbedTLS(
      0x5E00, "MBEDTLS_ERR_SSL_CACHE_ENTRY_NOT_FOUND", in: .upTo2,
      "The session is not in the server's cache: a full handshake follows.", [.noSessionResumption]),
    mbedTLS(0x5E80, "MBEDTLS_ERR_SSL_BAD_CONFIG", "The configuration contradicts itself."),
    mbedTLS(
      0x5D80, "MBEDTLS_ERR_SSL_CERTIFICATE_VERIFICATION_WITHOUT_HOSTNAME",
      "The server's name was not set, without which its certificate proves nothing: call mbedtls_ssl_set_hostname().",
      [.certNameMismatch]),
  ]
}
