import CoAP

/// TD_COAP_CORE_09 to 17: separate responses, tokens, and what a URI is split into.
enum CoreTokens {
  static let tests = [
    TestDescription(
      "TD_COAP_CORE_09", "GET transaction with separate response (CON mode, no piggyback)", "RFC 7252 §5.8.1, §5.2.2",
      stimulus: Pattern(.confirmable, .get, path: ["separate"]),
      steps: separate([], [.option(.contentFormat)])),
    TestDescription(
      "TD_COAP_CORE_10", "GET transaction containing non-empty Token (CON mode)", "RFC 7252 §2.2, §5.8.1, §5.10.1",
      stimulus: Pattern(.confirmable, .get, path: ["test"], hasEmptyToken: false),
      steps: piggybacked("/test with a token", [.token(length: 1...8)])),
    TestDescription(
      "TD_COAP_CORE_11", "GET transaction containing non-empty Token with a separate response (CON mode)",
      "RFC 7252 §2.2, §5.2.2, §5.8.1",
      stimulus: Pattern(.confirmable, .get, path: ["separate"], hasEmptyToken: false),
      steps: separate([.token(length: 1...8)], [])),
    TestDescription(
      "TD_COAP_CORE_12", "GET transaction using empty Token (CON mode)", "RFC 7252 §2.2, §5.8.1, §5.10.1",
      stimulus: Pattern(.confirmable, .get, path: ["test"], hasEmptyToken: true),
      steps: piggybacked("/test with an empty token", [.token(length: 0...0)])),
    TestDescription(
      "TD_COAP_CORE_13", "GET transaction containing several URI-Path options (CON mode)",
      "RFC 7252 §5.4.5, §5.10.1, §6.5",
      stimulus: Pattern(.confirmable, .get, path: ["seg1", "seg2", "seg3"]),
      steps: piggybacked("/seg1/seg2/seg3", [.options(.uriPath, ["seg1", "seg2", "seg3"])])),
    TestDescription(
      "TD_COAP_CORE_14", "GET transaction containing several URI-Query options (CON mode)",
      "RFC 7252 §5.4.5, §5.10.1, §6.5",
      stimulus: Pattern(.confirmable, .get, path: ["query"], with: [.uriQuery]),
      steps: piggybacked("/query with queries", [.options(.uriQuery, atLeast: 2, else: .inconclusive)])),
    TestDescription(
      "TD_COAP_CORE_17", "GET transaction with a separate response (NON mode)", "RFC 7252 §2.2, §5.2.2, §5.8.1",
      stimulus: Pattern(.nonConfirmable, .get, path: ["separate"]),
      steps: [
        .stimulus(1, "The client is asked to send a NON GET for /separate"),
        .check(2, "The client sends it", Step.theStimulus),
        .check(
          3, "The server does not acknowledge it", { Sighting($0.answer(to: 0).map { [$0] } ?? []) },
          .type(.nonConfirmable)),
        .check(
          5, "The server answers 2.05 (Content)", Step.response(to: 2), .success(.content), .type(.nonConfirmable),
          .token(of: 2), .payload, .formatOfPayload),
        .verify(6, "The client shows the response"),
      ]),
  ]

  private static func piggybacked(_ request: String, _ traits: [Trait]) -> [Step] {
    [
      .stimulus(1, "The client is asked to send a CON GET for \(request)"),
      .check(2, "The client sends it", Step.theStimulus, traits),
      .check(
        3, "The server answers 2.05 (Content)", Step.response(to: 2),
        [.success(.content), .token(of: 2), .messageID(of: 2), .payload, .formatOfPayload]),
      .verify(4, "The client shows the response"),
    ]
  }

  /// The acknowledgement and the response may come in any order (RFC 7252 §5.2.2).
  private static func separate(_ request: [Trait], _ response: [Trait]) -> [Step] {
    [
      .stimulus(1, "The client is asked to send a CON GET for /separate"),
      .check(2, "The client sends it", Step.theStimulus, request),
      .check(
        3, "The server acknowledges it with an empty message", Step.answer(to: 2),
        .type(.acknowledgement), .code(.empty, else: .inconclusive)),
      .check(
        5, "The server answers 2.05 (Content) in a message of its own",
        { Sighting($0.separateResponse(to: $0.last(2)), "a separate response to the request of step 2") },
        [.success(.content), .type(.confirmable, else: .inconclusive), .token(of: 2), .payload] + response),
      .check(
        6, "The client acknowledges it", Step.answer(to: 5), .type(.acknowledgement), .code(.empty)),
      .verify(7, "The client shows the response"),
    ]
  }
}
