import Bytes
import Capture
import DTLS
import TestSupport
import Testing

@testable import Analysis

/// What bounds the packets that are under way.
@Suite struct StretchTests {
  /// Counts what it is given.
  private final class Count: Report {
    var pieces = 0

    func makeListener(_ sink: ChunkSink) -> any EventListener { PipelineTests.Lines(sink: sink) }
    func append(_ piece: RawSpan, _ section: ChunkSink.Section, order: Int) { pieces += 1 }
    func sessionEnded(_ session: Session, number: Int, _ piece: RawSpan) { pieces += 1 }
    func omit(_ section: ChunkSink.Section, count: Int) { pieces += count }
    func captureEnded(_ facts: CaptureFacts) {}
    func inputPaused() {}
    func finish() {}
  }

  @Test(arguments: [1, 3])
  func longDatagramsFillAStretchByTheirBytes(_ shards: Int) {
    let count = Count()
    let pipeline = Pipeline(Pipeline.Settings(keyring: Keyring(), shards: shards), report: count)
    let payload = Records.record(23, [UInt8](repeating: 1, count: 16_000), epoch: 1)
    let enough = Pipeline.maximumStretchBytes / payload.count + 1
    func give(_ packets: Range<Int>) {
      for number in packets {
        let datagram = Datagram(
          source: Talk.client, destination: Talk.server, payload: payload.span.bytes, length: payload.count,
          hopLimit: 64, identification: nil, checksum: .valid)
        pipeline.receive(datagram, at: PacketStamp(number: number, nanoseconds: 0))
      }
    }
    // The oldest of the stretches is passed on when its place is needed for the next.
    give(1..<(Pipeline.stretches - 1) * enough + 1)
    #expect(count.pieces == 0)
    give((Pipeline.stretches - 1) * enough + 1..<Pipeline.stretches * enough + 1)
    #expect(count.pieces >= enough)
    pipeline.inputPaused()
    #expect(count.pieces >= Pipeline.stretches * enough)
  }
}
