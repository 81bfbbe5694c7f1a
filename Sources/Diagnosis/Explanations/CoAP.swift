import Analysis

extension Explanation {
  /// DTLS works and CoAP in it does not.
  static let coap: [Explanation] = [
    coapNoAnswerDtlsOk, referencePut500,
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
}
