import Testing

@testable import Metrics

@Suite struct ListenAddressTests {
  @Test(
    arguments: [
      ("9400", ["127.0.0.1:9400", "[::1]:9400"]), ("0.0.0.0:80", ["0.0.0.0:80"]), ("[::]:65535", ["[::]:65535"]),
      ("[fe80::1]:0", ["[fe80::1]:0"]),
    ])
  func aPortAloneIsOfTheMachineItself(_ text: String, _ expected: [String]) {
    #expect(ListenAddress.addresses(in: text)?.map(\.description) == expected)
  }

  @Test(
    arguments: [
      "", "-1", "65536", "port", ":9400", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "localhost:9400", "::1:9400",
      "[::1]", "[::1:9400", "[]:9400", "[1.2.3.4]:1", "1.2.3.4\n:1",
    ])
  func whatIsNoAddressIsNone(_ text: String) {
    #expect(ListenAddress.addresses(in: text) == nil)
  }
}
