import Analysis

extension Explanation {
  /// Sizes of datagrams and records, and what the device can take.
  static let datagrams: [Explanation] = [
    certFlightMtuBlackhole, inContentLenTooSmall, udpMailboxOverflow, slowCryptoSpuriousRtx, deviceCrashMidHandshake,
  ]

  package static let certFlightMtuBlackhole = Explanation(
    "cert-flight-mtu-blackhole", .failure, "The flight with the certificates is larger than the path lets through",
    meaning: """
      Small datagrams pass in both directions, and the flight that carries the certificates never arrives: its sender \
      repeats it, the other end repeats the message before it. The path drops datagrams above some size without saying \
      so. At the receiving side the record numbers jump by what was lost; at the sending side the large datagrams are \
      seen and stay unanswered. Mbed TLS sends pieces of 508 bytes or fewer from its second retransmission on, which \
      then go through. A receiver that hears nothing at all would not have got the small datagrams before it.
      """,
    remedies: [
      """
      Make the sender stay below the path MTU: coap_endpoint_set_default_mtu() or coap_session_set_mtu() with 1200 or \
      fewer in libcoap.
      """,
      .on(.mbedTLS, "Call mbedtls_ssl_set_mtu(&ssl, 1200)."),
      .on(.openSSL, "Set SSL_OP_NO_QUERY_MTU and call DTLS_set_link_mtu()."),
      .on(.gnuTLS, "Call gnutls_dtls_set_mtu()."),
      .on(.californium, "Set DTLS.MAX_TRANSMISSION_UNIT."),
      "Send less: ECDSA certificates, no root certificate in the chain, raw public keys, or pre-shared keys.",
    ],
    reference: "RFC 6347 §4.1.1.1 and §4.2.3; Mbed TLS ssl_msg.c ssl_double_retransmit_timeout")

  package static let inContentLenTooSmall = Explanation(
    "in-content-len-too-small", .failure, "A record is larger than the device's input buffer",
    meaning: """
      The same large record is sent again and again and the device never answers it, although it answers smaller ones \
      of the same session. Its input buffer, CONFIG_MBEDTLS_SSL_IN_CONTENT_LEN, is smaller than the record's length, \
      or the datagram is larger than the 1472 bytes that libcoap receives. A path that drops large datagrams looks the \
      same from afar: a capture at the device's side shows whether the record arrives, and the device's log says \
      -0x7200 if it did.
      """,
    remedies: [
      .on(.mbedTLS, "Raise CONFIG_MBEDTLS_SSL_IN_CONTENT_LEN above the length of the record."),
      .on(
        .mbedTLS,
        """
        Negotiate smaller records: CONFIG_MBEDTLS_SSL_MAX_FRAGMENT_LENGTH=y and mbedtls_ssl_conf_max_frag_len() in the \
        client.
        """),
      .on(.californium, "Set DTLS.MAX_FRAGMENT_LENGTH."),
    ],
    reference: "RFC 6066 §4; RFC 8449; espressif/esp-idf issue #4649")

  package static let udpMailboxOverflow = Explanation(
    "udp-mailbox-overflow", .failure, "A flight comes in more datagrams than the device's socket can hold",
    meaning: """
      The peer sends its flight as a burst of more than six small datagrams, and the device answers only some of it or \
      nothing: lwIP keeps six datagrams for a socket until the task reads, and drops the rest. Sent more slowly, or in \
      fewer datagrams, the same flight succeeds. Loss on the radio link would hit other datagrams each time; here it \
      is always the end of the burst.
      """,
    remedies: [
      .on(
        .mbedTLS,
        "Set CONFIG_LWIP_UDP_RECVMBOX_SIZE to 12 or 16, and raise CONFIG_LWIP_TCPIP_RECVMBOX_SIZE with it."),
      "Let the peer use larger datagrams, so that the flight needs fewer of them.",
      .on(.californium, "Set DTLS.USE_MULTI_HANDSHAKE_MESSAGE_RECORDS=true and DTLS.USE_MULTI_RECORD_MESSAGES=true."),
    ],
    reference: "ESP-IDF components/lwip/Kconfig; RFC 6347 §4.2.3")

  package static let slowCryptoSpuriousRtx = Explanation(
    "slow-crypto-spurious-rtx", .degradation, "The device computes longer than the peer's timer waits",
    meaning: """
      The peer repeats its flight after its timer although nothing was lost: the answer comes a little later, and the \
      record numbers have no gap. The device needs more than the peer's first timeout, mostly one second, for its \
      elliptic-curve arithmetic. Both copies are answered, which costs more time still. Loss leaves a gap in the \
      record numbers at a capture point after it; a sleeping radio delays all packets, not only those after key \
      exchanges.
      """,
    remedies: [
      "Raise the peer's first timeout: RFC 7925 recommends 9 s for constrained devices.",
      .on(.mbedTLS, "Call mbedtls_ssl_conf_handshake_timeout(&conf, 9000, 60000) on the peer if it is Mbed TLS."),
      .on(
        .mbedTLS,
        """
        Use a plain PSK suite: CONFIG_MBEDTLS_KEY_EXCHANGE_ECDHE_PSK=n on the device if forward secrecy is not needed.
        """),
      .on(
        .mbedTLS,
        """
        Set CONFIG_MBEDTLS_HARDWARE_MPI=y and CONFIG_MBEDTLS_ECP_NIST_OPTIM=y, CONFIG_MBEDTLS_HARDWARE_ECC=y on chips \
        that have it (not the ESP32-C3), and run the processor at full speed.
        """),
      .on(.californium, "Raise DTLS.RETRANSMISSION_TIMEOUT or DTLS.ADDITIONAL_ECC_TIMEOUT on the peer."),
    ],
    reference: "RFC 7925 §11; RFC 6347 §4.2.4.1")

  package static let deviceCrashMidHandshake = Explanation(
    "device-crash-mid-handshake", .failure, "The device restarts in the middle of the handshake",
    meaning: """
      The device falls silent after the same flight each time, and some seconds later it joins the network again: \
      DHCP, ARP probes or a gratuitous ARP from its hardware address, and in the next handshake record numbers and \
      clock that start afresh. A stack overflow in the task that computes the handshake is the usual cause: the \
      example of libcoap for ESP-IDF needs some 8 KiB, and the main task has 3.5 KiB by default. A server that ran out \
      of memory stays on the network. The monitor output at that time names the task and the reason.
      """,
    remedies: [
      .on(
        .mbedTLS,
        """
        Run the CoAP server in a task of its own with a stack of 8 to 10 KiB, as with xTaskCreate(task, "coap", 10 * \
        1024, NULL, 5, NULL).
        """),
      .on(.mbedTLS, "Set CONFIG_ESP_MAIN_TASK_STACK_SIZE to 8192 or more if it runs in app_main."),
      .on(
        .mbedTLS,
        "Read the panic message and the backtrace in the monitor output, and check the free heap and the watchdogs."),
    ],
    reference: "ESP-IDF components/esp_common/Kconfig; RFC 6347 §4.2.4")
}
