import Bytes
import Capture
import DTLS
import Rendering
import TestSupport
import Testing

@testable import Analysis

/// What is said while a capture is live. Seconds are the packets' own; nothing waits.
@Suite struct LiveReportTests {
  /// A live analysis, and what it said so far.
  private final class Live {
    let pipeline: Pipeline
    private let report: any Report
    private let file = TemporaryFile([])
    private let output: Output
    private var count = 0

    init(isText: Bool, shards: Int) throws {
      output = try Output(path: file.path)
      report =
        isText
        ? LiveReport(output: output, style: Style(isTerminal: false, noColor: nil))
        : NDJSONReport(output: output, hasSeveralCaptures: false)
      var settings = Pipeline.Settings(keyring: Keyring(), shards: shards)
      settings.patience = Patience(idle: 60_000_000_000)
      pipeline = Pipeline(settings, report: report)
    }

    func give(_ payload: [UInt8], port: UInt16 = 40000, isFromServer: Bool = false, at second: Int64) {
      count += 1
      let client = Endpoint(address: IPAddress(ipv4: 0xc000_0201), port: port)
      let server = Endpoint(address: IPAddress(ipv4: 0xc000_0202), port: 5684)
      let stamp = PacketStamp(number: count, nanoseconds: second * 1_000_000_000)
      if count == 1 { pipeline.captureBegan(at: stamp) }
      pipeline.receive(
        Datagram(
          source: isFromServer ? server : client, destination: isFromServer ? client : server,
          payload: payload.span.bytes, length: payload.count, hopLimit: 64, identification: nil, checksum: .valid),
        at: stamp)
      pipeline.inputPaused()
    }

    func tick(at second: Int64) {
      pipeline.tick(at: PacketStamp(number: count + 1, nanoseconds: second * 1_000_000_000))
      pipeline.inputPaused()
    }

    /// All that is said, to the end of the capture.
    func finish() throws -> String {
      var counters = Counters()
      counters.packets = count
      var facts = CaptureFacts(
        index: 0, path: "live", linkTypes: [], counters: counters, first: 0, last: 0, isCut: false, damage: nil)
      facts.drops = DropCounts()
      pipeline.captureEnded(facts)
      report.finish()
      try output.finish()
      return String(decoding: contents(file.path), as: UTF8.self)
    }
  }

  @Test(arguments: [1, 3])
  func whatIsStuckIsToldOnceAndBeforeItEnds(_ shards: Int) throws {
    let live = try Live(isText: true, shards: shards)
    for (number, second) in [0, 1, 3].enumerated() {
      live.give(Records.clientHello(number: number), at: Int64(second))
    }
    live.tick(at: 3)
    live.tick(at: 7)
    live.give(Records.clientHello(random: 9), port: 40001, at: 8)
    live.tick(at: 100)
    let text = try live.finish()
    let parts = text.split(separator: "server-unreachable", omittingEmptySubsequences: false)
    #expect(parts.count == 2, "\(text)")
    // After its lines, before the next session and its own paragraph.
    #expect(parts[0].contains("retransmission of 1") && !parts[0].contains("#2") && !parts[0].contains("failed"))
    #expect(parts[1].contains("#2") && parts[1].contains("Session 1") && parts[1].contains("silent for too long"))
    #expect(text.contains("4 packets captured, 0 dropped by the kernel, 0 dropped by the interface"))
  }

  @Test(arguments: [1, 3])
  func findingsAreObjectsAsSoonAsTheyAreCertain(_ shards: Int) throws {
    let live = try Live(isText: false, shards: shards)
    live.give(Records.clientHello(), at: 0)
    live.give(Records.alert(2, 40), isFromServer: true, at: 0)
    live.tick(at: 2)
    live.give(Records.clientHello(random: 9), port: 40001, at: 3)
    live.tick(at: 80)
    let lines = try live.finish().split(separator: "\n")
    let errors = lines.indices.filter { lines[$0].contains(#""kind":"finding""#) && lines[$0].contains(#""error""#) }
    try #require(errors.count == 1, "\(lines)")
    let ended = lines.indices.filter { lines[$0].contains(#""kind":"session","id":1,"#) }
    // Told when the outcome was decided, and when it was over.
    try #require(ended.count == 2)
    #expect(ended[0] < errors[0] && errors[0] < ended[1])
    let id = try #require(lines[errors[0]].split(separator: #""id":""#).last?.split(separator: "\"").first)
    #expect(lines[ended[1]].contains("\"findings\":[\"\(id)\""), "\(lines[ended[1]])")
    #expect(lines.last?.contains(#""drops":{"received":0,"kernel":0,"interface":0}"#) == true)
  }

  /// A session that is refused in another way after all is judged anew.
  @Test func whatHappensAfterwardsIsTold() throws {
    let live = try Live(isText: true, shards: 1)
    for (number, second) in [0, 1, 3].enumerated() {
      live.give(Records.clientHello(number: number), at: Int64(second))
    }
    live.tick(at: 3)
    live.tick(at: 7)
    live.give(Records.alert(2, 40), isFromServer: true, at: 8)
    let text = try live.finish()
    #expect(text.contains("server-unreachable") && text.contains("alert-") || text.contains("handshake"), "\(text)")
  }

  /// What listens beside the report hears everything, and adds nothing to it.
  @Test func othersHearTheSame() throws {
    final class Counting: Report {
      var records = 0
      var ended: [Int] = []
      var due: [Int] = []
      func makeListener(_ sink: ChunkSink) -> any EventListener { Noisy(sink, self) }
      func append(_ piece: RawSpan, _ section: ChunkSink.Section, order: Int) { Issue.record("a piece") }
      func sessionEnded(_ session: Session, number: Int, _ piece: RawSpan) {
        #expect(piece.byteCount == 0)
        ended.append(number)
      }
      func judgementIsDue(on session: Session, number: Int) { due.append(number) }
      func omit(_ section: ChunkSink.Section, count: Int) {}
      func captureEnded(_ facts: CaptureFacts) {}
      func inputPaused() {}
      func finish() {}
    }
    final class Noisy: EventListener {
      let sink: ChunkSink
      let counting: Counting
      init(_ sink: ChunkSink, _ counting: Counting) { (self.sink, self.counting) = (sink, counting) }
      func record(_ report: borrowing RecordReport, in session: Session) {
        counting.records += 1
        sink.text.append("not to be shown")
        sink.endChunk(.body)
      }
      func sessionEnded(_ session: Session, at stamp: PacketStamp) { sink.endChunk(session) }
    }
    let file = TemporaryFile([])
    let output = try Output(path: file.path)
    let counting = Counting()
    let main = LiveReport(output: output, style: Style(isTerminal: false, noColor: nil))
    var settings = Pipeline.Settings(keyring: Keyring(), shards: 1)
    settings.patience = Patience()
    let pipeline = Pipeline(settings, report: ReportGroup(main, beside: [counting]))
    try CaptureRun(try CaptureFile.open(Fixtures.path("fail-unknown-identity-mbedtls")), index: 0).run(pipeline)
    try output.finish()
    let text = String(decoding: contents(file.path), as: UTF8.self)
    #expect(counting.records > 3 && counting.ended == [1])
    #expect(text.contains("Session 1") && !text.contains("not to be shown"))
  }
}
