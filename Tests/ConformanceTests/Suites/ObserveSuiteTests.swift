import Bytes
import CoAP
import Conformance
import Testing

/// Every test of the observe suite with a talk that passes, and ones that nearly do.
@Suite struct ObserveSuiteTests {
  /// Line 0 registers, 1 confirms, 2 and 4 notify, 3 and 5 acknowledge.
  private static let observation: Talk = {
    var talk = Talk()
    talk.exchange(
      .get, "obs", [.uint(.observe, 0)], gives: .content, [.uint(.observe, 10), .text, .uint(.maxAge, 2)],
      content: "state")
    talk.notify(11)
    talk.notify(12)
    return talk
  }()

  /// The observation, and what happens then.
  private static func then(_ more: (inout Talk) -> Void) -> Talk {
    var talk = observation
    more(&talk)
    return talk
  }

  private static let nonConfirmable: Talk = {
    var talk = Talk()
    let place = talk.request(.get, "obs-non", [.uint(.observe, 0)], type: .nonConfirmable)
    talk.respond(place, .content, [.uint(.observe, 1), .text], payload: "state")
    talk.push(.content, [.uint(.observe, 2), .text], payload: "state", type: .nonConfirmable)
    return talk
  }()

  static let passing: [String: Talk] = [
    "TD_COAP_OBS_01": observation,
    "TD_COAP_OBS_02": nonConfirmable,
    "TD_COAP_OBS_04": then {
      let place = $0.request(.get, "obs", [.uint(.observe, 0)])
      $0.again(place)
      $0.respond(place, .content, [.uint(.observe, 1), .text], payload: "state")
      $0.notify(2)
    },
    "TD_COAP_OBS_05": then {
      $0.notify(13, answer: nil)
      $0.again($0.lines.count - 1)
      $0.notify(14, answer: nil)
      $0.unreachable = [Talk.client]
    },
    "TD_COAP_OBS_06": then {
      $0.notify(13, answer: nil)
      $0.notify(14, answer: .reset)
    },
    "TD_COAP_OBS_07": then {
      $0.exchange(.delete, "obs", token: [9], from: Talk.other, gives: .deleted)
      $0.answer($0.push(.notFound))
    },
    "TD_COAP_OBS_08": then {
      $0.exchange(.put, "obs", [.xml], payload: "<s/>", token: [9], from: Talk.other, gives: .changed)
      $0.answer($0.push(.notAcceptable))
    },
    "TD_COAP_OBS_09": then {
      $0.exchange(.put, "obs", [.text], payload: "new", token: [9], from: Talk.other, gives: .changed)
      $0.notify(13, payload: "new")
    },
    "TD_COAP_OBS_10": then {
      $0.exchange(.get, "obs", token: [7], gives: .content, [.text], content: "state")
      $0.notify(13)
    },
  ]

  @Test func everyTestHasATalkAndAFlaw() {
    let ids = Suite.observe.tests.map(\.id)
    #expect(Self.passing.keys.sorted() == ids && ids == ids.sorted())
    #expect(Set(Self.flaws.map(\.id)) == Set(ids))
  }

  @Test(arguments: passing.keys.sorted()) func isAPass(_ id: String) throws {
    let talk = try #require(Self.passing[id])
    let result = try talk.result(id, isNamed: false)
    #expect(result.verdict == .pass && result.runs.count == 1)
    let others = Judge.results(of: Suite.observe.tests, in: talk.history).filter { !$0.runs.isEmpty }
    #expect(Set(others.map(\.test.id)) == (id == "TD_COAP_OBS_02" ? [id] : ["TD_COAP_OBS_01", id]))
    #expect(others.allSatisfy { $0.verdict == .pass })
  }

  private static func flaw(
    _ id: Int, _ what: String, at place: Int, _ verdict: Verdict = .fail, step: Int, _ change: (inout Message) -> Void
  ) -> Flaw {
    let id = "TD_COAP_OBS_\(id < 10 ? "0" : "")\(id)"
    return Flaw(id, what, (passing[id] ?? Talk()).altering(place, change), verdict, step: step)
  }

