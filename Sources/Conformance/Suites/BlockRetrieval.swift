import CoAP

/// TD_COAP_BLOCK_01, 02 and 06: a large resource is read.
enum BlockRetrieval {
  /// A request for the first block.
  private static let first = Pattern(.confirmable, .get, path: ["large"]) { $0.block(.block2)?.num == 0 }

  static let early = TestDescription(
    "TD_COAP_BLOCK_01", "GET blockwise transfer for large resource (early negotiation)", "RFC 7959 §2.2-2.4",
    stimulus: first,
    steps: steps("", []), where: { $0[0].message.block(.block2)?.szx != 0 })

  static let late = TestDescription(
    "TD_COAP_BLOCK_02", "GET blockwise transfer for large resource (late negotiation)", "RFC 7959 §2.2-2.4",
    stimulus: Pattern(.confirmable, .get, path: ["large"], without: [.block2]),
    steps: [
      .stimulus(1, "The client is asked to get /large"),
      .check(2, "The client sends a GET without Block2", Step.theStimulus, .noOption(.block2)),
      .check(
        3, "The server answers with the first block", Step.response(to: 2), .success(.content), .option(.block2),
        .firstBlock(.block2), .more(.block2, true, else: .inconclusive), .payload(fills: .block2)),
      .check(
        4, "The client asks for the next block, of this size or a smaller one",
        { scene in
          let exchanges = Transfer(.block2, in: scene, from: 0).exchanges.dropFirst()
          return Sighting(exchanges.first?.request, "a request for the next block")
        }, .szx(.block2, atMostThatOf: 3), .more(.block2, false), .nextBlock(.block2)),
      .check(
        5, "The server answers with that block", Step.response(to: 4), .success(.content), .blockOfRequest(.block2),
        .szx(.block2, of: 4), .payload(fills: .block2)),
      .check(
        6, "The client asks for further blocks of the same size", Step.furtherRequests(.block2, of: 2, after: 2),
        .szx(.block2, of: 4), .more(.block2, false), .nextBlock(.block2)),
      .check(
        7, "The server answers with these blocks", Step.furtherResponses(.block2, of: 2, after: 2), .success(.content),
        .blockOfRequest(.block2), .szx(.block2, of: 4), .payload(fills: .block2)),
      .check(
        8, "The client asks for the last block", Step.lastRequest(.block2, of: 2), .szx(.block2, of: 4),
        .more(.block2, false), .nextBlock(.block2)),
      .check(
        9, "The server answers with the last block", Step.lastResponse(.block2, of: 2), .success(.content),
        .blockOfRequest(.block2), .more(.block2, false), .szx(.block2, of: 4), .payload(fills: .block2)),
      .verify(10, "The client shows what it received"),
    ])

  static let small = TestDescription(
    "TD_COAP_BLOCK_06", "GET blockwise transfer for large resource (early negotiation, 16 byte block size)",
    "RFC 7959 §2.2-2.4",
    stimulus: first,
    steps: steps(" of 16 bytes", [.szx(.block2, 0)]),
    where: { $0[0].message.block(.block2)?.szx == 0 })

  private static func steps(_ size: String, _ traits: [Trait]) -> [Step] {
    [
      .stimulus(1, "The client is asked to get /large in blocks\(size)"),
      .check(
        2, "The client sends a GET that asks for blocks\(size)", Step.theStimulus,
        [.firstBlock(.block2), .more(.block2, false)] + traits),
      .check(
        3, "The server answers with the first block, no larger than asked for", Step.response(to: 2),
        .success(.content), .option(.block2, else: .inconclusive), .firstBlock(.block2),
        .szx(.block2, atMostThatOf: 2), .more(.block2, true, else: .inconclusive), .payload(fills: .block2)),
      .check(
        4, "The client asks for further blocks of that size", Step.furtherRequests(.block2, of: 2),
        .szx(.block2, of: 3), .more(.block2, false), .nextBlock(.block2)),
      .check(
        5, "The server answers with these blocks", Step.furtherResponses(.block2, of: 2), .success(.content),
        .blockOfRequest(.block2), .szx(.block2, of: 3), .payload(fills: .block2)),
      .check(
        6, "The client asks for the last block", Step.lastRequest(.block2, of: 2), .szx(.block2, of: 3),
        .more(.block2, false), .nextBlock(.block2)),
      .check(
        7, "The server answers with the last block", Step.lastResponse(.block2, of: 2), .success(.content),
        .blockOfRequest(.block2), .more(.block2, false), .szx(.block2, of: 3), .payload(fills: .block2)),
      .verify(8, "The client shows what it received"),
    ]
  }
}
