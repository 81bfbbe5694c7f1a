import Bytes
import Testing

@testable import CoAP

/// Bodies in blocks (RFC 7959, RFC 9177).
@Suite struct BlockTransferTests {
  private static let body = (0..<40).map { UInt8($0) }

  /// Bytes of the body in block `num` of 16 bytes.
  private func part(_ num: Int) -> [UInt8] { [UInt8](Self.body[min(16 * num, 40)..<min(16 * num + 16, 40)]) }

  /// Asks for block `num` and gets it; each request has a token of its own, as libraries do.
  @discardableResult
  private func get(
    _ num: UInt8, _ dialogue: inout Dialogue, at seconds: Double, token: [UInt8]? = nil, path: String = "a",
    _ options: [Option] = []
  ) throws -> MessagePlace {
    let token = token ?? [num + 1]
    let id = UInt16(num) + UInt16(token[0]) * 100
    let asked: [Option] = num == 0 ? [] : [.block(.block2, num, more: false)]
    try dialogue.give(.request(id, .get, path: path, token: token, options: asked), from: .one, at: seconds)
    return try dialogue.give(
      .response(id, token: token, options: options + [.block(.block2, num, more: num < 2)], payload: part(Int(num))),
      from: .other, at: seconds + 0.1)
  }

  @Test func aDownloadIsOneExchange() throws {
    var dialogue = Dialogue(keepsBodies: true)
    let places = try (0..<3).map { try get(UInt8($0), &dialogue, at: Double($0)) }
    let exchange = try #require(dialogue.began.first)
    let transfer = try #require(exchange.download)
    #expect(dialogue.began.count == 1 && places.allSatisfy { $0.exchange === exchange })
    #expect(transfer.blocks == 3 && transfer.bytes == 40 && transfer.isComplete && transfer.total == 40)
    #expect(transfer.wholeBody == Self.body && transfer.problems.isEmpty && !transfer.isUpload)
    #expect(places.map { $0.completed === transfer } == [false, false, true])
    #expect(exchange.requestCount == 3 && exchange.responseCount == 3 && exchange.isOver)
    #expect(places.map(\.answers?.number) == [1, 3, 5])
  }

  @Test func anUploadIsOneExchange() throws {
    var dialogue = Dialogue(keepsBodies: true)
    for num in 0..<3 {
      let (more, id) = (num < 2, UInt16(num))
      let block = Option.block(.block1, UInt8(num), more: more)
      let asked = try dialogue.give(
        .request(id, .put, token: [UInt8(num)], options: [block], payload: part(num)), from: .one, at: Double(num))
      #expect((asked.completed != nil) == !more)
      try dialogue.give(
        .response(id, more ? .continue : .changed, token: [UInt8(num)], options: [block]), from: .other,
        at: Double(num) + 0.1)
    }
    let exchange = try #require(dialogue.began.first)
    #expect(dialogue.began.count == 1 && exchange.upload?.wholeBody == Self.body && exchange.download == nil)
    #expect(exchange.status == .changed && exchange.outcome == .completed && exchange.isOver)
  }

  @Test func twoDownloadsAtATimeAreKeptApart() throws {
    var dialogue = Dialogue(keepsBodies: true)
    for num in 0..<3 {
      try get(UInt8(num), &dialogue, at: Double(num), token: [1], path: "one")
      try get(UInt8(num), &dialogue, at: Double(num), token: [2], path: "two")
    }
    #expect(dialogue.began.map(\.resource.path) == ["/one", "/two"])
    #expect(dialogue.began.allSatisfy { $0.download?.wholeBody == Self.body && $0.download?.repeated == 0 })

    // Of the same resource, by token alone.
    var same = Dialogue(keepsBodies: true)
    for num in 0..<3 {
      try get(UInt8(num), &same, at: Double(num), token: [1])
      try get(UInt8(num), &same, at: Double(num), token: [2])
    }
    #expect(same.began.count == 2 && same.began.allSatisfy { $0.download?.wholeBody == Self.body })
  }

  @Test func aMissingBlockIsSaid() throws {
    var dialogue = Dialogue(keepsBodies: true)
    try get(0, &dialogue, at: 0)
    try get(2, &dialogue, at: 1)
    dialogue.finish(at: 2)
    let transfer = try #require(dialogue.ended.first?.download)
    #expect(!transfer.isComplete && transfer.firstGap == 16..<32 && transfer.wholeBody == nil && transfer.bytes == 24)
    // One that stops before its end lacks what nobody knows the length of.
    var short = Dialogue()
    try get(0, &short, at: 0)
    #expect(short.began.first?.download?.firstGap == nil && short.began.first?.download?.isComplete == false)
    #expect(short.began.first?.isOver == false)
  }

  @Test func aRepeatedBlockIsCountedOnce() throws {
    var dialogue = Dialogue(keepsBodies: true)
    try get(0, &dialogue, at: 0)
    try get(1, &dialogue, at: 1)
    try get(1, &dialogue, at: 2, token: [77])
    try get(2, &dialogue, at: 3)
    let transfer = try #require(dialogue.began.first?.download)
    #expect(transfer.blocks == 3 && transfer.repeated == 1 && transfer.firstRepeated?.number == 6)
    #expect(transfer.wholeBody == Self.body && dialogue.began.count == 1)
  }

