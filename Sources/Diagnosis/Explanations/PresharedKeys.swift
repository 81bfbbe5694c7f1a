import Analysis

extension Explanation {
  /// Pre-shared keys and their identities.
  static let presharedKeys: [Explanation] = [
    pskMismatchAlert, pskMismatchSilent, pskMismatchOpenssl, pskMismatchStorm, pskMismatchDtls13, pskEncodingVariant,
    pskIdentityUnknownAlert, pskIdentityUnknownSilent, pskIdentityUnknownTinydtls, pskIdentityUnknownDtls13,
    pskIdentityEmpty, pskRejectedByServerStack, pskHintIgnored, pskMissingOnClient, ecjpakeWrongPassword,
    recordCorrupted, resumptionBadMac, alertIgnoredByTinydtlsClient, ecdhePskBlocksDiagnosis,
  ]

  package static let pskMismatchAlert = Explanation(
    "psk-mismatch-alert", .failure, "The two ends have different pre-shared keys",
    meaning: """
      The client sent its last flight, and the server answered the Finished with the alert bad_record_mac in the \
      clear: it could not open it with the keys that its own pre-shared key gives. That is how Mbed TLS, and so an \
      ESP32 device, reports a wrong key. A flight that was damaged on the way gives the same alert once, and the next \
      attempt succeeds; here every attempt fails. With a key to try, the client's Finished tells which key the client \
      used, and so which end has to change.
      """,
    remedies: [
      "Put the same bytes on both ends: compare the key byte by byte, in hexadecimal, on both.",
      .on(.mbedTLS, "Check psk_key in the source, or CONFIG_EXAMPLE_COAP_PSK_KEY, against the client's -k."),
      .on(.mbedTLS, "Use coap_context_set_psk2() with validate_id_call_back if each client has a key of its own."),
    ],
    reference: "RFC 4279 §2; Mbed TLS ssl_msg.c")

  package static let pskMismatchSilent = Explanation(
    "psk-mismatch-silent", .failure, "The two ends have different pre-shared keys, and the server says nothing",
    meaning: """
      The client sends its last flight again and again on its timer, and from the server there is nothing after its \
      own flight. GnuTLS, tinyDTLS, Californium, pion and BouncyCastle drop a Finished that they cannot open without \
      an alert. An unknown identity, a server that took itself for finished, and a lost flight look the same without \
      keys. With the keys it can be told: if the client's Finished opens with the key that the server has, the key is \
      right and the identity or the server is at fault.
      """,
    remedies: [
      "Compare the key of this identity on both ends, byte by byte.",
      .on(.californium, "Raise the log level to debug: newer releases log \"Wrong PSK secret?\"."),
      .on(.gnuTLS, "Compare the line of this identity in the server's key file: identity, colon, key in hexadecimal."),
      "Analyze the capture with the keys of both ends, to learn which of them the client used.",
    ],
    reference: "RFC 4279 §2; eclipse-californium/californium issue #613")

  package static let pskMismatchOpenssl = Explanation(
    "psk-mismatch-openssl", .failure, "The two ends have different pre-shared keys, seen from an OpenSSL server",
    meaning: """
      Each time the client repeats its last flight, the server repeats its own some milliseconds later in one datagram \
      a message, and neither an alert nor a ChangeCipherSpec of the server ever comes. OpenSSL drops a Finished that \
      it cannot open and takes the repeated flight for a sign that its own was lost. A server that cannot install its \
      own key repeats its flight on its own timer instead, before the client does.
      """,
    remedies: [
      "Compare the key of this identity on both ends, byte by byte.",
      .on(
        .openSSL,
        """
        Check what the callback given to SSL_CTX_set_psk_server_callback() returns for this identity, and its length.
        """),
      "Check the key given to coap_context_set_psk2() if the server is libcoap.",
    ],
    reference: "RFC 4279 §2; openssl/openssl issue #10906")

  package static let pskMismatchStorm = Explanation(
    "psk-mismatch-storm", .failure, "Different pre-shared keys, and both ends repeat their flights without a pause",
    meaning: """
      The server's flight and the client's last flight alternate hundreds of times a second with the same message \
      numbers: each end takes the other's repetition for a reason to send its own at once. It was seen between Mbed \
      TLS clients with libcoap before its fix of 2024 and wolfSSL servers, with more than a million packets in 40 s, \
      and begins with a Finished that the server cannot open. A storm of ClientHellos and HelloVerifyRequests is a \
      rejected cookie instead. It empties batteries and fills networks until a client gives up.
      """,
    remedies: [
      "Put the same pre-shared key on both ends.",
      "Update libcoap to a release with PR #1532, which stops after some ten rounds.",
      "Limit the rate of datagrams from one peer until both are mended.",
    ],
    reference: "obgm/libcoap PR #1532; RFC 6347 §4.2.4")

