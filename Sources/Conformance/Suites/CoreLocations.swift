import CoAP

/// TD_COAP_CORE_18 to 20: where a created resource is, and which format is wanted.
enum CoreLocations {
  static let tests = [
    locationPath(
      "TD_COAP_CORE_18", "POST transaction with responses containing several Location-Path options (CON mode)",
      resource: "test", where: answersWithLocation),
    locationQuery(
      "TD_COAP_CORE_19", "POST transaction with responses containing several Location-Query options (CON mode)"),
    accept("TD_COAP_CORE_20", "GET transaction containing the Accept option (CON mode)"),
  ]

  /// CORE_04 has the same stimulus.
  private static let answersWithLocation: @Sendable (Scene) -> Bool = { scene in
    scene.response(to: 0).map { scene[$0].message.has(.locationPath) } ?? false
  }

  static func locationPath(
    _ id: String, _ title: String, resource: String, where distinction: @escaping @Sendable (Scene) -> Bool
  ) -> TestDescription {
    TestDescription(
      id, title, "RFC 7252 §5.8.2, §5.10.7", stimulus: Pattern(.confirmable, .post, path: [resource]),
      steps: [
        .stimulus(1, "The client is asked to send a CON POST for /\(resource)"),
        .check(
          2, "The client sends it with a payload and a Content-Format", Step.theStimulus, .requestPayload,
          .option(.contentFormat)),
        .check(
          3, "The server answers 2.01 (Created) with the location /location1/location2/location3", Step.response(to: 2),
          .success(.created), .token(of: 2), .noOption(.locationPath, with: "/"),
          .options(.locationPath, ["location1", "location2", "location3"], else: .inconclusive)),
        .verify(4, "The client shows the response"),
      ], where: distinction)
  }

  static func locationQuery(
    _ id: String, _ title: String, where distinction: @escaping @Sendable (Scene) -> Bool = { _ in true }
  ) -> TestDescription {
    TestDescription(
      id, title, "RFC 7252 §5.8.2, §5.10.7", stimulus: Pattern(.confirmable, .post, path: ["location-query"]),
      steps: [
        .stimulus(1, "The client is asked to send a CON POST for /location-query"),
        .check(2, "The client sends it with a Content-Format", Step.theStimulus, .option(.contentFormat)),
        .check(
          3, "The server answers 2.01 (Created) with the queries first=1 and second=2", Step.response(to: 2),
          .success(.created), .token(of: 2), .messageID(of: 2), .noOption(.locationQuery, with: "?&"),
          .options(.locationQuery, ["first=1", "second=2"], else: .inconclusive), .formatOfPayload),
        .verify(4, "The client shows the response"),
      ], where: distinction)
  }

  static func accept(
    _ id: String, _ title: String, where distinction: @escaping @Sendable (Scene) -> Bool = { _ in true }
  ) -> TestDescription {
    let request = Pattern(.confirmable, .get, path: ["multi-format"])
    return TestDescription(
      id, title, "RFC 7252 §5.8.1, §5.10.4, §5.10.3", stimulus: request,
      steps: [
        .stimulus(1, "The client is asked to send a CON GET for /multi-format as text"),
        .check(2, "The client sends it with Accept 0", Step.theStimulus, .format(.accept, .textPlain)),
        .check(
          3, "The server answers 2.05 (Content) in text/plain", Step.response(to: 2), .success(.content),
          .token(of: 2), .messageID(of: 2), .payload, .format(.contentFormat, .textPlain)),
        .verify(4, "The client shows the response"),
        .stimulus(5, "The client is asked to send a CON GET for /multi-format as XML"),
        .check(
          6, "The client sends it with Accept 41", Step.request(request, after: 3), .newMessageID(since: 2),
          .format(.accept, .xml)),
        .check(
          7, "The server answers 2.05 (Content) in application/xml", Step.response(to: 6), .success(.content),
          .token(of: 6), .messageID(of: 6), .payload, .format(.contentFormat, .xml)),
        .verify(8, "The client shows the response"),
      ], where: distinction)
  }
}