  @Test func bothEndsMayWantSmallerBlocks() throws {
    var dialogue = Dialogue(keepsBodies: true)
    // Blocks of 32 bytes first; then the client asks for what comes after them in blocks of 16.
    try dialogue.give(.request(1, token: [1]), from: .one, at: 0)
    try dialogue.give(
      .response(1, token: [1], options: [.block(.block2, 0, more: true, szx: 1)], payload: [UInt8](Self.body[..<32])),
      from: .other, at: 0.1)
    try get(2, &dialogue, at: 1)
    let transfer = try #require(dialogue.began.first?.download)
    #expect(transfer.wholeBody == Self.body && transfer.sizes == (32, 16) && transfer.problems.isEmpty)
  }

  @Test func problemsAreSaid() throws {
    var dialogue = Dialogue()
    try get(0, &dialogue, at: 0, [Option(.eTag, [1])])
    try get(1, &dialogue, at: 1, [Option(.eTag, [2])])
    let transfer = try #require(dialogue.began.first?.download)
    #expect(transfer.problems.map(\.problem) == [.eTagChanged] && transfer.problems.map(\.stamp.number) == [4])

    var sizes = Dialogue()
    try sizes.give(.request(1, options: [.block(.block2, 0, more: false, szx: 0)]), from: .one, at: 0)
    try sizes.give(
      .response(1, options: [.block(.block2, 0, more: true, szx: 2)], payload: [1, 2, 3]), from: .other, at: 1)
    #expect(
      sizes.began.first?.download?.problems.map(\.problem)
        == [.largerThanAsked(16, 64), .wrongSize(expected: 64, actual: 3)])

    var reserved = Dialogue()
    try reserved.give(.request(1), from: .one, at: 0)
    try reserved.give(
      .response(1, options: [.block(.block2, 0, more: true, szx: 7)], payload: [1]), from: .other, at: 1)
    #expect(reserved.began.first?.download?.problems.map(\.problem) == [.reservedSize])

    var beyond = Dialogue()
    for num in 0..<3 { try get(UInt8(num), &beyond, at: Double(num), token: [1]) }
    try beyond.give(
      .response(999, type: .nonConfirmable, token: [1], options: [.block(.block2, 3, more: false)], payload: [1]),
      from: .other, at: 5)
    #expect(beyond.began.first?.download?.problems.map(\.problem) == [.beyondEnd])
    for problem in [BlockTransfer.Problem.tooManyGaps, .eTagChanged, .beyondEnd, .reservedSize] {
      #expect(problem.description.count > 10)
    }
  }

  @Test func oneRequestBringsManyQBlocks() throws {
    var dialogue = Dialogue(keepsBodies: true)
    try dialogue.give(
      .request(1, type: .nonConfirmable, options: [.block(.qBlock2, 0, more: true)]), from: .one, at: 0)
    for num in [0, 2, 1] {
      try dialogue.give(
        .response(
          100 + UInt16(num), type: .nonConfirmable, options: [.block(.qBlock2, UInt8(num), more: num < 2)],
          payload: part(num)),
        from: .other, at: 1)
    }
    let transfer = try #require(dialogue.began.first?.download)
    #expect(transfer.wholeBody == Self.body && transfer.option == .qBlock2 && dialogue.began.count == 1)
  }

  @Test func qBlocksUpAreToldApartByRequestTag() throws {
    var dialogue = Dialogue(keepsBodies: true)
    for num in 0..<3 {
      for tag in [UInt8(1), 2] {
        let options = [Option.block(.qBlock1, UInt8(num), more: num < 2), Option(.requestTag, [tag])]
        let id = UInt16(num * 2) + UInt16(tag)
        try dialogue.give(
          .request(id, .put, type: .nonConfirmable, token: [UInt8(id)], options: options, payload: part(num)),
          from: .one, at: 0)
      }
    }
    #expect(dialogue.began.count == 2 && dialogue.began.allSatisfy { $0.upload?.wholeBody == Self.body })
  }

  @Test func eachNotificationHasABodyOfItsOwn() throws {
    var dialogue = Dialogue(keepsBodies: true)
    try dialogue.give(.request(1, options: [.observe(0)]), from: .one, at: 0)
    for number in 0..<2 {
      let (id, observe) = (UInt16(number == 0 ? 1 : 50), UInt8(number + 1))
      try dialogue.give(
        .response(
          id, type: number == 0 ? .acknowledgement : .nonConfirmable,
          options: [.observe(observe), .block(.block2, 0, more: true)], payload: part(0)), from: .other,
        at: Double(number))
      for num in 1...2 {
        try get(UInt8(num), &dialogue, at: Double(number) + 0.2, token: [UInt8(10 * (number + 1) + num)])
      }
    }
    let exchange = try #require(dialogue.began.first)
    #expect(dialogue.began.count == 1 && exchange.observation?.notifications == 1)
    #expect(exchange.transfers.count == 2 && exchange.transfers.allSatisfy { $0.wholeBody == Self.body })
    #expect(exchange.isOver == false)
  }

  @Test func bodiesAreKeptOnlyWhereTheyAreWanted() throws {
    var dialogue = Dialogue()
    for num in 0..<3 { try get(UInt8(num), &dialogue, at: Double(num)) }
    #expect(dialogue.began.first?.download?.isComplete == true && dialogue.began.first?.download?.wholeBody == nil)
  }

  @Test func gapsWithoutEndAreGivenUp() throws {
    var coverage = Coverage()
    let fit = (0..<Coverage.maximumRanges).map { coverage.insert((2 * $0)..<(2 * $0 + 1)) }
    #expect(fit.allSatisfy { $0 })
    #expect(coverage.insert(10_000..<10_001) == false)
    #expect(coverage.insert(1..<2) && coverage.count == Coverage.maximumRanges + 1 && coverage.contains(0..<3))
    #expect(coverage.firstGap == 3..<4)
  }
}
