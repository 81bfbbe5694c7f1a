extension StatusCode {
  /// What libcoap tells the handler of coap_register_event_handler(): its coap_event.h.
  static let libcoapEvents: [StatusCode] = [
    libcoap(
      0x0000, "COAP_EVENT_DTLS_CLOSED",
      "The DTLS session was closed, by either end.", [.closeNotify, .sessionEvicted, .serverIdleCloseMissed]),
    libcoap(0x01DE, "COAP_EVENT_DTLS_CONNECTED", "The DTLS handshake completed."),
    libcoap(0x01DF, "COAP_EVENT_DTLS_RENEGOTIATE", "The DTLS session was renegotiated."),
    libcoap(
      0x0200, "COAP_EVENT_DTLS_ERROR",
      "DTLS failed: in the handshake, by an alert, or by a record.",
      [.pskMismatchAlert, .noSharedSuite, .certUnknownCa]),
    libcoap(0x1001, "COAP_EVENT_TCP_CONNECTED", "The TCP connection is there."),
    libcoap(0x1002, "COAP_EVENT_TCP_CLOSED", "The TCP connection was closed."),
    libcoap(0x1003, "COAP_EVENT_TCP_FAILED", "The TCP connection failed."),
    libcoap(0x2001, "COAP_EVENT_SESSION_CONNECTED", "Both ends have said what they are capable of (CoAP over TCP)."),
    libcoap(0x2002, "COAP_EVENT_SESSION_CLOSED", "The session was closed after that exchange."),
    libcoap(0x2003, "COAP_EVENT_SESSION_FAILED", "The session failed after that exchange."),
    libcoap(0x3001, "COAP_EVENT_PARTIAL_BLOCK", "Not all blocks of a body arrived."),
    libcoap(0x3002, "COAP_EVENT_XMIT_BLOCK_FAIL", "Not all blocks of a body could be sent."),
    libcoap(
      0x4001, "COAP_EVENT_SERVER_SESSION_NEW",
      "The server made a session for a new client; its DTLS handshake may not be complete."),
    libcoap(
      0x4002, "COAP_EVENT_SERVER_SESSION_DEL",
      "The server removed a session: it was idle, or there were too many.", [.sessionEvicted, .serverIdleCloseMissed]),
    libcoap(0x5001, "COAP_EVENT_BAD_PACKET", "A message that is no CoAP was received.", [.dtlsSentToCoapPort]),
    libcoap(
      0x5002, "COAP_EVENT_MSG_RETRANSMITTED",
      "A confirmable message was sent again.", [.serverLostSession, .natRebindNoCid]),
    libcoap(0x6001, "COAP_EVENT_OSCORE_DECRYPTION_FAILURE", "A message protected by OSCORE could not be decrypted."),
    libcoap(0x6002, "COAP_EVENT_OSCORE_NOT_ENABLED", "OSCORE was used by the peer and is not enabled here."),
    libcoap(
      0x6003, "COAP_EVENT_OSCORE_NO_PROTECTED_PAYLOAD",
      "A message with an OSCORE option has no protected payload."),
    libcoap(0x6004, "COAP_EVENT_OSCORE_NO_SECURITY", "There is no security context for an OSCORE message."),
    libcoap(0x6005, "COAP_EVENT_OSCORE_INTERNAL_ERROR", "OSCORE failed, as for want of memory."),
    libcoap(0x6006, "COAP_EVENT_OSCORE_DECODE_ERROR", "An OSCORE option is malformed."),
    libcoap(0x7001, "COAP_EVENT_WS_PACKET_SIZE", "A WebSocket packet is too large."),
    libcoap(0x7002, "COAP_EVENT_WS_CONNECTED", "The WebSocket is open."),
    libcoap(0x7003, "COAP_EVENT_WS_CLOSED", "The WebSocket was closed."),
    libcoap(
      0x8001, "COAP_EVENT_KEEPALIVE_FAILURE",
      "A keepalive ping was not answered: the session is most likely dead.",
      [.serverLostSession, .natRebindNoCid, .serverProcessGone]),
  ]
}
