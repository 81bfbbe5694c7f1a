import TestSupport
import Testing

/// The number of threads changes how soon something is said, and nothing of what is said.
@Suite struct ThreadTests {
  @Test(
    arguments: ["ok-20-clients-interleaved-mbedtls", "mixed-half-open-clients", "coap-exchanges"],
    ["packets", "analyze", "analyze --format json", "analyze --format ndjson"])
  func outputIsTheSame(_ fixture: String, _ command: String) throws {
    let fixture = Fixture(fixture)
    let words = command.split(separator: " ").map(String.init)
    let alone = try fixture.run(words[0], words.dropFirst() + ["--threads", "1"])
    #expect(alone.status == 0)
    #expect(!alone.output.isEmpty)
    for threads in ["2", "3", "64"] {
      let shared = try fixture.run(words[0], words.dropFirst() + ["--threads", threads])
      #expect(shared.output == alone.output, "\(threads) threads")
      #expect(shared.errors == alone.errors)
    }
  }
}
