import Analysis

extension Explanation {
  /// CoAP that does not work, or not as well as it could, whether DTLS carries it or not.
  static let coap: [Explanation] = [
    coapNoAnswerDtlsOk, referencePut500, coapRequestTimeout, coapRequestUnanswered, coapErrorResponses, coapReset,
    coapRetransmissionStorm, coapRetransmissionTiming, coapIllegalMessage, coapUnknownCriticalOption,
    coapTokenMismatch, coapTokenReused, coapBlockIncomplete, coapBlockEtagChanged, coapBlockMalformed,
    coapStaleNotification, coapObserveNotRenewed, coapNotifiedAfterCancellation, coapNotObserved,
  ]

  package static let coapNoAnswerDtlsOk = Explanation(
    "coap-no-answer-dtls-ok", .failure, "The handshake is fine, and CoAP requests stay unanswered",
    meaning: """
      The session is established and the client's requests are in it, but no answer comes back, or only errors. DTLS \
      has done its part: the server's handler blocks, the resource does not exist, or the task that calls the library \
      is busy. A server that has forgotten the session looks alike from the client's side; with keys, other messages \
      of the server in the same session show that it has not.
      """,
    remedies: [
      "Check the resource's name and the handler's log.",
      .on(.mbedTLS, "Do not block in handlers, and call coap_io_process() all the time."),
      "Analyze the capture with the session's key, to read codes and message IDs.",
    ],
    reference: "RFC 7252 §5.2 and §4.2")

  package static let referencePut500 = Explanation(
    "reference-put-500", .normal, "The example's PUT handler answers 5.00 to a value that is stored already",
    meaning: """
      The light resource of the book's ESP32-C3 example compares the new value with the stored one and answers 5.00 \
      when they are the same, or when one begins with the other. Nothing is wrong with DTLS or CoAP: it is how that \
      handler was written. It also copies the payload without comparing its length with the 100 bytes of its buffer, \
      which is a fault of another kind.
      """,
    remedies: [
      "Answer 2.04 in esp_coap_put for an unchanged value, and compare whole values, not beginnings with strncmp.",
      "Reject payloads that are longer than the buffer with 4.13.",
    ],
    reference: "RFC 7252 §5.9.1.4; book-esp32c3-iot-projects test_case/coap/main/app_main.c")

  package static let coapRequestTimeout = Explanation(
    "coap-request-timeout", .failure, "A confirmable request was repeated until it was given up",
    meaning: """
      A confirmable message is repeated after 2 to 3 s and then at twice the time, four times at most, and given up \
      after about 93 s (RFC 7252 §4.8.2). No copy was acknowledged: either nothing arrives, or the other end drops it, \
      or its answers do not come back. A server that has forgotten a DTLS session, a closed port and a filter look \
      alike; if other requests are answered before and after, the path is fine and the handler of this resource blocks \
      the server.
      """,
    remedies: [
      """
      Look whether the server's host sends anything at that time: if not, look for the host, its radio and \
      its address.
      """,
      .on(.mbedTLS, "Call coap_io_process() all the time in the server, and do not block in handlers."),
      .on(
        .mbedTLS,
        """
        On links that are slow, raise coap_session_set_ack_timeout() and coap_session_set_max_retransmit() \
        in the client.
        """),
    ],
    reference: "RFC 7252 §4.2 and §4.8")

  package static let coapRequestUnanswered = Explanation(
    "coap-request-unanswered", .normal, "A request has no response in the capture",
    meaning: """
      The request is there, the time for a response went by, and none is there. A client that gives up before it has \
      repeated its request four times, a capture that ends or that misses packets, and a server that acknowledges and \
      then forgets to answer all look like that. Requests that are not confirmable and bring something (POST, PUT) are \
      left out: many senders want no response to them.
      """,
    remedies: [
      "Capture for longer, and on the client's side.",
      "Let the client wait for as long as its requests are repeated, 93 s with the defaults of RFC 7252.",
      .on(
        .mbedTLS,
        """
        If the server acknowledges first, see that its handler calls coap_async_trigger() or sends its \
        separate response.
        """),
    ],
    reference: "RFC 7252 §5.2")

