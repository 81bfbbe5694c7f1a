import CoAP
import Conformance
import Testing

/// Every test of the block suite with a talk that passes, and ones that nearly do.
@Suite struct BlockSuiteTests {
  /// Four blocks of 16 << `szx` bytes are read; the last is half as long.
  private static func download(szx: Int, isEarly: Bool) -> Talk {
    var talk = Talk()
    for number in 0..<4 {
      let wanted: [Option] = isEarly || number > 0 ? [.block(.block2, number, false, szx)] : []
      talk.exchange(
        .get, "large", wanted, gives: .content, [.text, .block(.block2, number, number < 3, szx)],
        content: content(number, szx))
    }
    return talk
  }

  /// Four blocks of 32 bytes are sent.
  private static func upload(
    _ method: Code, _ path: String, _ code: Code, _ options: [Option] = [], content last: String = ""
  ) -> Talk {
    var talk = Talk()
    for number in 0..<4 {
      let block = Option.block(.block1, number, number < 3, 1)
      talk.exchange(
        method, path, [.text, block], payload: content(number, 1), gives: number < 3 ? .continue : code,
        number < 3 ? [block] : [block] + options, content: number < 3 ? "" : last)
    }
    return talk
  }

  private static func content(_ number: Int, _ szx: Int) -> String {
    String(repeating: "x", count: number < 3 ? 16 << szx : 8 << szx)
  }

  private static let creation: Talk = {
    let location = [Option.string(.locationPath, "large-create"), .string(.locationPath, "1")]
    var talk = upload(.post, "large-create", .created, location)
    talk.exchange(.get, "large-create/1", gives: .content, [.text], content: "all of it")
    return talk
  }()

  private static let both: Talk = {
    let first = [Option.text, .block(.block2, 0, true, 1)]
    var talk = upload(.post, "large-post", .changed, first, content: content(0, 1))
    for number in 1..<4 {
      talk.exchange(
        .post, "large-post", [.block(.block2, number, false, 1)], gives: .changed,
        [.text, .block(.block2, number, number < 3, 1)], content: content(number, 1))
    }
    return talk
  }()

  static let passing: [String: Talk] = [
    "TD_COAP_BLOCK_01": download(szx: 2, isEarly: true),
    "TD_COAP_BLOCK_02": download(szx: 1, isEarly: false),
    "TD_COAP_BLOCK_03": upload(.put, "large-update", .changed),
    "TD_COAP_BLOCK_04": creation,
    "TD_COAP_BLOCK_05": both,
    "TD_COAP_BLOCK_06": download(szx: 0, isEarly: true),
  ]

  @Test func everyTestHasATalkAndAFlaw() {
    let ids = Suite.block.tests.map(\.id)
    #expect(Self.passing.keys.sorted() == ids && ids == ids.sorted())
    #expect(Set(Self.flaws.map(\.id)) == Set(ids))
  }

  @Test(arguments: passing.keys.sorted()) func isAPass(_ id: String) throws {
    let talk = try #require(Self.passing[id])
    let result = try talk.result(id, isNamed: false)
    #expect(result.verdict == .pass && result.runs.count == 1)
    let others = Judge.results(of: Suite.block.tests, in: talk.history).filter { !$0.runs.isEmpty }
    #expect(others.map(\.test.id) == [id])
  }

  @Test(arguments: passing.keys.sorted()) func withoutTheLastBlockItIsInconclusive(_ id: String) throws {
    let talk = try #require(Self.passing[id])
    let run = try #require(try talk.cut(at: id == "TD_COAP_BLOCK_04" ? 6 : talk.lines.count - 2).result(id).runs.first)
    #expect(run.verdict == .inconclusive && run.decisive?.missing != nil)
  }

  private static func flaw(
    _ id: Int, _ what: String, at place: Int, _ verdict: Verdict = .fail, step: Int, _ change: (inout Message) -> Void
  ) -> Flaw {
    let id = "TD_COAP_BLOCK_0\(id)"
    return Flaw(id, what, (passing[id] ?? Talk()).altering(place, change), verdict, step: step)
  }

  static let flaws: [Flaw] = [
    flaw(1, "a larger block than wanted", at: 1, step: 3) {
      $0.set(.block(.block2, 0, true, 3))
      $0.payload += $0.payload
    },
    flaw(1, "a block that is not full", at: 1, step: 3) { $0.payload.removeLast() },
    flaw(1, "one block is all", at: 1, .inconclusive, step: 3) { $0.set(.block(.block2, 0, false, 2)) },
    flaw(1, "another size than before", at: 5, step: 5) { $0.set(.block(.block2, 4, true, 1)) },
    flaw(1, "another block than asked for", at: 5, step: 5) { $0.set(.block(.block2, 1, true, 2)) },
    flaw(1, "a last block that is too long", at: 7, step: 7) { $0.payload += $0.payload + [0] },
    flaw(2, "no block at all", at: 1, step: 3) { $0.remove(.block2) },
    flaw(2, "a larger block than before", at: 2, step: 4) { $0.set(.block(.block2, 1, false, 2)) },
    Flaw(
      "TD_COAP_BLOCK_02", "a block left out",
      download(szx: 1, isEarly: false).altering(4) { $0.set(.block(.block2, 5, false, 1)) }
        .altering(5) { $0.set(.block(.block2, 5, true, 1)) }, .inconclusive, step: 6),
    flaw(3, "a block that is not full", at: 2, step: 4) { $0.payload.removeLast() },
    flaw(3, "no Block1 in the response", at: 1, step: 3) { $0.remove(.block1) },
    flaw(3, "refused in mid-transfer", at: 3, .inconclusive, step: 5) { $0.code = .requestEntityIncomplete },
    flaw(4, "no location", at: 7, step: 7) { $0.remove(.locationPath) },
    flaw(4, "changed in place of created", at: 7, step: 7) { $0.code = .changed },
    flaw(5, "no first block of the response", at: 7, .inconclusive, step: 7) { $0.remove(.block2) },
    flaw(5, "a payload again", at: 8, step: 8) { $0.payload = [1] },
    flaw(5, "another size than asked for", at: 9, step: 9) { $0.set(.block(.block2, 2, true, 0)) },
    flaw(6, "larger blocks than wanted", at: 1, step: 3) { $0.set(.block(.block2, 0, true, 1)) },
  ]

  @Test(arguments: flaws) func isFound(_ flaw: Flaw) throws {
    try flaw.check()
  }

  @Test func aClientMayWantSmallerBlocksThanTheServerBeganWith() throws {
    var talk = Talk()
    talk.exchange(.get, "large", gives: .content, [.text, .block(.block2, 0, true, 1)], content: Self.content(0, 1))
    for number in 2..<4 {
      talk.exchange(
        .get, "large", [.block(.block2, number, false, 0)], gives: .content,
        [.text, .block(.block2, number, number < 3, 0)], content: Self.content(number, 0))
    }
    #expect(try talk.result("TD_COAP_BLOCK_02").verdict == .pass)
  }

  @Test func aServerMayWantSmallerBlocksThanTheClientBeganWith() throws {
    var talk = Talk()
    for (number, szx) in [(0, 2), (2, 1), (3, 1)] {
      talk.exchange(
        .put, "large-update", [.block(.block1, number, number < 3, szx)], payload: Self.content(number, szx),
        gives: number < 3 ? .continue : .changed, [.block(.block1, number, number < 3, 1)])
    }
    #expect(try talk.result("TD_COAP_BLOCK_03").verdict == .pass)
  }
}
