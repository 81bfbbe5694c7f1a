import Conformance
import Testing

@Suite struct VerdictTests {
  @Test func theGraverIsTheGreater() {
    #expect(Verdict.allCases.max() == .fail && Verdict.allCases.min() == .pass)
  }
}