  package static let pskMismatchDtls13 = Explanation(
    "psk-mismatch-dtls13", .failure, "The two ends have different pre-shared keys (DTLS 1.3)",
    meaning: """
      In DTLS 1.3 the ClientHello itself proves the key with a binder, and the server rejects it before anything else: \
      with decrypt_error or illegal_parameter, with silence, or by ending, which shows as an ICMP error. With a key to \
      try, the binder verifies under the key that the client used, without any other message. Without one the same \
      signs may be an identity that the server does not know.
      """,
    remedies: [
      "Put the same key on both ends, for this identity.",
      """
      Analyze the capture with the key that each end should have, to learn which of them the client's binder verifies \
      under.
      """,
    ],
    reference: "RFC 8446 §4.2.11.2; RFC 9147 §5")

  package static let pskEncodingVariant = Explanation(
    "psk-encoding-variant", .failure, "The same secret on both ends, but not the same bytes",
    meaning: """
      What one end used as its key is what the other has, written in another way: with the terminating zero of a C \
      string, with a line end, in quotes, as hexadecimal digits that were not decoded, with or without 0x, or as \
      base64. The key exchange is made with bytes, so the handshake fails as with any wrong key. The transformation \
      that opens the Finished was found by trying, which makes it certain.
      """,
    remedies: [
      "Use sizeof(key) - 1, not sizeof(key), for a key in a C string.",
      "Strip line ends and quotes from keys that are read from files or the shell.",
      """
      Enter the key in the form that each tool wants: Leshan wants hexadecimal, coap-client -k takes text, and \
      hexadecimal after 0x only in releases from May 2024 on.
      """,
    ],
    reference: "RFC 4279 §5.4; obgm/libcoap PR #1419 and PR #2134")

  package static let pskIdentityUnknownAlert = Explanation(
    "psk-identity-unknown-alert", .failure, "The server does not know the client's PSK identity",
    meaning: """
      Straight after the client's last flight the server sends the alert unknown_psk_identity. The identity is \
      readable in the ClientKeyExchange, so it can be compared with the server's list letter by letter. The key was \
      not even looked at. An unmodified libcoap server on Mbed TLS accepts every identity, so a callback of the \
      application decided this.
      """,
    remedies: [
      """
      Add the identity to the server, or correct it in the client: compare it letter by letter, trailing zero and \
      blanks included.
      """,
      .on(
        .mbedTLS,
        """
        Look into the application's validate_id_call_back of coap_dtls_spsk_t, or the callback of \
        mbedtls_ssl_conf_psk_cb().
        """),
      .on(.openSSL, "Check the callback given to SSL_CTX_set_psk_server_callback(): it returned 0 for this identity."),
    ],
    reference: "RFC 4279 §2")

  package static let pskIdentityUnknownSilent = Explanation(
    "psk-identity-unknown-silent", .failure, "The server does not know the client's PSK identity, and hides it",
    meaning: """
      The server falls silent after the client's last flight, as with a wrong key: some servers go on with a random \
      key, or stop without an alert, so that nobody can search for identities. If the client's Finished opens with the \
      right key and the server is silent all the same, it is the identity, or a server that took itself for finished; \
      the key is right. The identity is readable in the ClientKeyExchange: compare it with that of a capture that \
      works.
      """,
    remedies: [
      "Correct the identity: it is what coap_new_client_session_psk2() or -u of coap-client was given.",
      "Compare it with the server's list letter by letter: in Leshan, with \"identity\" on the security tab.",
      .on(.wolfSSL, "Build the server with WOLFSSL_EXTRA_ALERTS or WOLFSSL_PSK_IDENTITY_ALERT, so that it says so."),
    ],
    reference: "RFC 4279 §2; eclipse-californium/californium PR #605")