  package static let coapErrorResponses = Explanation(
    "coap-error-responses", .degradation, "Requests are answered with errors",
    meaning: """
      A code of class 4 says that the client should ask otherwise, one of class 5 that the server failed. The \
      transport works. 4.04 is mostly a path that is written otherwise in the server, 4.01 a missing right, 4.05 a \
      method without a handler, 4.15 a Content-Format that the handler does not take, 5.00 a handler that ran into an \
      error, and 5.03 an overload, with the seconds to wait in Max-Age. Many servers say why in the payload.
      """,
    remedies: [
      "Compare the path with what GET /.well-known/core lists, upper and lower case included.",
      .on(
        .mbedTLS,
        """
        Register the method with coap_register_request_handler() for the resource of coap_resource_init().
        """),
      "Read the payload of the response: it may say why.",
    ],
    reference: "RFC 7252 §5.9.2 and §5.9.3")

  package static let coapReset = Explanation(
    "coap-reset", .degradation, "A request was answered with Reset",
    meaning: """
      A Reset says that the message arrived and its receiver could not make sense of it: it rebooted and has lost the \
      context, nobody handles requests there, the message has a code that it must not have, or a critical option in a \
      message that is not confirmable is unknown. A Reset after a notification is something else: it ends the \
      observation and is as it should be, and so is the Reset that answers a ping.
      """,
    remedies: [
      "See that requests go to the end that has a server: a client's port answers requests with Reset.",
      "After a restart of either end, make the session and the observations anew.",
    ],
    reference: "RFC 7252 §4.2 and §4.3")

  package static let coapRetransmissionStorm = Explanation(
    "coap-retransmission-storm", .degradation, "One message is repeated many times within a second",
    meaning: """
      The same message, with the same message ID, goes out again and again without a pause. No timer of CoAP does \
      that: it waits for 2 s at least and doubles. A timer that is set in the wrong unit, a loop that sends when its \
      socket reports an error, or a loop in the network are what does. Copies that a capture on several interfaces \
      makes are two or three, and as many for every message.
      """,
    remedies: [
      "Check the unit of the retransmission timer: seconds, milliseconds and system ticks.",
      .on(.mbedTLS, "Leave repeating to libcoap: call coap_send() once for a message."),
      "Look for a bridge or a multicast loop if all hosts show it.",
    ],
    reference: "RFC 7252 §4.2 and §4.7")

  package static let coapRetransmissionTiming = Explanation(
    "coap-retransmission-timing", .normal, "A message is repeated sooner, more evenly or more often than by default",
    meaning: """
      RFC 7252 has a sender wait for 2 to 3 s before the first copy of a confirmable message, for twice as long before \
      each further one, and stop after four. Both ends may agree on other numbers, and on a local link shorter ones do \
      no harm; on a slow link a copy that is sent before the answer can be there costs both ends energy and makes loss \
      worse. Intervals that do not double keep a network congested.
      """,
    remedies: [
      .on(
        .mbedTLS,
        """
        Set coap_session_set_ack_timeout() to 2 s or more, and coap_session_set_max_retransmit() to 4.
        """),
      "Let the interval double with every copy.",
    ],
    reference: "RFC 7252 §4.2 and §4.8.1")

  package static let coapIllegalMessage = Explanation(
    "coap-illegal-message", .degradation, "Messages break CoAP's format",
    meaning: """
      A request in an acknowledgement, a code of a class that nobody uses, or an Empty message that is longer than \
      four bytes: receivers have to reject such messages, with Reset or silently, and most libraries do. The library \
      that sent it has a fault, or the bytes are no CoAP at all. Some libraries put the token into an Empty \
      acknowledgement; others then repeat their message, since the acknowledgement does not count.
      """,
    remedies: [
      "Update the library of the end that sends it.",
      "If an acknowledgement is to carry no response, send its header of four bytes alone.",
    ],
    reference: "RFC 7252 §4.1 to §4.3")

