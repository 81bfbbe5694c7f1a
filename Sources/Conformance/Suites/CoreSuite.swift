/// The tests of the base protocol (RFC 7252).
enum CoreSuite {
  static let tests: [TestDescription] =
    CoreTransactions.tests + CoreTokens.tests + CoreLocations.tests + CoreValidation.tests + CoreProxy.tests
    + CorePing.tests
}
