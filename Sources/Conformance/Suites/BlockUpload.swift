import CoAP

/// TD_COAP_BLOCK_03 to 05: a large body is sent.
enum BlockUpload {
  static let update = TestDescription(
    "TD_COAP_BLOCK_03", "PUT blockwise transfer for large resource", "RFC 7959 §2.2, §2.3, §2.5",
    stimulus: Pattern(.confirmable, .put, path: ["large-update"]),
    steps: upload(.put, "/large-update", [.changed, .continue], []) + [
      .check(
        7, "The server answers the last block 2.04 (Changed)", Step.lastResponse(.block1, of: 2), .success(.changed),
        .option(.block1), .blockOfRequest(.block1), .szx(.block1, of: 3)),
      .verify(8, "The server has the whole resource"),
    ])

  static let create = TestDescription(
    "TD_COAP_BLOCK_04", "POST blockwise transfer for large resource", "RFC 7959 §2.2, §2.3, §2.5",
    stimulus: Pattern(.confirmable, .post, path: ["large-create"]),
    steps: upload(.post, "/large-create", [.continue, .created], [.more(.block1, true)]) + [
      .check(
        7, "The server answers the last block 2.01 (Created) with the location", Step.lastResponse(.block1, of: 2),
        .success(.created), .option(.block1), .blockOfRequest(.block1), .more(.block1, false), .szx(.block1, of: 3),
        .options(.locationPath, atLeast: 2), .noOption(.locationPath, with: "/")),
      .verify(8, "The client shows the response"),
      .verify(9, "The server has the whole resource"),
      .check(
        10, "The client gets the new location", isOptional: true,
        { scene in
          let location = scene.message(7)?.message.values(.locationPath)
          let place = scene.last(7).flatMap { last in
            scene.next(after: last) {
              $0.source == scene.client && $0.destination == scene.server && $0.message.code == .get
                && $0.message.values(.uriPath) == location
            }
          }
          return Sighting(place, "a GET for the new location")
        }),
      .check(
        11, "The server answers 2.05 (Content)", isOptional: true,
        { scene in Sighting(scene.response(to: scene.last(10)), "the response") }, .success(.content), .payload),
      .verify(12, "The client shows the resource"),
    ])

  static let both = TestDescription(
    "TD_COAP_BLOCK_05", "POST with two-way blockwise transfer", "RFC 7959 §2.2, §2.3, §2.5, §3.3",
    stimulus: Pattern(.confirmable, .post, path: ["large-post"], with: [.block1]),
    steps: upload(.post, "/large-post", [.continue], [.more(.block1, true)]) + [
      .check(
        7, "The server answers the last block 2.04 (Changed) with the first block of its response",
        Step.lastResponse(.block1, of: 2), .success(.changed), .option(.block1), .blockOfRequest(.block1),
        .more(.block1, false), .szx(.block1, of: 3), .option(.block2, else: .inconclusive), .firstBlock(.block2),
        .more(.block2, true, else: .inconclusive), .payload(fills: .block2)),
      .check(
        8, "The client asks for the next block of the response, without a payload",
        { scene in
          let exchanges = scene.last(6).map { Transfer(.block2, in: scene, from: $0).exchanges.dropFirst() }
          return Sighting(exchanges?.first?.request, "a request for the next block of the response")
        }, .noPayload, .more(.block2, false), .szx(.block2, atMostThatOf: 7), .nextBlock(.block2)),
      .check(
        9, "The server answers 2.04 (Changed) with that block", Step.response(to: 8), .success(.changed),
        .blockOfRequest(.block2), .szx(.block2, of: 8), .payload(fills: .block2)),
      .check(
        10, "The client asks for further blocks", Step.furtherRequests(.block2, of: 6, after: 2), .noPayload,
        .more(.block2, false), .szx(.block2, of: 8), .nextBlock(.block2)),
      .check(
        11, "The server answers with these blocks", Step.furtherResponses(.block2, of: 6, after: 2), .success(.changed),
        .blockOfRequest(.block2), .szx(.block2, of: 8), .payload(fills: .block2)),
      .check(
        12, "The client asks for the last block", Step.lastRequest(.block2, of: 6), .noPayload, .more(.block2, false),
        .szx(.block2, of: 8), .nextBlock(.block2)),
      .check(
        13, "The server answers with the last block", Step.lastResponse(.block2, of: 6), .success(.changed),
        .blockOfRequest(.block2), .more(.block2, false), .szx(.block2, of: 8), .payload(fills: .block2)),
      .verify(14, "The client shows the response"),
    ])

  /// The steps up to the last block: what is answered in between has one of `codes` and `traits`.
  private static func upload(_ method: Code, _ resource: String, _ codes: [Code], _ traits: [Trait]) -> [Step] {
    [
      .stimulus(1, "The client is asked to send a large body to \(resource)"),
      .check(
        2, "The client sends a \(method) with the first block", Step.theStimulus, .option(.block1),
        .firstBlock(.block1), .more(.block1, true, else: .inconclusive), .payload(fills: .block1)),
      .check(
        3, "The server confirms it, and may want smaller blocks", Step.response(to: 2),
        [.success(codes), .option(.block1), .firstBlock(.block1), .szx(.block1, atMostThatOf: 2)] + traits),
      .check(
        4, "The client sends further blocks of that size", Step.furtherRequests(.block1, of: 2), .szx(.block1, of: 3),
        .nextBlock(.block1), .payload(fills: .block1)),
      .check(
        5, "The server confirms these", Step.furtherResponses(.block1, of: 2),
        [.success(codes), .option(.block1), .blockOfRequest(.block1), .szx(.block1, of: 3)] + traits),
      .check(
        6, "The client sends the last block", Step.lastRequest(.block1, of: 2), .more(.block1, false),
        .szx(.block1, of: 3), .nextBlock(.block1), .payload(fills: .block1)),
    ]
  }
}
