import CoAP

/// TD_COAP_CORE_31: an Empty confirmable message, which the other end rejects if it is there.
enum CorePing {
  static let tests = [
    TestDescription(
      "TD_COAP_CORE_31", "CoAP Ping (CON mode)", "RFC 7252 §4.3", stimulus: Pattern(.confirmable, .empty),
      steps: [
        .stimulus(1, "The client is asked to send a ping"),
        .check(2, "The client sends an Empty CON message of four bytes", Step.theStimulus, .nothingMore),
        .check(
          3, "The server answers with a Reset of four bytes", Step.answer(to: 2), .type(.reset), .code(.empty),
          .nothingMore),
        .verify(4, "The client shows that the ping was answered"),
      ])
  ]
}
