import Capture
import CoAP
import Conformance
import Testing

/// Every test of the core suite with a talk that passes, and ones that nearly do.
@Suite struct CoreSuiteTests {
  private static let locations = (1...3).map { Option.string(.locationPath, "location\($0)") }
  private static let queries = [Option.string(.uriQuery, "first=1"), .string(.uriQuery, "second=2")]
  private static let proxy = Talk.client
  private static let front = Endpoint(address: proxy.address, port: 5683)

  /// One exchange.
  private static func one(
    _ method: Code, _ path: String, _ options: [Option] = [], payload: String = "", type: MessageType = .confirmable,
    token: [UInt8] = [1], gives code: Code, _ answer: [Option] = [], content: String = ""
  ) -> Talk {
    var talk = Talk()
    let place = talk.request(method, path, options, payload: payload, type: type, token: token)
    talk.respond(place, code, answer, payload: content)
    return talk
  }

  private static func separate(_ type: MessageType) -> Talk {
    var talk = Talk()
    let request = talk.request(.get, "separate", type: type)
    if type == .confirmable { talk.answer(request) }
    let response = talk.push(.content, [.text], payload: "late", type: type)
    if type == .confirmable { talk.answer(response) }
    return talk
  }

  private static let formats: Talk = {
    var talk = Talk()
    talk.exchange(.get, "multi-format", [.uint(.accept, 0)], gives: .content, [.text], content: "text")
    talk.exchange(.get, "multi-format", [.uint(.accept, 41)], gives: .content, [.xml], content: "<text/>")
    return talk
  }()

  private static let validation: Talk = {
    var talk = Talk()
    let (one, two) = (Option(.eTag, [1]), Option(.eTag, [2]))
    talk.exchange(.get, "validate", gives: .content, [one, .text], content: "old")
    talk.exchange(.get, "validate", [one], gives: .valid, [one])
    talk.exchange(.put, "validate", [.text], payload: "new", from: Talk.other, gives: .changed)
    talk.exchange(.get, "validate", [one], gives: .content, [two, .text], content: "new")
    return talk
  }()

  private static let update: Talk = {
    var talk = Talk()
    let (one, two) = (Option(.eTag, [1]), Option(.eTag, [2]))
    talk.exchange(.get, "validate", gives: .content, [one, .text], content: "old")
    talk.exchange(.put, "validate", [Option(.ifMatch, [1]), .text], payload: "new", gives: .changed)
    talk.exchange(.get, "validate", gives: .content, [two, .text], content: "new")
    talk.exchange(.put, "validate", [.text], payload: "newer", from: Talk.other, gives: .changed)
    talk.exchange(.put, "validate", [Option(.ifMatch, [2]), .text], payload: "newest", gives: .preconditionFailed)
    return talk
  }()

  private static func creation(_ path: String) -> Talk {
    var talk = Talk()
    for code in [Code.created, .preconditionFailed] {
      talk.exchange(.put, path, [Option(.ifNoneMatch, []), .text], payload: "new", gives: code)
    }
    return talk
  }

  private static let ping: Talk = {
    var talk = Talk()
    talk.answer(talk.request(.empty, "", token: []), .reset)
    return talk
  }()

  /// `talk` behind a proxy: its client, which somebody else sent the first request to.
  private static func proxied(_ talk: Talk) -> Talk {
    var proxied = talk
    var first = talk.lines[0]
    (first.source, first.destination) = (Talk.other, front)
    proxied.lines.insert(first, at: 0)
    return proxied
  }

  private static let cached: Talk = {
    var talk = Talk()
    talk.request(.get, "validate", from: Talk.other, to: front)
    talk.exchange(.get, "validate", gives: .content, [Option(.eTag, [1]), .uint(.maxAge, 30), .text], content: "old")
    talk.request(.get, "validate", from: Talk.other, to: front)
    return talk
  }()

