import TestSupport
import Testing

@testable import Rendering

/// Where records are told that were held for their keys: with the packet that opened them, on any number of threads.
@Suite struct HeldRecordOrderTests {
  /// A capture of twenty clients, one of whose packets comes 60 packets late.
  private func delaying(_ place: Int) -> TemporaryFile {
    let file = contents(Fixtures.path("ok-20-clients-interleaved-mbedtls"))
    return TemporaryFile(Savefile.moving(place, to: place + 60, in: file))
  }

  @Test func theReportDoesNotDependOnTheNumberOfThreads() throws {
    var held = 0
    for place in stride(from: 60, to: 200, by: 7) {
      let file = delaying(place)
      held += try Form.packets.render([file.path]).matches(of: /held, opened now/).count
      for form in [Form.json, .ndjson] {
        let one = try form.render([file.path])
        for shards in [2, 5] { #expect(try form.render([file.path], shards: shards) == one, "\(place)") }
      }
    }
    #expect(held > 0)
  }
}