  package static let pskIdentityUnknownTinydtls = Explanation(
    "psk-identity-unknown-tinydtls", .failure, "A tinyDTLS server rejects the client's PSK identity",
    meaning: """
      After the client's last flight a tinyDTLS server answers with the alert decrypt_error in the clear, which its \
      sample uses for an identity that it does not find. The same alert would report a Finished that does not verify. \
      The identity is readable in the ClientKeyExchange and decides: if it is in the server's list, suspect the key.
      """,
    remedies: [
      .on(
        .tinyDTLS,
        """
        Return the key from get_psk_info for this identity, and keep identities at 32 bytes or fewer \
        (DTLS_PSK_MAX_CLIENT_IDENTITY_LEN).
        """),
      "Correct the identity in the client.",
    ],
    reference: "RFC 4279 §2; eclipse/tinydtls dtls.c")

  package static let pskIdentityUnknownDtls13 = Explanation(
    "psk-identity-unknown-dtls13", .failure, "The server does not know the client's PSK identity (DTLS 1.3)",
    meaning: """
      The ClientHello offers a pre-shared key and the server does not take it: it sends unknown_psk_identity, or a \
      ServerHello that selects no key with no certificate to follow. If the binder verifies under a key that is known \
      for another identity, the key is right and its name is wrong. Where the binder verifies under no key that was \
      given, a wrong key is as likely.
      """,
    remedies: [
      "Use the same identity on both ends.",
      "Check whether the client sends the identity of a session ticket that the server has forgotten.",
    ],
    reference: "RFC 8446 §4.2.11; RFC 9147 §5")

  package static let pskIdentityEmpty = Explanation(
    "psk-identity-empty", .failure, "The client sends an empty PSK identity",
    meaning: """
      The identity in the ClientKeyExchange has no bytes, as with coap-client -k without -u. Mbed TLS takes that for a \
      malformed message and stops answering, without an alert and without repeating its own flight, so that the client \
      retransmits until it gives up. The key may well be right: with it the client's Finished opens. Any identity that \
      is not empty works with a libcoap server that does not check identities.
      """,
    remedies: [
      "Give the client an identity: -u of coap-client, or the identity of coap_new_client_session_psk2()."
    ],
    reference: "RFC 4279 §2; Mbed TLS ssl_tls12_server.c ssl_parse_client_psk_identity")

  package static let pskRejectedByServerStack = Explanation(
    "psk-rejected-by-server-stack", .failure, "The server cannot install its own pre-shared key",
    meaning: """
      The client's last flight arrives, and the server goes on repeating its own flight on its own timer, packed into \
      one datagram as at first, and sends neither an alert nor a Finished. The application gave its library a key that \
      is too long, and libcoap does not look at the error that comes back. Mbed TLS takes 32 bytes unless it was built \
      for more, newer releases 48. An OpenSSL server with a wrong key repeats its flight too, but only after the \
      client's. With the key, the client's Finished opens, which shows that the client is right.
      """,
    remedies: [
      "Use a key of 32 bytes or fewer; of 16 or fewer with tinyDTLS (DTLS_PSK_MAX_KEY_LEN).",
      .on(
        .mbedTLS,
        """
        Build with a larger MBEDTLS_PSK_MAX_LEN, and check what mbedtls_ssl_conf_psk() or mbedtls_ssl_set_hs_psk() \
        returns.
        """),
    ],
    reference: "Mbed TLS ssl.h MBEDTLS_PSK_MAX_LEN; RFC 4279 §5.3")

  package static let pskHintIgnored = Explanation(
    "psk-hint-ignored", .normal, "No PSK identity hint is sent, so clients cannot choose a key by it",
    meaning: """
      A server with plain pre-shared keys sends no ServerKeyExchange unless it has a hint, and libcoap on Mbed TLS \
      never sends one, whatever coap_context_set_psk() was given. Nor does such a client evaluate one. That is allowed \
      and harmless unless the client has several keys and chooses by the hint: then it uses the wrong one, and the \
      handshake fails as with a wrong key or identity.
      """,
    remedies: [
      "Choose the key by the server's name or address, not by a hint.",
      .on(.mbedTLS, "Do not rely on validate_ih_call_back in clients: Mbed TLS gives no hint to it."),
    ],
    reference: "RFC 4279 §2 and §5.2; libcoap coap_mbedtls.c")

  package static let pskMissingOnClient = Explanation(
    "psk-missing-on-client", .failure, "The client has no pre-shared key to answer with",
    meaning: """
      The client offered PSK suites, the server's flight is complete, and the client sends no ClientKeyExchange: it \
      stops, or closes with internal_error, while the server repeats its flight. It has the suites but no key, or a \
      key that its library refused. A client that did not hear the flight would repeat its ClientHello instead.
      """,
    remedies: [
      "Give the client its key and identity with coap_new_client_session_psk2().",
      .on(.mbedTLS, "Call mbedtls_ssl_conf_psk() and check what it returns; look for -0x7600 in the log."),
    ],
    reference: "RFC 4279 §2; Mbed TLS ssl_tls12_client.c")