  static let flaws: [Flaw] = [
    flaw(1, "no Observe in the response", at: 1, .inconclusive, step: 3) { $0.remove(.observe) },
    flaw(1, "a notification of another format", at: 2, step: 4) { $0.set(.xml) },
    flaw(1, "an Observe value that does not grow", at: 4, step: 4) { $0.set(.uint(.observe, 11)) },
    flaw(1, "a notification that is not confirmable", at: 2, step: 4) { $0.type = .nonConfirmable },
    Flaw("TD_COAP_OBS_01", "no notification", observation.cut(at: 2), .inconclusive, step: 4),
    flaw(2, "a confirmable notification", at: 2, step: 3) { $0.type = .confirmable },
    flaw(2, "a notification of another format", at: 2, step: 3) { $0.set(.xml) },
    Flaw("TD_COAP_OBS_02", "one notification", nonConfirmable.cut(at: 2), .inconclusive, step: 3),
    Flaw("TD_COAP_OBS_04", "nobody answers", (passing["TD_COAP_OBS_04"] ?? Talk()).cut(at: 8), .fail, step: 12),
    Flaw("TD_COAP_OBS_04", "no answer yet", (passing["TD_COAP_OBS_04"] ?? Talk()).cut(at: 7), .inconclusive, step: 12),
    flaw(4, "no Observe in the second response", at: 8, step: 12) { $0.remove(.observe) },
    flaw(5, "a longer Max-Age", at: 6, .inconclusive, step: 9) { $0.set(.uint(.maxAge, 30)) },
    Flaw(
      "TD_COAP_OBS_06", "no Reset",
      then {
        $0.notify(13, answer: nil)
        $0.notify(14, answer: nil)
      }, .fail, step: 10),
    Flaw("TD_COAP_OBS_06", "no Reset yet", then { $0.notify(13, answer: nil) }, .inconclusive, step: 10),
    Flaw(
      "TD_COAP_OBS_06", "a notification after the Reset",
      then {
        $0.notify(13, answer: .reset)
        $0.notify(14, answer: .reset)
      }, .fail, step: 11),
    flaw(7, "a notification after the deletion", at: 8, step: 8) {
      ($0.code, $0.options) = (.content, [.uint(.observe, 13), .text])
    },
    flaw(7, "Observe in the last notification", at: 8, step: 8) { $0.set(.uint(.observe, 13)) },
    Flaw(
      "TD_COAP_OBS_07", "a deletion that is refused",
      (passing["TD_COAP_OBS_07"] ?? Talk()).altering(7) { $0.code = .unauthorized }.cut(at: 8), .inconclusive, step: 8),
    flaw(8, "the new format", at: 8, step: 8) { ($0.code, $0.options) = (.content, [.uint(.observe, 13), .xml]) },
    flaw(9, "an error", at: 8, step: 8) { ($0.code, $0.options, $0.payload) = (.internalServerError, [], []) },
    flaw(9, "the old value", at: 8, step: 8) { $0.payload = [UInt8]("state".utf8) },
    flaw(10, "the same token", at: 6, step: 8) { $0.token = [1] },
    flaw(10, "Observe in the response to GET", at: 7, step: 9) { $0.set(.uint(.observe, 13)) },
    Flaw(
      "TD_COAP_OBS_10", "no notification after GET", (passing["TD_COAP_OBS_10"] ?? Talk()).cut(at: 8), .inconclusive,
      step: 10),
  ]

  @Test(arguments: flaws) func isFound(_ flaw: Flaw) throws {
    try flaw.check()
  }

  @Test func aServerMayDeleteAndChangeItsResourceItself() throws {
    for (id, code) in [("TD_COAP_OBS_07", Code.notFound), ("TD_COAP_OBS_08", .notAcceptable)] {
      let talk = Self.then { $0.answer($0.push(code)) }
      #expect(try talk.result(id, isNamed: false).verdict == .pass, "\(id)")
    }
  }

  @Test func aNotificationUnderWayWhileTheChangeIsConfirmedDoesNotCount() throws {
    let talk = Self.then {
      let place = $0.request(.delete, "obs", token: [9], from: Talk.other)
      $0.notify(13)
      $0.respond(place, .deleted)
      $0.answer($0.push(.notFound))
    }
    #expect(try talk.result("TD_COAP_OBS_07", isNamed: false).verdict == .pass)
  }

  @Test func theNotificationMayComeBeforeTheConfirmation() throws {
    let talk = Self.then {
      let place = $0.request(.put, "obs", [.text], payload: "new", token: [9], from: Talk.other)
      $0.notify(13, payload: "new")
      $0.respond(place, .changed)
    }
    #expect(try talk.result("TD_COAP_OBS_09", isNamed: false).verdict == .pass)
  }

  @Test func aClientThatIsOffIsNoneThatIsRebooted() throws {
    let talk = try #require(Self.passing["TD_COAP_OBS_05"])
    #expect(try talk.result("TD_COAP_OBS_06", isNamed: false).verdict == nil)
    var silent = talk
    silent.unreachable = []
    #expect(try silent.result("TD_COAP_OBS_06", isNamed: false).verdict == .fail)
  }

  @Test func anObservationThatIsOverEndsWithTheNextOne() throws {
    var talk = Self.then { $0.notify(13, answer: .reset) }
    for line in Self.observation.lines { talk.lines.append(line) }
    // The second observation under the same token has message IDs of its own.
    for place in 8..<talk.lines.count { talk.lines[place].message.messageID += 1000 }
    let reset = try talk.result("TD_COAP_OBS_06", isNamed: false)
    #expect(reset.runs.map(\.verdict) == [.pass])
    #expect(try talk.result("TD_COAP_OBS_01").runs.map(\.stimulus.stamp.number) == [1, 9])
  }

  @Test func aDeregistrationIsNoStimulus() throws {
    let talk = Self.observation.altering(0) { $0.set(.uint(.observe, 1)) }
    #expect(try talk.result("TD_COAP_OBS_01").runs.isEmpty)
  }
}