  package static let coapUnknownCriticalOption = Explanation(
    "coap-unknown-critical-option", .degradation, "A message has a critical option that IANA's registry does not have",
    meaning: """
      An option with an odd number is critical: who does not know it must not act on the message, and answers a \
      confirmable request with 4.02 Bad Option. Numbers from 65000 on are for experiments, and two ends may well agree \
      on one. A number below that points to an option of a draft, to a newer standard, or to options that were put in \
      the wrong order, so that a delta came out wrong.
      """,
    remedies: [
      .on(.mbedTLS, "Tell the server that it knows the option: coap_register_option() with its number."),
      "Give an option that may be ignored an even number.",
      "Add options to a message in the order of their numbers.",
    ],
    reference: "RFC 7252 §5.4.1 and §5.4.6")

  package static let coapTokenMismatch = Explanation(
    "coap-token-mismatch", .degradation, "A response has another token than its request",
    meaning: """
      Message IDs tie acknowledgements to messages, tokens tie responses to requests. A client drops a response whose \
      token it does not know, even if it comes in the acknowledgement of its request, and waits in vain. The server \
      builds its response without copying the token, or answers an old request, or something on the way rewrites \
      messages.
      """,
    remedies: [
      "Copy the token of the request into every response, with its length.",
      .on(.mbedTLS, "Fill the response that libcoap passes to the handler: it has the token already."),
    ],
    reference: "RFC 7252 §5.3.2")

  package static let coapTokenReused = Explanation(
    "coap-token-reused", .degradation, "The token of an observation was used for another request",
    meaning: """
      The token of an observation stays in use until the observation is over: notifications carry it. A client that \
      takes the same token for another request, often because its tokens are empty or constant, cannot tell a \
      notification from the response. Servers take the new request for the end of the observation, or for its renewal, \
      or for neither.
      """,
    remedies: [
      "Give each request a token of its own while an observation goes on.",
      .on(.mbedTLS, "Take tokens from coap_session_new_token()."),
      "Cancel the observation first, with Observe 1.",
    ],
    reference: "RFC 7252 §5.3.1; RFC 7641 §3.6")

  package static let coapBlockIncomplete = Explanation(
    "coap-block-incomplete", .degradation, "A body in blocks did not become whole",
    meaning: """
      Blocks came, the last of them says that more follow, and no request for the next one comes, or none is answered. \
      A client that knows nothing of blocks takes the first one for the whole: then the body is cut at 1024, 512 or 64 \
      bytes. A client that gave up, a server that forgot the transfer, and a datagram that is too large for the path \
      stop later.
      """,
    remedies: [
      .on(
        .mbedTLS,
        """
        Let libcoap ask for the blocks: coap_context_set_block_mode(ctx, COAP_BLOCK_USE_LIBCOAP | \
        COAP_BLOCK_SINGLE_BODY).
        """),
      .on(.mbedTLS, "Give large bodies with coap_add_data_large_request() and coap_add_data_large_response()."),
      "Use smaller blocks, 512 bytes or 256, where datagrams of 1 KiB get lost.",
    ],
    reference: "RFC 7959 §2.4 and §2.5")

  package static let coapBlockEtagChanged = Explanation(
    "coap-block-etag-changed", .degradation, "A body changed while its blocks were fetched",
    meaning: """
      Every block of a body has the same ETag. Here it changed in between: the resource got a new value, or the server \
      makes the body anew for every block. What the client puts together is neither the old body nor the new one, and \
      it has to begin again.
      """,
    remedies: [
      .on(
        .mbedTLS,
        """
        Answer with coap_add_data_large_response(), which keeps the body until its last block was fetched.
        """),
      "Let the client begin anew with block 0 when the ETag changes.",
    ],
    reference: "RFC 7959 §2.4")