  /// A talk of each test that passes.
  static let passing: [String: Talk] = [
    "TD_COAP_CORE_01": one(.get, "test", gives: .content, [.text], content: "hello"),
    "TD_COAP_CORE_02": one(.delete, "test", gives: .deleted),
    "TD_COAP_CORE_03": one(.put, "test", [.text], payload: "new", gives: .changed),
    "TD_COAP_CORE_04": one(.post, "test", [.text], payload: "new", gives: .created),
    "TD_COAP_CORE_05": one(.get, "test", type: .nonConfirmable, gives: .content, [.text], content: "hello"),
    "TD_COAP_CORE_06": one(.delete, "test", type: .nonConfirmable, gives: .deleted),
    "TD_COAP_CORE_07": one(.put, "test", [.text], payload: "new", type: .nonConfirmable, gives: .created),
    "TD_COAP_CORE_08": one(.post, "test", [.text], payload: "new", type: .nonConfirmable, gives: .changed),
    "TD_COAP_CORE_09": separate(.confirmable),
    "TD_COAP_CORE_10": one(.get, "test", token: [1, 2, 3, 4, 5, 6, 7, 8], gives: .content, [.text], content: "hello"),
    "TD_COAP_CORE_11": separate(.confirmable),
    "TD_COAP_CORE_12": one(.get, "test", token: [], gives: .content, [.text], content: "hello"),
    "TD_COAP_CORE_13": one(.get, "seg1/seg2/seg3", gives: .content, [.text], content: "deep"),
    "TD_COAP_CORE_14": one(.get, "query", queries, gives: .content, [.text], content: "asked"),
    "TD_COAP_CORE_17": separate(.nonConfirmable),
    "TD_COAP_CORE_18": one(.post, "test", [.text], payload: "new", gives: .created, locations),
    "TD_COAP_CORE_19": one(
      .post, "location-query", [.text], payload: "new", gives: .created,
      [.string(.locationQuery, "first=1"), .string(.locationQuery, "second=2")]),
    "TD_COAP_CORE_20": formats,
    "TD_COAP_CORE_21": validation,
    "TD_COAP_CORE_22": update,
    "TD_COAP_CORE_23": creation("create1"),
    "TD_COAP_CORE_24": one(.post, "create2", [.text], payload: "new", gives: .created, locations),
    "TD_COAP_CORE_25": proxied(
      one(
        .post, "location-query", [.text], payload: "new", gives: .created,
        [.string(.locationQuery, "first=1"), .string(.locationQuery, "second=2")])),
    "TD_COAP_CORE_26": proxied(formats),
    "TD_COAP_CORE_27": proxied(update),
    "TD_COAP_CORE_28": creation("create3"),
    "TD_COAP_CORE_29": cached,
    "TD_COAP_CORE_31": ping,
  ]

  @Test func everyTestHasATalkAndAFlaw() {
    let ids = Suite.core.tests.map(\.id)
    #expect(Self.passing.keys.sorted() == ids && ids == ids.sorted())
    #expect(Set(Self.flaws.map(\.id)) == Set(ids))
  }

  @Test(arguments: passing.keys.sorted()) func isAPass(_ id: String) throws {
    let result = try #require(Self.passing[id]).result(id, isNamed: false)
    #expect(result.verdict == .pass && result.runs.count == 1)
    #expect(result.runs.first?.decisive == nil)
  }

  /// Without its last message, a talk lacks a step.
  @Test(arguments: passing.keys.sorted().filter { $0 != "TD_COAP_CORE_29" })
  func aTalkThatStopsIsInconclusive(_ id: String) throws {
    let talk = try #require(Self.passing[id])
    let result = try talk.cut(at: talk.lines.count - 1).result(id)
    #expect(result.runs.last?.verdict == .inconclusive)
    #expect(result.runs.last?.decisive?.missing != nil)
  }

  /// The passing talk of `id` with the message at `place` changed.
  private static func flaw(
    _ id: Int, _ what: String, at place: Int, _ verdict: Verdict = .fail, step: Int, _ change: (inout Message) -> Void
  ) -> Flaw {
    let id = "TD_COAP_CORE_\(id < 10 ? "0" : "")\(id)"
    return Flaw(id, what, (passing[id] ?? Talk()).altering(place, change), verdict, step: step)
  }

