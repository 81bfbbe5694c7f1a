import CoAP

/// TD_COAP_CORE_21 to 23: entity tags and conditional requests.
enum CoreValidation {
  static let tests = [
    TestDescription(
      "TD_COAP_CORE_21", "GET transaction containing the ETag option (CON mode)", "RFC 7252 §5.8.1, §5.10.6, §5.9.1.3",
      stimulus: read,
      steps: [
        .stimulus(1, "The client is asked to send a CON GET for /validate"),
        .check(2, "The client sends it without an ETag", Step.theStimulus, .noOption(.eTag)),
        .check(
          3, "The server answers 2.05 (Content) with an ETag", Step.response(to: 2), .success(.content), .token(of: 2),
          .messageID(of: 2), .option(.eTag), .payload),
        .verify(4, "The client shows the response"),
        .stimulus(5, "The client is asked to check whether the resource was updated"),
        .check(
          6, "The client sends a CON GET with that ETag", Step.request(validation, after: 3), .newMessageID(since: 2),
          .option(.eTag, as: .eTag, of: 3)),
        .check(
          7, "The server answers 2.03 (Valid) with that ETag", Step.response(to: 6), .success(.valid), .token(of: 6),
          .messageID(of: 6), .option(.eTag, as: .eTag, of: 3), .noPayload),
        .verify(8, "The client shows the response"),
        .stimulus(9, "Some client updates the resource", Step.request(update, after: 7, fromAnyone: true)),
        .stimulus(10, "The client is asked to check whether the resource was updated"),
        .check(
          11, "The client sends a CON GET with the same ETag",
          Step.request(validation, after: 9, 7),
          .newMessageID(since: 2, 6), .option(.eTag, as: .eTag, of: 3)),
        .check(
          12, "The server answers 2.05 (Content) with another ETag and another payload", Step.response(to: 11),
          .success(.content), .token(of: 11), .messageID(of: 11), .option(.eTag, otherThanIn: 3), .payload,
          .payload(otherThanIn: 3)),
        .verify(13, "The client shows the response"),
      ], where: { $0.request(validation, after: 0) != nil }),
    ifMatch("TD_COAP_CORE_22", "GET with ETag and PUT with If-Match (CON mode)") { $0.isConditional },
    ifNoneMatch(
      "TD_COAP_CORE_23", "PUT transaction containing the If-None-Match option (CON mode)", resource: "create1"),
  ]

  private static let read = Pattern(.confirmable, .get, path: ["validate"], without: [.eTag])
  private static let validation = Pattern(.confirmable, .get, path: ["validate"], with: [.eTag])
  private static let update = Pattern(nil, .put, .post, path: ["validate"], without: [.ifMatch])
  private static let conditional = Pattern(.confirmable, .put, path: ["validate"], with: [.ifMatch])

  static func ifMatch(
    _ id: String, _ title: String, where distinction: @escaping @Sendable (Scene) -> Bool
  ) -> TestDescription {
    TestDescription(
      id, title, "RFC 7252 §5.8.3, §5.10.6, §5.10.8.1", stimulus: read,
      steps: [
        .stimulus(1, "The client is asked to send a CON GET for /validate"),
        .check(2, "The client sends it without an ETag", Step.theStimulus, .noOption(.eTag)),
        .check(
          3, "The server answers 2.05 (Content) with an ETag", Step.response(to: 2), .success(.content), .token(of: 2),
          .messageID(of: 2), .option(.eTag), .payload),
        .stimulus(4, "The client is asked to update the resource atomically"),
        .check(
          5, "The client sends a CON PUT with If-Match of that ETag", Step.request(conditional, after: 3),
          .newMessageID(since: 2), .option(.ifMatch, as: .eTag, of: 3), .option(.contentFormat), .requestPayload,
          .payload(otherThanIn: 3)),
        .check(
          6, "The server answers 2.04 (Changed)", Step.response(to: 5), .success(.changed), .token(of: 5),
          .messageID(of: 5), .formatOfPayload),
        .verify(7, "The client shows the response, and the server has the new content"),
        .stimulus(8, "The client is asked to send a CON GET for /validate"),
        .check(9, "The client sends it", Step.request(read, after: 6), .newMessageID(since: 2, 5)),
        .check(
          10, "The server answers 2.05 (Content) with another ETag and the payload of step 5", Step.response(to: 9),
          .success(.content), .token(of: 9), .messageID(of: 9), .option(.eTag, otherThanIn: 3), .payload(of: 5)),
        .verify(11, "The client shows the response"),
        .stimulus(12, "Some client updates the resource once more"),
        .check(
          13, "It sends a PUT without If-Match", isOptional: true, Step.request(update, after: 10, fromAnyone: true),
          .option(.contentFormat), .requestPayload, .payload(otherThanIn: 3, 10)),
        .check(
          14, "The client sends a CON PUT with If-Match of the ETag of step 10",
          Step.request(conditional, after: 13, 10), .newMessageID(since: 2, 5, 9),
          .option(.ifMatch, as: .eTag, of: 10), .option(.contentFormat), .requestPayload, .payload(otherThanIn: 13)),
        .check(
          15, "The server answers 4.12 (Precondition Failed)", Step.response(to: 14), .code(.preconditionFailed),
          .token(of: 14), .messageID(of: 14), .formatOfPayload),
        .verify(16, "The client shows the response, and the server has the content of step 13"),
      ], where: distinction)
  }

  static func ifNoneMatch(_ id: String, _ title: String, resource: String) -> TestDescription {
    let request = Pattern(.confirmable, .put, path: [resource])
    return TestDescription(
      id, title, "RFC 7252 §5.8.3, §5.10.8.2", stimulus: request,
      steps: [
        .stimulus(1, "The client is asked to create /\(resource) atomically"),
        .check(
          2, "The client sends a CON PUT with If-None-Match", Step.theStimulus, .option(.ifNoneMatch),
          .option(.contentFormat), .requestPayload),
        .check(
          3, "The server answers 2.01 (Created)", Step.response(to: 2), .success(.created), .token(of: 2),
          .messageID(of: 2), .formatOfPayload),
        .verify(4, "The client shows the response, and the server has the resource"),
        .stimulus(5, "The client is asked to create /\(resource) atomically once more"),
        .check(
          6, "The client sends a CON PUT with If-None-Match", Step.request(request, after: 3), .newMessageID(since: 2),
          .option(.ifNoneMatch), .option(.contentFormat), .requestPayload),
        .check(
          7, "The server answers 4.12 (Precondition Failed)", Step.response(to: 6), .code(.preconditionFailed),
          .token(of: 6), .messageID(of: 6)),
        .verify(8, "The client shows the response"),
      ])
  }
}

extension Scene {
  /// Whether the client makes a conditional update later.
  var isConditional: Bool {
    request(Pattern(.confirmable, .put, path: ["validate"], with: [.ifMatch]), after: 0) != nil
  }
}