  package static let coapBlockMalformed = Explanation(
    "coap-block-malformed", .degradation, "Blocks of a body do not fit together",
    meaning: """
      All blocks but the last are as long as their option says, none lies behind the last one, and a server sends no \
      larger blocks than the client asked for. Who breaks that makes the other end put together a body with holes, or \
      refuse it with 4.00 or 4.08. A payload that is cut at the size of a buffer is the usual cause.
      """,
    remedies: [
      "Cut the body at multiples of the block size, and fill every block but the last.",
      .on(.mbedTLS, "Leave blocks to libcoap: coap_context_set_block_mode() with COAP_BLOCK_USE_LIBCOAP."),
    ],
    reference: "RFC 7959 §2.2 and §2.3")

  package static let coapStaleNotification = Explanation(
    "coap-stale-notification", .normal, "Notifications came in the wrong order",
    meaning: """
      The Observe option numbers notifications, so that a client can tell an old state that arrives late from a new \
      one. A stale notification now and then is what networks do, and clients drop it. Many are a server whose numbers \
      do not grow: it begins anew after each restart, or counts for all resources what has to grow for each. Clients \
      then keep the old state for up to 128 s.
      """,
    remedies: [
      """
      Let the number grow with every notification, and after a restart begin above the last one, or take it \
      from a clock.
      """,
      .on(
        .mbedTLS,
        """
        Call coap_resource_notify_observers(), and leave numbers to libcoap; COAP_RESOURCE_FLAGS_NOTIFY_CON \
        sends confirmable notifications, which do not overtake each other.
        """),
    ],
    reference: "RFC 7641 §3.4 and §4.4")

  package static let coapObserveNotRenewed = Explanation(
    "coap-observe-not-renewed", .normal, "An observed state grew older than its Max-Age and was not asked for again",
    meaning: """
      A notification is fresh for the seconds in its Max-Age option, 60 without one. When that time is over and \
      nothing new came, the server may have restarted and forgotten its observers: it does not tell them. A client \
      that wants to be sure registers again then, with the same token. A server that notifies only of changes and \
      leaves Max-Age at 60 s looks the same, and its clients believe what is no longer promised.
      """,
    remedies: [
      "Register again, with the same token, when Max-Age is over.",
      "Let the server notify once in Max-Age at least, or give a Max-Age as long as it really is quiet.",
    ],
    reference: "RFC 7641 §3.3.1 and §4.3.1")

  package static let coapNotifiedAfterCancellation = Explanation(
    "coap-notified-after-cancellation", .degradation, "Notifications go on after the observation was ended",
    meaning: """
      The client cancelled, with Observe 1 or with a Reset of a notification, and the server goes on. The cancellation \
      got lost, or had another token than the registration, so that the server found no observation to end, or the \
      server does not match Resets to notifications that are not confirmable. Each further notification costs both \
      ends energy.
      """,
    remedies: [
      "Send Observe 1 with the token and the options of the registration.",
      .on(.mbedTLS, "Cancel with coap_cancel_observe() in the client."),
      .on(
        .mbedTLS,
        """
        Make notifications confirmable from time to time with COAP_RESOURCE_FLAGS_NOTIFY_CON, so that \
        clients that are gone are found.
        """),
    ],
    reference: "RFC 7641 §3.6 and §4.2")

  package static let coapNotObserved = Explanation(
    "coap-not-observed", .normal, "The server does not take an observer on",
    meaning: """
      The client asked to be notified, and the response has no Observe option: it is an ordinary response. The \
      resource cannot be observed, or the server has as many observers as it can keep. A client has to ask again when \
      it wants to know more.
      """,
    remedies: [
      .on(.mbedTLS, "Make the resource observable: coap_resource_set_get_observable(resource, 1)."),
      "Raise the server's limit of observers, or ask at intervals.",
    ],
    reference: "RFC 7641 §3.1 and §4.1")
}