  static let flaws: [Flaw] = [
    flaw(1, "no payload", at: 1, .inconclusive, step: 3) { ($0.payload, $0.options) = ([], []) },
    flaw(1, "no format", at: 1, step: 3) { $0.remove(.contentFormat) },
    flaw(1, "another token", at: 1, step: 3) { $0.token = [9] },
    flaw(1, "not found", at: 1, .inconclusive, step: 3) { $0.code = .notFound },
    flaw(1, "a separate response", at: 1, .inconclusive, step: 3) { ($0.type, $0.messageID) = (.confirmable, 9) },
    flaw(2, "content after DELETE", at: 1, step: 3) { $0.code = .content },
    flaw(2, "a payload without format", at: 1, step: 3) { $0.payload = [1] },
    flaw(3, "a request without format", at: 0, step: 2) { $0.remove(.contentFormat) },
    flaw(3, "deleted", at: 1, step: 4) { $0.code = .deleted },
    flaw(4, "a request without format", at: 0, step: 2) { $0.remove(.contentFormat) },
    flaw(4, "refused", at: 1, .inconclusive, step: 4) { $0.code = .badRequest },
    flaw(5, "a confirmable response", at: 1, step: 3) { $0.type = .confirmable },
    flaw(6, "changed", at: 1, step: 3) { $0.code = .changed },
    flaw(7, "a request without payload", at: 0, step: 2) { $0.payload = [] },
    flaw(8, "a request without format", at: 0, step: 2) { $0.remove(.contentFormat) },
    flaw(9, "served at once", at: 1, .inconclusive, step: 3) { ($0.code, $0.token) = (.content, [1]) },
    flaw(9, "no format", at: 2, step: 5) { $0.remove(.contentFormat) },
    flaw(9, "a Reset by the client", at: 3, step: 6) { $0.type = .reset },
    flaw(10, "a longer token", at: 0, step: 2) { $0.token = Array(repeating: 1, count: 9) },
    flaw(11, "a longer token", at: 0, step: 2) { $0.token = Array(repeating: 1, count: 9) },
    flaw(12, "a token in the response", at: 1, step: 3) { $0.token = [1] },
    flaw(13, "no payload", at: 1, .inconclusive, step: 3) { $0.payload = [] },
    flaw(14, "one query", at: 0, .inconclusive, step: 2) { $0.set(.string(.uriQuery, "first=1")) },
    flaw(17, "a confirmable response", at: 1, step: 5) { $0.type = .confirmable },
    flaw(18, "a slash in a segment", at: 1, step: 3) { $0.set(.string(.locationPath, "location1/location2")) },
    flaw(18, "another location", at: 1, .inconclusive, step: 3) { $0.set(.string(.locationPath, "here")) },
    flaw(19, "both queries in one", at: 1, step: 3) { $0.set(.string(.locationQuery, "first=1&second=2")) },
    flaw(20, "text in place of XML", at: 3, step: 7) { $0.set(.text) },
    flaw(20, "the same message ID", at: 2, step: 6) { $0.messageID = 101 },
    flaw(20, "text wanted twice", at: 2, step: 6) { $0.set(.uint(.accept, 0)) },
    flaw(21, "content in place of Valid", at: 3, step: 7) { $0.code = .content },
    flaw(21, "a payload in Valid", at: 3, step: 7) { $0.payload = [1] },
    flaw(21, "the same ETag after the update", at: 7, step: 12) { $0.set(Option(.eTag, [1])) },
    flaw(22, "another ETag in If-Match", at: 2, step: 5) { $0.set(Option(.ifMatch, [9])) },
    flaw(22, "the old payload after the update", at: 5, step: 10) { $0.payload = [UInt8]("old".utf8) },
    flaw(22, "changed in spite of If-Match", at: 9, step: 15) { $0.code = .changed },
    flaw(23, "created twice", at: 3, step: 7) { $0.code = .created },
    flaw(23, "no If-None-Match", at: 0, step: 2) { $0.remove(.ifNoneMatch) },
    flaw(24, "no payload", at: 0, step: 2) { $0.payload = [] },
    flaw(25, "a request without format", at: 1, step: 2) { $0.remove(.contentFormat) },
    flaw(26, "text in place of XML", at: 4, step: 7) { $0.set(.text) },
    flaw(27, "changed in spite of If-Match", at: 10, step: 15) { $0.code = .changed },
    flaw(28, "created twice", at: 3, step: 7) { $0.code = .created },
    flaw(29, "no Max-Age", at: 2, step: 3) { $0.remove(.maxAge) },
    flaw(31, "an acknowledgement", at: 1, step: 3) { $0.type = .acknowledgement },
    flaw(31, "a ping with a token", at: 0, step: 2) { $0.token = [1] },
  ]

  @Test(arguments: flaws) func isFound(_ flaw: Flaw) throws {
    try flaw.check()
  }

  @Test func aProxyThatAsksAgainTooSoonFails() throws {
    var talk = Self.cached
    talk.exchange(.get, "validate", gives: .content, [.text], content: "old")
    let result = try talk.result("TD_COAP_CORE_29", isNamed: false)
    #expect(result.verdict == .fail && result.runs.first?.decisive?.step.number == 6)
  }

  @Test func withoutTheClientsRequestNobodyIsAProxy() throws {
    #expect(try Self.formats.result("TD_COAP_CORE_26", isNamed: false).verdict == nil)
    #expect(try Self.formats.result("TD_COAP_CORE_26", isNamed: true).verdict == .pass)
  }

  @Test func theAcknowledgementMayComeAfterTheSeparateResponse() throws {
    var talk = Self.separate(.confirmable)
    talk.lines.swapAt(1, 2)
    #expect(try talk.result("TD_COAP_CORE_09").verdict == .pass)
  }
}