  package static let ecjpakeWrongPassword = Explanation(
    "ecjpake-wrong-password", .failure, "The two ends have different EC J-PAKE passwords",
    meaning: """
      The suite is TLS_ECJPAKE_WITH_AES_128_CCM_8, as Thread commissioning uses it, and the server answers the \
      client's Finished with bad_record_mac: the password on both ends is not the same. No key can be tried on such a \
      session, because the password alone does not give its keys.
      """,
    remedies: [
      "Enter the same password (PSKd) on the joiner and the commissioner.",
      .on(.mbedTLS, "Set CONFIG_MBEDTLS_ECJPAKE_C=y and CONFIG_MBEDTLS_KEY_EXCHANGE_ECJPAKE=y on the device."),
    ],
    reference: "draft-cragie-tls-ecjpake-01; openthread/openthread issue #622")

  package static let recordCorrupted = Explanation(
    "record-corrupted", .degradation, "A record was damaged on the way",
    meaning: """
      A handshake failed once with bad_record_mac, as with a wrong key, and the next attempt with the same key \
      succeeded; or a record's content decrypts rightly and only its tag does not match. Bits were changed between the \
      ends: by a radio link, a middlebox, or memory. A wrong UDP checksum in the capture proves it, where checksums \
      are not made by the network card. With a wrong key every attempt fails.
      """,
    remedies: [
      "Check the link's quality, and middleboxes that rewrite payloads.",
      "Leave the keys as they are.",
    ],
    reference: "RFC 6347 §4.1.2.7")

  package static let resumptionBadMac = Explanation(
    "resumption-bad-mac", .failure, "Resuming a session failed, because the two ends remember it differently",
    meaning: """
      The server took up the session that the client asked for, by its identifier or ticket, and sent its Finished \
      first, which the client answered with bad_record_mac: the master secrets differ. The server's cache or ticket \
      key, or the client's stored session, is stale or belongs to another server. In a full handshake the client sends \
      its Finished first, so this is no wrong pre-shared key.
      """,
    remedies: [
      "Clear the client's stored session and the server's session cache, and let them make a full handshake.",
      "Share the ticket key between all servers of one address, or none.",
    ],
    reference: "RFC 5246 §7.3; RFC 5077 §3")

  package static let alertIgnoredByTinydtlsClient = Explanation(
    "alert-ignored-by-tinydtls-client", .failure, "The client does not heed the server's alert",
    meaning: """
      The server ended the handshake with an alert in the clear, and the client repeats its last flight all the same. \
      tinyDTLS drops plaintext alerts while it waits for the server's Finished, so it takes the failure for silence \
      and retransmits until it gives up. The alert itself names the cause: read what it says of the key or the \
      identity.
      """,
    remedies: [
      "Mend what the alert reports.",
      .on(.tinyDTLS, "Expect the failure only after the client's last retransmission."),
    ],
    reference: "eclipse/tinydtls dtls.c dtls_handle_message")

  package static let ecdhePskBlocksDiagnosis = Explanation(
    "ecdhe-psk-blocks-diagnosis", .normal, "This key exchange cannot be opened with the pre-shared key alone",
    meaning: """
      The server selected a suite that mixes an ephemeral Diffie-Hellman exchange into the keys, as a default ESP-IDF \
      build does when the client offers it. That is good for secrecy and takes nothing from the session, but neither \
      this tool nor any other can open it or try keys on its Finished without the secrets of one end. A key log of \
      either end would do, and so would a run with a plain PSK suite.
      """,
    remedies: [
      .on(
        .mbedTLS,
        """
        Set CONFIG_MBEDTLS_KEY_EXCHANGE_ECDHE_PSK=n, and CONFIG_MBEDTLS_KEY_EXCHANGE_DHE_PSK=n where it exists, for a \
        diagnostic run, or write a key log from mbedtls_ssl_set_export_keys_cb().
        """),
      "Let the client offer TLS_PSK_WITH_AES_128_CCM_8 alone for a diagnostic run.",
      .on(.californium, "Set DTLS.TLSKEYLOG_FILE where the release has it."),
      .on(
        .openSSL,
        "Register a callback with SSL_CTX_set_keylog_callback(), or use -keylogfile of s_client and s_server."),
    ],
    reference: "RFC 5489 §2; RFC 9850")
}
