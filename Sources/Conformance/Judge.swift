import CoAP

/// Finds the runs of tests in a capture, and says how each came out.
package enum Judge {
  /// Stimuli that are looked at for one test: a plugtest repeats a test some times, and what a hundred runs say, more
  /// of them will hardly change.
  static let maximumRuns = 100

  /// What `history` says of each test.
  ///
  /// Several tests begin with the same request. So a run counts for those tests only that what comes after the stimulus
  /// belongs to.
  ///
  /// - Parameter isNamed: whether the caller says that the capture is of these tests: then the stimulus is enough where
  ///   nothing else tells.
  package static func results(
    of tests: [TestDescription], in history: MessageHistory, isNamed: Bool = false
  ) -> [TestResult] {
    tests.map { test in
      let result = result(of: test, in: history, where: test.distinction)
      return isNamed && result.runs.isEmpty ? self.result(of: test, in: history, where: { _ in true }) : result
    }
  }

  private static func result(
    of test: TestDescription, in history: MessageHistory, where isTest: (Scene) -> Bool
  ) -> TestResult {
    var result = TestResult(test: test)
    var claimed: Set<Int> = []
    var stimuli = 0
    for index in history.messages.indices
    where test.stimulus.matches(history.messages[index].message) && !claimed.contains(index) {
      stimuli += 1
      guard stimuli <= maximumRuns else {
        result.omittedRuns += 1
        continue
      }
      var scene = Scene(history, from: index, claimed: claimed)
      if test.scope == .observation {
        let registrations = scene.confineToObservation()
        claimed.formUnion(registrations.map(scene.index))
      }
      guard isTest(scene) else { continue }
      result.runs.append(run(test, in: &scene))
      claimed.formUnion(scene.found.values.joined().map(scene.index))
    }
    return result
  }

  private static func run(_ test: TestDescription, in scene: inout Scene) -> RunResult {
    var hasStopped = false
    let steps = test.steps.map { step -> StepResult in
      guard !hasStopped else { return StepResult(step: step, outcome: .notReached) }
      let result = result(of: step, in: &scene)
      hasStopped = result.missing != nil
      return result
    }
    return RunResult(stimulus: scene[0], steps: steps)
  }

  private static func result(of step: Step, in scene: inout Scene) -> StepResult {
    guard let sight = step.sight else { return StepResult(step: step, outcome: .notVisible) }
    let sighting = sight(scene)
    scene.note(sighting.places, for: step.number)
    if sighting.missing != nil, step.isOptional, sighting.places.isEmpty {
      return StepResult(step: step, outcome: .skipped)
    }
    var result = StepResult(step: step, messages: sighting.places.map { scene[$0] }, outcome: .judged(.pass))
    var verdict = Verdict.pass
    for (order, place) in sighting.places.enumerated() {
      let look = Look(scene: scene, step: step.number, place: place, order: order)
      for violation in step.traits.compactMap({ $0.violation(look) }) {
        verdict = max(verdict, violation.verdict)
        if result.violations.count < StepResult.maximumViolations {
          result.violations.append((look.captured, violation))
        }
      }
    }
    if let missing = sighting.missing {
      let violation = Violation(
        verdict: step.ifMissing(scene), expected: missing, found: "nothing more of this in the capture")
      result.missing = (violation, scene[scene.found.values.joined().max() ?? 0])
      verdict = max(verdict, violation.verdict)
    }
    result.outcome = .judged(verdict)
    return result
  }
}
