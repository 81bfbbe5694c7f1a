import Bytes
import Capture
import CoAP
import Conformance
import Testing

@Suite struct JudgeTests {
  @Test func theGraverVerdictIsTheGreater() {
    #expect(Verdict.allCases.sorted() == [.pass, .inconclusive, .fail])
  }

  @Test func everyRunOfATestIsJudgedAndTheGravestVerdictCounts() throws {
    var talk = Talk()
    for code in [Code.deleted, .content, .deleted, .notFound] { talk.exchange(.delete, "test", gives: code) }
    let result = try talk.result("TD_COAP_CORE_02")
    #expect(result.runs.map(\.verdict) == [.pass, .fail, .pass, .inconclusive])
    #expect(result.verdict == .fail)
    #expect(result.runs.map(\.stimulus.stamp.number) == [1, 3, 5, 7])
    let violation = try #require(result.runs[1].decisive?.violations.first)
    #expect(violation.message.stamp.number == 4)
    #expect(violation.violation.expected == "code 2.02 Deleted" && violation.violation.found == "2.05 Content")
  }

  @Test func aCaptureWithoutAStimulusHasNoVerdict() {
    for result in Judge.results(of: Suite.allCases.flatMap(\.tests), in: MessageHistory()) {
      #expect(result.verdict == nil && result.runs.isEmpty)
    }
  }

  @Test func aCopyIsNoRunOfItsOwn() throws {
    var talk = Talk()
    let place = talk.request(.get, "test")
    talk.again(place)
    talk.respond(place, .content, [.text], payload: "hello")
    let result = try talk.result("TD_COAP_CORE_01")
    #expect(result.runs.map(\.verdict) == [.pass])
    #expect(result.runs.first?.stimulus.copies == 1)
  }

  @Test func exchangesOfTwoClientsAreTold() throws {
    var talk = Talk()
    let one = talk.request(.get, "test")
    let other = talk.request(.get, "test", from: Talk.other)
    talk.respond(other, .content, [.text], payload: "hello")
    talk.respond(one, .deleted)
    #expect(try talk.result("TD_COAP_CORE_01").runs.map(\.verdict) == [.fail, .pass])
  }

  @Test func stepsAfterAMissingOneAreNotReached() throws {
    var talk = Talk()
    talk.request(.get, "separate")
    let steps = try #require(try talk.result("TD_COAP_CORE_09").runs.first).steps
    #expect(
      steps.map(\.outcome) == [
        .notVisible, .judged(.pass), .judged(.inconclusive), .notReached, .notReached, .notReached,
      ])
    #expect(steps[2].missing?.last.stamp.number == 1)
  }

  @Test func identifiersAndStepsAreInOrder() {
    for test in Suite.allCases.flatMap(\.tests) {
      let numbers = test.steps.map(\.number)
      #expect(numbers == Array(Set(numbers)).sorted(), "\(test.id)")
      #expect(numbers.first == 1 && !test.title.isEmpty && test.reference.hasPrefix("RFC "), "\(test.id)")
    }
    let ids = Suite.allCases.flatMap(\.tests).map(\.id)
    #expect(Set(ids).count == ids.count)
  }

  @Test func runsBeyondTheLimitAreCounted() throws {
    var talk = Talk()
    for _ in 0..<130 { talk.exchange(.delete, "test", gives: .deleted) }
    let result = try talk.result("TD_COAP_CORE_02")
    #expect(result.runs.count == 100 && result.omittedRuns == 30)
  }

  @Test func manyMessagesThatAreAllStimuliTakeNoLongTime() {
    var talk = Talk()
    for number in 0..<20_000 {
      let token = [UInt8(number & 0xff), UInt8(number >> 8)]
      talk.request(.get, "obs", [.uint(.observe, 0)], token: token)
    }
    let clock = ContinuousClock()
    let history = talk.history
    let tests = Suite.observe.tests.filter { $0.id == "TD_COAP_OBS_07" }
    // A scene for each message, each as long as the rest of the capture, would take hours.
    let duration = clock.measure { _ = Judge.results(of: tests, in: history, isNamed: true) }
    #expect(duration < .seconds(60))
  }

  @Test func whatDoesNotFitIsCounted() {
    var history = MessageHistory()
    let payload = [UInt8](repeating: 0, count: 1 << 20)
    for number in 1...65 {
      history.add(
        CapturedMessage(
          stamp: PacketStamp(number: number, nanoseconds: 0), source: Talk.client, destination: Talk.server,
          message: Message(type: .confirmable, code: .get, messageID: UInt16(number), payload: payload)))
    }
    #expect(history.messages.count == 63 && history.omitted == 2)
  }

  @Test func aMessageIsSummarized() {
    var talk = Talk()
    let place = talk.request(.get, "a/b", token: [0xab])
    talk.respond(place, .content)
    #expect(
      talk.history.messages.map(\.summary) == ["CON GET /a/b mid 101 token ab", "ACK 2.05 Content mid 101 token ab"])
  }
}
