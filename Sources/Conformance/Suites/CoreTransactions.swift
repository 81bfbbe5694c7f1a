import CoAP

/// TD_COAP_CORE_01 to 08: each method once, confirmable and not.
enum CoreTransactions {
  static let tests = [
    test(1, "GET transaction (CON mode)", .confirmable, .get, [.content], "RFC 7252 §5.8.1"),
    test(2, "DELETE transaction (CON mode)", .confirmable, .delete, [.deleted], "RFC 7252 §5.8.4"),
    test(3, "PUT transaction (CON mode)", .confirmable, .put, [.changed, .created], "RFC 7252 §5.8.3"),
    test(4, "POST transaction (CON mode)", .confirmable, .post, [.created, .changed], "RFC 7252 §5.8.2"),
    test(5, "GET transaction (NON mode)", .nonConfirmable, .get, [.content], "RFC 7252 §5.8.1, §5.2.3"),
    test(6, "DELETE transaction (NON mode)", .nonConfirmable, .delete, [.deleted], "RFC 7252 §5.8.4, §5.2.3"),
    test(7, "PUT transaction (NON mode)", .nonConfirmable, .put, [.changed, .created], "RFC 7252 §5.8.3, §5.2.3"),
    test(8, "POST transaction (NON mode)", .nonConfirmable, .post, [.created, .changed], "RFC 7252 §5.8.2, §5.2.3"),
  ]

  /// A request for /test, and its response.
  private static func test(
    _ number: Int, _ title: String, _ type: MessageType, _ method: Code, _ codes: [Code], _ reference: String
  ) -> TestDescription {
    let hasPayload = method == .put || method == .post
    let isConfirmable = type == .confirmable
    let request = "The client sends a \(type) \(method) for /test"
    var requestTraits: [Trait] = []
    if hasPayload { requestTraits.append(.option(.contentFormat)) }
    if hasPayload, !isConfirmable { requestTraits.append(.requestPayload) }
    var responseTraits: [Trait] = [Trait.success(codes), .token(of: 2)]
    responseTraits.append(isConfirmable ? .messageID(of: 2) : .type(.nonConfirmable))
    if method == .get { responseTraits.append(.payload) }
    responseTraits.append(.formatOfPayload)
    let names = codes.map { "\($0.dotted) (\($0))" }.joined(separator: " or ")
    var steps: [Step] = [
      .stimulus(1, "The client is asked to send a \(method) for /test"),
      .check(2, hasPayload ? request + " with a Content-Format" : request, Step.theStimulus, requestTraits),
    ]
    if hasPayload { steps.append(.verify(3, "The server shows what it received")) }
    steps += [
      .check(steps.count + 1, "The server answers \(names)", Step.response(to: 2), responseTraits),
      .verify(steps.count + 2, "The client shows the response"),
    ]
    return TestDescription(
      "TD_COAP_CORE_0\(number)", title, reference, stimulus: Pattern(type, method, path: ["test"]), steps: steps)
  }
}
