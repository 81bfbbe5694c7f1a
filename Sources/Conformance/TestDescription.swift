import CoAP

/// A test description of the ETSI interoperability tests for CoAP: what is done, what has to be seen then, and what shows
/// that a capture has it.
package struct TestDescription: Sendable {
  /// `TD_COAP_CORE_01`
  package let id: String
  /// What it is about.
  package let title: String
  /// Where the rules stand that it checks.
  package let reference: String
  /// The request that begins it.
  let stimulus: Pattern
  /// How far a run of it reaches.
  let scope: Scope
  /// Tells it from other tests with the same stimulus by what comes after that.
  let distinction: @Sendable (Scene) -> Bool
  /// Its steps.
  package let steps: [Step]

  /// How far a run of a test reaches.
  enum Scope {
    /// As far as its steps find messages.
    case exchanges
    /// An observation: from the registration until another one, once the first is over.
    case observation
  }

  init(
    _ id: String, _ title: String, _ reference: String, stimulus: Pattern, scope: Scope = .exchanges,
    steps: [Step], where distinction: @escaping @Sendable (Scene) -> Bool = { _ in true }
  ) {
    self.id = id
    self.title = title
    self.reference = reference
    self.stimulus = stimulus
    self.scope = scope
    self.steps = steps
    self.distinction = distinction
  }
}

/// The suites of test descriptions.
package enum Suite: String, Sendable, CaseIterable {
  case core, block, observe

  /// Its tests, by number.
  package var tests: [TestDescription] {
    switch self {
    case .core: CoreSuite.tests
    case .block: BlockSuite.tests
    case .observe: ObserveSuite.tests
    }
  }

  /// What the identifiers of its tests begin with.
  package var prefix: String {
    switch self {
    case .core: "TD_COAP_CORE_"
    case .block: "TD_COAP_BLOCK_"
    case .observe: "TD_COAP_OBS_"
    }
  }
}
